import { type FocusEvent, useId, useState } from 'react';
import type { Item } from '../core/form/questionnaire.ts';
import { unitsOf } from '../core/form/questionnaire.ts';
import { dayInWords } from './calendar.ts';
import { writtenNumber } from './entries.ts';
import { unitInWords } from './figures.ts';
import { words } from './words.ts';

/** A number with its unit and, for a result, its date: three fields, one answer. */
export interface Result {
  readonly value: number;
  readonly unit: string;
  readonly date: string;
}

/** A result as it is written: taken when the last of its fields is left, never between two keys. */
export function ResultField({
  item,
  number,
  unit,
  date,
  labelledBy,
  onWritten,
  onEmptied,
}: {
  readonly item: Item;
  readonly number: string;
  /** UCUM code of what is in force. */
  readonly unit: string | undefined;
  /** ISO date of what is in force; undefined where the item has none. */
  readonly date: string | undefined;
  readonly labelledBy: string;
  readonly onWritten: (result: Result) => string | undefined;
  readonly onEmptied: () => void;
}) {
  const units = unitsOf(item);
  const [raw, setRaw] = useState<Partial<Record<'number' | 'unit' | 'date', string>>>({});
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const shown = {
    number: raw.number ?? number,
    unit: raw.unit ?? unit ?? units[0]?.code ?? '',
    date: raw.date ?? date ?? '',
  };

  const left = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (currentTarget.contains(relatedTarget) || Object.keys(raw).length === 0) return;
    const wrong = taken();
    setProblem(wrong);
    if (wrong === undefined) setRaw({});
  };
  const taken = (): string | undefined => {
    const text = shown.number.trim();
    if (text === '') {
      onEmptied();
      return undefined;
    }
    const value = writtenNumber(text);
    if (value === undefined) return words.form.numberWanted;
    if (date !== undefined && shown.date === '') return words.form.dateWanted;
    return onWritten({ value, unit: shown.unit, date: shown.date });
  };
  const field = (part: 'number' | 'unit' | 'date') => ({
    value: shown[part],
    'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      setRaw({ ...raw, [part]: target.value }),
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would name the item a second time
    <div className="written" role="group" aria-labelledby={labelledBy} onBlur={left}>
      <div className="written-line">
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          className="number"
          aria-labelledby={labelledBy}
          aria-invalid={problem !== undefined}
          {...field('number')}
        />
        {units.length > 1 ? (
          <select aria-label={words.form.unit} {...field('unit')}>
            {units.map(({ code, display }) => (
              <option key={code} value={code}>
                {unitInWords(display)}
              </option>
            ))}
          </select>
        ) : (
          <span>{unitInWords(units[0]?.code ?? '')}</span>
        )}
        {date !== undefined && <input type="date" aria-label={words.form.dateOfResult} {...field('date')} />}
        {shown.date !== '' && <span className="quiet">{dayInWords(shown.date)}</span>}
      </div>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
