const shapes = {
  check: 'M3 8.5l3.2 3.2L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  question: 'M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.8M8 12.6v.1',
  half: 'M3 8h10',
  chevron: 'M6 3.5L10.5 8 6 12.5',
  undo: 'M3 6h6.5a3.5 3.5 0 0 1 0 7H6M3 6l3-3M3 6l3 3',
  warning: 'M8 2.5l6 11H2zM8 6.5v3M8 11.6v.1',
} as const;

export type IconName = keyof typeof shapes;

/** A sign beside a word: it never stands alone, so it is hidden from assistive technology. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
