import { useEffect, useRef } from 'react';
import { takeInFile } from './taking-in.ts';
import { useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** Takes a draft file back in, chosen or dropped anywhere on the page. */
export function TakeIn() {
  const stage = useStageStore();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const carriesFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (carriesFile(event)) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      // Else the browser leaves the page to show the file.
      event.preventDefault();
      void takeInFile(stage, file);
    };
    const { signal } = stop;
    document.addEventListener('dragover', over, { signal });
    document.addEventListener('drop', drop, { signal });
    return () => stop.abort();
  }, [stage]);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {words.draft.takeIn}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json,application/fhir+json"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={words.draft.takeIn}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // The same file may be chosen again after it was refused.
          target.value = '';
          if (file) void takeInFile(stage, file);
        }}
      />
    </>
  );
}
