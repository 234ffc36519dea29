import type { Question } from '../core/facts/answers.ts';
import { isLaboratoryId } from '../core/facts/laboratory.ts';
import type { Answer } from '../core/form/draft.ts';
import { type Item, unitsOf } from '../core/form/questionnaire.ts';
import { fhirText, type Value } from '../core/form/value.ts';
import { AnswerButtons } from './AnswerButtons.tsx';
import { choicesOf, isWordy } from './asking.ts';
import { answered, asAnswer, emptied, entered, inField, writtenNumber } from './entries.ts';
import { RepeatingField } from './RepeatingField.tsx';
import { coverageName } from './RequestCard.tsx';
import { type Result, ResultField } from './ResultField.tsx';
import { useStage, useStageStore } from './use-stage.ts';
import { Written } from './Written.tsx';
import { words } from './words.ts';

interface ControlProps {
  readonly item: Item;
  readonly question: Question | undefined;
  readonly answers: readonly Answer[];
  /** The date that belongs to this item, where it has one. */
  readonly date: string | undefined;
  readonly labelledBy: string;
}

/** The field of one item, by its type; native inputs throughout. */
export function FormControl(props: ControlProps) {
  const { item, question } = props;
  if (question === 'coverage') return <CoverageField {...props} />;
  if (question && choicesOf(question)) {
    const [now] = props.answers;
    // Where the chart says something, "not sure" would leave that in force: there its value is emptied or replaced.
    const charted = asAnswer(now?.origin === 'auto-client' ? now.value : now?.replaces?.[0]?.value);
    return isWordy(question) ? (
      <Choice {...props} question={question} />
    ) : (
      <AnswerButtons question={question} labelledBy={props.labelledBy} charted={charted} hasNote={false} />
    );
  }
  if (item.repeats) return <Repeating {...props} />;
  if (item.type === 'choice') return <Options {...props} />;
  return item.type === 'quantity' ? <Quantity {...props} /> : <Line {...props} />;
}

function Choice({ item, question, answers, labelledBy }: ControlProps & { readonly question: Question }) {
  const stage = useStageStore();
  const choices = choicesOf(question) ?? [];
  const now = asAnswer(answers[0]?.value);
  return (
    <select
      aria-labelledby={labelledBy}
      value={String(now ?? '')}
      onChange={({ target }) => {
        const chosen = choices.find(([value]) => String(value) === target.value);
        if (chosen) answered(stage, question, chosen[0]);
        else emptied(stage, item, question, answers);
      }}
    >
      <option value="">{words.form.choose}</option>
      {choices.map(([value, label]) => (
        <option key={label} value={String(value)}>
          {label}
        </option>
      ))}
    </select>
  );
}

function Quantity({ item, question, answers, date, labelledBy }: ControlProps) {
  const stage = useStageStore();
  const value = answers[0]?.value;
  const isLaboratory = question !== undefined && isLaboratoryId(question);
  const written = (result: Result): string | undefined => {
    if (!question) return words.form.refused;
    if (isLaboratory) return answered(stage, question, result);
    return answered(stage, question, result.unit === 'mm' ? result.value / 10 : result.value);
  };
  return (
    <ResultField
      item={item}
      number={inField(value)}
      unit={value?.kind === 'quantity' ? value.code : undefined}
      date={isLaboratory ? (date ?? '') : undefined}
      labelledBy={labelledBy}
      onWritten={written}
      onEmptied={() => emptied(stage, item, question, answers)}
    />
  );
}

function Line({ item, question, answers, labelledBy }: ControlProps) {
  const stage = useStageStore();
  const value = answers[0]?.value;
  const taken = (given: Value & { readonly value: string | number | boolean }): string | undefined =>
    question ? answered(stage, question, given.value) : entered(stage, item, [given]);
  const written = (text: string): string | undefined => {
    const said = fhirText(text);
    if (said === undefined) {
      emptied(stage, item, question, answers);
      return undefined;
    }
    if (item.type === 'integer') {
      const number = writtenNumber(said);
      if (number === undefined || !Number.isInteger(number)) return words.form.wholeWanted;
      return taken({ kind: 'integer', value: number });
    }
    return taken(item.type === 'date' ? { kind: 'date', value: said } : { kind: 'string', value: said });
  };
  const isDay = item.type === 'date' && (value === undefined || inField(value).length === 10);
  return (
    <Written
      value={inField(value)}
      as={item.type === 'text' ? 'lines' : item.type === 'integer' ? 'number' : isDay ? 'date' : 'line'}
      labelledBy={labelledBy}
      maxLength={item.maxLength}
      unit={unitsOf(item)[0]?.display}
      onWritten={written}
    />
  );
}

function Options({ item, answers, labelledBy }: ControlProps) {
  const stage = useStageStore();
  const options = (item.answerOption ?? []).map(({ valueCoding }) => valueCoding);
  const now = answers[0]?.value;
  return (
    <select
      aria-labelledby={labelledBy}
      value={now?.kind === 'coding' ? now.code : ''}
      onChange={({ target }) => {
        const chosen = options.find(({ code }) => code === target.value);
        if (chosen) entered(stage, item, [{ kind: 'coding', ...chosen }]);
        else emptied(stage, item, undefined, answers);
      }}
    >
      <option value="">{words.form.choose}</option>
      {options.map(({ code, display }) => (
        <option key={code} value={code}>
          {display}
        </option>
      ))}
    </select>
  );
}

function Repeating({ item, answers, labelledBy }: ControlProps) {
  const stage = useStageStore();
  return (
    <RepeatingField
      item={item}
      answers={answers}
      labelledBy={labelledBy}
      onChanged={(values) =>
        values.length > 0 ? entered(stage, item, values) : emptied(stage, item, undefined, answers)
      }
    />
  );
}

function CoverageField({ item, answers, labelledBy }: ControlProps) {
  const stage = useStageStore();
  const review = useStage((now) => now.review);
  const coverages = review?.record.coverages ?? [];
  const now = answers[0]?.value;
  return (
    <select
      aria-labelledby={labelledBy}
      value={now?.kind === 'reference' ? now.reference : ''}
      onChange={({ target }) => {
        if (target.value === '') emptied(stage, item, 'coverage', answers);
        else answered(stage, 'coverage', target.value);
      }}
    >
      <option value="">{words.form.choose}</option>
      {coverages.map((coverage) => (
        <option key={coverage.id} value={`Coverage/${coverage.id}`}>
          {coverageName(coverage)}
        </option>
      ))}
    </select>
  );
}
