import { isQuestion } from '../facts/answers.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Authored } from '../facts/finding.ts';
import { systems } from '../fhir/coding.ts';
import { answeredIn } from './answered.ts';
import type { Answer, Beside, Draft, Entries, Entry, Filled } from './draft.ts';
import { enabledItems } from './enable-when.ts';
import {
  askedBy,
  canonicalOf,
  type Item,
  type Questionnaire,
  questionItems,
  unitsOf,
} from './questionnaire.ts';
import { orderedIn } from './request-sources.ts';
import { shown } from './shown.ts';
import { type Filling, type Given, nothing, type Ordered, type Sourced } from './source.ts';
import { hintOf, sourceOf } from './sources.ts';
import { inWords, type Value } from './value.ts';

/** What a form is filled from. */
export interface DraftParts {
  readonly facts: ClinicalFacts;
  /** The same chart without the answers; asked for only where an answer may have replaced what the chart says. */
  readonly chartAlone: () => ClinicalFacts;
  /** Answers to items that are no question of the judgement, and items emptied on purpose. */
  readonly entries?: Entries | undefined;
}

interface Fill {
  readonly answers: readonly Answer[];
  readonly beside?: Beside;
}

/**
 * Fills the form: what a person answered stands; what the record settles is filled in with its source; all else stays empty, with
 * what the record holds beside it. Empty is empty: no unknown becomes a no.
 */
export function prefill(questionnaire: Questionnaire, parts: DraftParts): Draft {
  const entries = new Map((parts.entries ?? []).map((entry) => [entry.linkId, entry]));
  const items = questionItems(questionnaire);
  const ordered = orderedIn(parts.facts, parts.chartAlone);
  const fills = items.map((item) => fill(item, parts, ordered, entries.get(item.linkId)));
  const given = new Map(
    items.map(({ linkId }, index) => [linkId, (fills[index]?.answers ?? []).map(({ value }) => value)]),
  );
  const enabled = enabledItems(questionnaire, given);
  const unanswered = items.flatMap(({ linkId }) =>
    enabled.has(linkId) && given.get(linkId)?.length === 0 ? [linkId] : [],
  );
  const { record } = parts.facts;
  return {
    questionnaire: canonicalOf(questionnaire),
    subject: `Patient/${record.patient.id}`,
    orders: ordered.isForAnother ? [] : ordered.orders.map(({ id }) => `ServiceRequest/${id}`),
    answers: fills.flatMap((each) => each.answers).filter(({ linkId }) => enabled.has(linkId)),
    enabled,
    unanswered,
    beside: fills.flatMap(({ beside }) => (beside && enabled.has(beside.linkId) ? [beside] : [])),
    emptied: new Map(
      [...entries].filter(([linkId, { values }]) => values.length === 0 && enabled.has(linkId)),
    ),
  };
}

function fill(
  item: Item,
  { facts, chartAlone }: DraftParts,
  ordered: Ordered,
  entry: Entry | undefined,
): Fill {
  const asked = askedBy(item) ?? '';
  const hint = hintOf(asked);
  const source = hint ?? sourceOf(asked);
  if (!source) throw new TypeError(`${item.linkId}: nothing is known about the code "${asked}"`);
  const said = answeredIn(item, asked, facts);
  if (!said && !entry) return fromRecord(item, source(facts, ordered));
  const recorded = !said ? source(facts, ordered) : hint ? nothing : source(chartAlone(), ordered);
  if (entry) return entered(item, asked, entry, recorded);
  if (!said) return { answers: [] };
  const { given, provenance } = said;
  const value = inItem(item, given);
  const from = [provenance];
  return byPerson(item, [{ value, from, shown: shown(value, { from }) }], provenance, recorded);
}

function entered(item: Item, asked: string, { linkId: _, values, ...given }: Entry, recorded: Sourced): Fill {
  if (values.length === 0) {
    const from = recorded.fills ? recorded.with.flatMap((each) => each.from) : recorded.from;
    const against = recorded.fills ? [] : (recorded.against ?? []);
    return {
      answers: [],
      beside: { linkId: item.linkId, because: 'Left empty on purpose.', from, against },
    };
  }
  if (isQuestion(asked)) throw new TypeError(`${item.linkId}: its answer belongs to the edits`);
  const from = [{ kind: 'attested', question: asked, ...given }] as const;
  const filled = values.map((value) => ({ value, from, shown: shown(value, { from }) }));
  return byPerson(item, filled, given, recorded);
}

function byPerson(
  { linkId, ...item }: Item,
  values: readonly Filled[],
  { by: author, at, reason, explained }: Authored,
  recorded: Sourced,
): Fill {
  const replaces = recorded.fills
    ? recorded.with.map((each) => inItemWithWords({ linkId, ...item }, each))
    : [];
  const origin = replaces.length > 0 ? 'override' : 'manual';
  return {
    answers: values.map((each) => ({
      linkId,
      ...each,
      origin,
      author,
      at,
      ...(replaces.length > 0 && {
        replaces,
        ...(reason !== undefined && { reason }),
        ...(explained && { explained }),
      }),
    })),
    ...(!recorded.fills && recorded.from.length > 0 && { beside: besideOf(linkId, recorded) }),
  };
}

function fromRecord(item: Item, sourced: Sourced): Fill {
  const { linkId } = item;
  if (!sourced.fills) return { answers: [], beside: besideOf(linkId, sourced) };
  const [first] = sourced.with;
  if (sourced.with.length > 1 && !item.repeats && first) {
    const from = sourced.with.flatMap((each) => each.from);
    return { answers: [], beside: { linkId, because: 'More than one is on record.', from, against: [] } };
  }
  return {
    answers: sourced.with.map((each) => ({
      linkId,
      ...inItemWithWords(item, each),
      origin: 'auto-client' as const,
    })),
  };
}

function besideOf(linkId: string, sourced: Extract<Sourced, { fills: false }>): Beside {
  const { because, from, against = [] } = sourced;
  return { linkId, because, from: [...new Set(from)], against };
}

function inItemWithWords(item: Item, filling: Filling): Filled {
  const value = inItem(item, filling.value);
  return { value, from: filling.from, shown: shown(value, filling) };
}

/** The value as the item takes it. @throws TypeError when the item offers no such option or unit: a mistake in the form */
function inItem(item: Item, given: Given): Value {
  const options = (item.answerOption ?? []).map(({ valueCoding }) => valueCoding);
  switch (given.kind) {
    case 'option': {
      const option = options.find(({ code }) => code === given.code);
      if (!option) throw new TypeError(`${item.linkId} has no option ${given.code}`);
      return { kind: 'coding', ...option };
    }
    case 'amount': {
      const unit = unitsOf(item).find(({ code }) => code === given.code);
      if (!unit) throw new TypeError(`${item.linkId} has no unit ${given.code}`);
      return {
        kind: 'quantity',
        value: given.value,
        unit: unit.display,
        system: systems.ucum,
        code: unit.code,
      };
    }
    case 'coding': {
      if (options.length === 0) return given;
      const option = options.find(({ system, code }) => system === given.system && code === given.code);
      return option ? { kind: 'coding', ...option } : { kind: 'string', value: inWords(given) };
    }
    default:
      return given;
  }
}
