import { useId, useState } from 'react';
import { dayInWords } from './calendar.ts';

export interface WrittenProps {
  /** What is in force. */
  readonly value: string;
  readonly as: 'line' | 'lines' | 'number' | 'date';
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly unit?: string | undefined;
  /** Takes the text as written; returns what is wrong with it, or nothing. */
  readonly onWritten: (text: string) => string | undefined;
}

/** An answer to be written. The text stays as it is typed until the field is left: nothing is parsed between two keys. */
export function Written({ value, as, labelledBy, describedBy, maxLength, unit, onWritten }: WrittenProps) {
  const [raw, setRaw] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const problemId = useId();
  const left = (): void => {
    if (raw === undefined) return;
    const wrong = raw === value ? undefined : onWritten(raw.trim());
    setProblem(wrong);
    if (wrong === undefined) setRaw(undefined);
  };
  const field = {
    value: raw ?? value,
    maxLength,
    'aria-labelledby': labelledBy,
    'aria-describedby': [describedBy, problem && problemId].filter(Boolean).join(' ') || undefined,
    'aria-invalid': problem !== undefined,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => setRaw(target.value),
    onBlur: left,
  };
  return (
    <div className="written">
      <div className="written-line">
        {as === 'lines' ? (
          <textarea rows={1} {...field} />
        ) : (
          <input
            type={as === 'date' ? 'date' : 'text'}
            inputMode={as === 'number' ? 'decimal' : undefined}
            autoComplete="off"
            className={as}
            {...field}
          />
        )}
        {unit !== undefined && <span>{unit}</span>}
        {as === 'date' && field.value !== '' && <span className="quiet">{dayInWords(field.value)}</span>}
      </div>
      {problem !== undefined && (
        <p id={problemId} className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
