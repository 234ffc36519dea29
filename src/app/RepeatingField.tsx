import { useState } from 'react';
import type { Answer } from '../core/form/draft.ts';
import type { Item } from '../core/form/questionnaire.ts';
import { fhirText, inWords, sameValue, type Value } from '../core/form/value.ts';
import { words } from './words.ts';

/** An item with several values: each can be removed, others added. */
export function RepeatingField({
  item,
  answers,
  labelledBy,
  onChanged,
}: {
  readonly item: Item;
  readonly answers: readonly Answer[];
  readonly labelledBy: string;
  readonly onChanged: (values: readonly Value[]) => void;
}) {
  const [text, setText] = useState('');
  const values = answers.map(({ value }) => value);
  const options = (item.answerOption ?? []).map(
    ({ valueCoding }): Value => ({ kind: 'coding', ...valueCoding }),
  );
  const free = options.filter((option) => !values.some((value) => sameValue(value, option)));
  const add = (): void => {
    const written = fhirText(text);
    if (written === undefined) return;
    onChanged([...values, { kind: 'string', value: written }]);
    setText('');
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would name the item a second time
    <div className="repeating" role="group" aria-labelledby={labelledBy}>
      {values.length > 0 && (
        <ul>
          {values.map((value, index) => (
            <li key={inWords(value)}>
              <span>{inWords(value)}</span>
              <button
                type="button"
                className="link"
                aria-label={words.form.remove(inWords(value))}
                onClick={() => onChanged(values.filter((_, other) => other !== index))}
              >
                {words.form.remove('').trim()}
              </button>
            </li>
          ))}
        </ul>
      )}
      {free.length > 0 && (
        <select
          aria-label={words.form.add}
          value=""
          onChange={({ target }) => {
            const chosen = free[Number(target.value)];
            if (chosen) onChanged([...values, chosen]);
          }}
        >
          <option value="">{words.form.choose}</option>
          {free.map((option, index) => (
            <option key={inWords(option)} value={index}>
              {inWords(option)}
            </option>
          ))}
        </select>
      )}
      {options.length === 0 && (
        <div className="written-line">
          <input
            type="text"
            aria-label={words.form.add}
            autoComplete="off"
            maxLength={item.maxLength}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={({ key }) => key === 'Enter' && add()}
            // What is being typed counts when the field is left, as in every other field.
            onBlur={add}
          />
          <button type="button" onClick={add}>
            {words.form.addButton}
          </button>
        </div>
      )}
    </div>
  );
}
