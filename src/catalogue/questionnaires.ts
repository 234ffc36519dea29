import liverDirectedTherapyJson from '../../mappings/questionnaires/liver-directed-therapy.json' with {
  type: 'json',
};
import { isQuestion, type Question, questions } from '../core/facts/answers.ts';
import type { Measurement } from '../core/facts/measurement.ts';
import {
  allItems,
  askedBy,
  type Item,
  isQuestionItem,
  Questionnaire,
  questionItems,
  unitsOf,
} from '../core/form/questionnaire.ts';
import { hintOf, sourceOf } from '../core/form/sources.ts';
import { mappings } from './catalogue.ts';
import { MappingError, parsed } from './parsed.ts';

/**
 * Parses one form and holds it against the rest: every item asks something that is known here, every question is asked once, every
 * condition names an item, every unit is one that the measurement understands.
 *
 * @throws MappingError naming every mistake
 */
export function questionnaire(file: string, data: unknown): Questionnaire {
  const form = parsed(`questionnaires/${file}`, Questionnaire, data);
  const mistakes = [
    ...repeated(form),
    ...unasked(form),
    ...allItems(form.item).flatMap((item) => mistakesIn(item, form)),
  ];
  if (mistakes.length > 0) throw new MappingError(`mappings/questionnaires/${file}: ${mistakes.join('; ')}`);
  return form;
}

function repeated({ item }: Questionnaire): readonly string[] {
  const linkIds = allItems(item).map(({ linkId }) => linkId);
  const twice = linkIds.filter((linkId, index) => linkIds.indexOf(linkId) !== index);
  return twice.map((linkId) => `${linkId}: there are two of it`);
}

/** Every question of the judgement has one item, so that each answer has its place. */
function unasked(form: Questionnaire): readonly string[] {
  const asked = questionItems(form).map(askedBy);
  return (Object.keys(questions) as Question[]).flatMap((question) => {
    const count = asked.filter((each) => each === question).length;
    return count === 1 ? [] : [`${question}: expected one item that asks it, found ${count}`];
  });
}

function mistakesIn(item: Item, form: Questionnaire): readonly string[] {
  const { linkId, enableWhen = [] } = item;
  const known = new Set(questionItems(form).map((each) => each.linkId));
  const found = enableWhen.flatMap(({ question }) =>
    known.has(question) ? [] : [`enableWhen names ${question}, which is no question`],
  );
  if (isQuestionItem(item)) found.push(...mistakesInQuestion(item));
  else if (item.type === 'group' && !item.item?.length) found.push('a group without items');
  return found.map((mistake) => `${linkId}: ${mistake}`);
}

function mistakesInQuestion(item: Item): string[] {
  const asked = askedBy(item);
  if (asked === undefined) return ['it asks nothing: no code of ours'];
  const found: string[] = [];
  if (!sourceOf(asked) && !hintOf(asked)) found.push(`nothing is known about ${asked}`);
  if (item.item) found.push('a question with items of its own');
  const { type, answerOption, answerValueSet } = item;
  if (type === 'choice' && !answerOption) found.push('a choice without options');
  if (type === 'open-choice' && !answerOption && !answerValueSet) found.push('a choice without options');
  if (type === 'quantity' && unitsOf(item).length === 0) found.push('a quantity without units');
  if (isQuestion(asked)) found.push(...otherOptions(item, asked));
  const measurement = measurementOf(asked);
  if (measurement && units(item) !== measurement.units.map(({ ucum }) => ucum).join()) {
    found.push('its units are not those of the measurement');
  }
  return found;
}

function measurementOf(asked: string): Measurement | undefined {
  const id = asked === 'tumor-size-cm' ? 'tumor-size' : asked;
  return Object.values(mappings.measurements).find((measurement) => measurement.id === id);
}

function units(item: Item): string {
  return unitsOf(item)
    .map(({ code }) => code)
    .join();
}

/** The options are the answers that the judgement takes, no more and no fewer. */
function otherOptions({ type, answerOption = [] }: Item, question: Question): readonly string[] {
  const { def } = questions[question]._zod;
  const answers = def.type === 'enum' ? Object.values(def.entries as Record<string, string>) : [];
  const options = answerOption.map(({ valueCoding }) => valueCoding.code);
  const isSame = answers.toSorted().join() === options.toSorted().join();
  return isSame && answers.length > 0 === (type === 'choice')
    ? []
    : ['its options are not the answers of its question'];
}

/** The form for radioembolization, chemoembolization and bland embolization of the liver. */
export const liverDirectedTherapy = questionnaire('liver-directed-therapy.json', liverDirectedTherapyJson);
