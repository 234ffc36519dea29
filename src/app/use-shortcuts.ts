import { useEffect } from 'react';

/** What the keys do: each is pressed with Control, or Command on a Mac, so that no single letter of a text or a screen reader is taken. */
export interface Shortcuts {
  readonly save: () => void;
  readonly complete: () => void;
}

/** Listens for Control+S and Control+Enter as long as the component is there. */
export function useShortcuts({ save, complete }: Shortcuts): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const act = event.key.toLowerCase() === 's' ? save : event.key === 'Enter' ? complete : undefined;
      if (!act) return;
      event.preventDefault();
      if (event.repeat) return;
      // What is being typed counts: a field gives up its text when it is left.
      if (document.activeElement instanceof HTMLElement && isField(document.activeElement)) {
        const field = document.activeElement;
        field.blur();
        field.focus();
      }
      act();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [save, complete]);
}

function isField({ tagName }: HTMLElement): boolean {
  return tagName === 'INPUT' || tagName === 'TEXTAREA' || tagName === 'SELECT';
}
