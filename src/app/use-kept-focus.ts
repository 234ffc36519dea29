import { useEffect } from 'react';

/**
 * Keeps the place of who works by keyboard: where the control with the focus goes away by being pressed, the part that it stood in takes the
 * focus, else the part of the page that has come in its place. A step that sets the focus itself is left alone.
 *
 * @see https://www.w3.org/TR/WCAG22/#focus-order
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let path: readonly HTMLElement[] = [];
    const entered = ({ target }: FocusEvent): void => {
      path = target instanceof HTMLElement ? withAncestors(target) : [];
    };
    const look = (): void => {
      const [left, ...around] = path;
      const { activeElement, body } = document;
      if (!left || left.isConnected || (activeElement !== null && activeElement !== body)) return;
      const isOfBar = around.some(({ classList }) => classList.contains('bar'));
      const place =
        around.find(({ isConnected }) => isConnected) ?? document.getElementById(isOfBar ? 'bar' : 'main');
      if (place) focusOnce(place);
    };
    // After the screen has set its own focus, where it does.
    const changed = new MutationObserver(() => setTimeout(look));
    changed.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', entered);
    return () => {
      changed.disconnect();
      document.removeEventListener('focusin', entered);
    };
  }, []);
}

/** An element and what it stands in, up to the part of the page. */
function withAncestors(element: HTMLElement): readonly HTMLElement[] {
  const path: HTMLElement[] = [];
  for (let each: HTMLElement | null = element; each; each = each.parentElement) {
    path.push(each);
    if (each.matches('main, .bar')) break;
  }
  return path;
}

/** Gives the focus to what is no control, until it moves on. */
function focusOnce(place: HTMLElement): void {
  if (!place.hasAttribute('tabindex')) {
    place.tabIndex = -1;
    place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  }
  place.focus({ preventScroll: true });
}
