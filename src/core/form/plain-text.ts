import type { Patient } from '../fhir/r4.ts';
import type { CriterionResult, Determination } from '../policy/determine.ts';
import type { Policy } from '../policy/policy.ts';
import type { Verdict } from '../policy/verdict.ts';
import type { Answer, Draft } from './draft.ts';
import { askedBy, type Item, isQuestionItem, type Questionnaire } from './questionnaire.ts';
import type { ResponseStatus } from './questionnaire-response.ts';
import { dateOf } from './sources.ts';
import { byteLength, columns, visible, wrapped } from './text-layout.ts';
import { inWords } from './value.ts';

/** What the readable form is made of. */
export interface TextParts {
  readonly draft: Draft;
  readonly questionnaire: Questionnaire;
  readonly patient: Patient;
  readonly policy: Policy;
  readonly determination: Determination;
  /** By which the stored text is found again. */
  readonly draftId: string;
  readonly status: ResponseStatus;
  /** ISO date or instant. */
  readonly authored: string;
  /** Name or reference of the person whose form it is. */
  readonly author?: string | undefined;
}

/** How much is shown; less only where the whole would be too long, and the text says so. */
interface Detail {
  readonly sources: boolean;
  /** Longest answer, in characters. */
  readonly longest: number;
}

const width = 96;
const left = 36;
const narrow = 20;
/** Bytes that every EHR takes as a note. */
const limit = 100_000;

/**
 * The whole form as plain text: patient, draft id, policy, criteria, answers with their sources, and what is open. It is what an EHR that
 * takes no QuestionnaireResponse stores, so nothing in it depends on another document. Less than 100 kB.
 */
export function plainText(parts: TextParts): string {
  const details: readonly Detail[] = [
    { sources: true, longest: 10_000 },
    { sources: false, longest: 10_000 },
    { sources: false, longest: 2_000 },
    { sources: false, longest: 300 },
  ];
  for (const detail of details) {
    const text = rendered(parts, detail);
    if (byteLength(text) < limit) return text;
  }
  throw new RangeError('the form is longer than a note may be');
}

function rendered(parts: TextParts, detail: Detail): string {
  const lines = [
    ...heading(parts),
    ...(detail.sources
      ? []
      : note('To keep this note short, sources are left out here; they are in the form.')),
    ...criteria(parts),
    ...parts.questionnaire.item.flatMap((item) => section(item, parts.draft, detail)),
    ...openItems(parts),
    ...wrapped(
      'Criteria are held against the record as it was read and the answers above. Whether the request is authorized is for the payer to decide.',
      width,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const statusWords: Readonly<Record<ResponseStatus, string>> = {
  'in-progress': 'DRAFT, not completed: it must be reviewed and attested before use',
  completed: 'Completed',
  amended: 'Completed, and changed after that',
  stopped: 'Stopped: the form has run out and was not completed',
};

function heading(parts: TextParts): readonly string[] {
  const { draft, questionnaire, patient, policy, determination, draftId, status, authored, author } = parts;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Status', statusWords[status]],
    ['Draft id', draftId],
    ['Patient', nameOf(patient)],
    ['Born', patient.birthDate],
    ['Record number', recordNumber(patient)],
    ['Patient in the EHR', draft.subject],
    ['Order', draft.orders.join(', ') || 'none chosen'],
    ['Policy', `${policy.id}, version ${policy.version}: ${policy.title} (${policy.payer})`],
    ['Form', `${questionnaire.title}, ${draft.questionnaire}`],
    ['Evidence as of', determination.asOf],
    ['Written', author === undefined ? authored : `${authored} by ${author}`],
  ];
  const title = questionnaire.title.toUpperCase();
  return [
    title,
    '='.repeat(title.length),
    ...rows.flatMap(([label, text]) => (text === undefined ? [] : row(label, text, narrow))),
    '',
  ];
}

function nameOf({ name: [name] = [] }: Patient): string | undefined {
  if (!name) return undefined;
  return name.text ?? [...(name.given ?? []), name.family].filter((part) => part !== undefined).join(' ');
}

function recordNumber({ identifier = [] }: Patient): string | undefined {
  return identifier.find(({ type }) => type?.coding?.some(({ code }) => code === 'MR'))?.value;
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'appears met',
  'not-met': 'appears not met',
  unknown: 'cannot be determined from the record',
};

function criteria({ determination: { results, verdict } }: TextParts): readonly string[] {
  return [
    ...title('Criteria'),
    ...row('All together', verdictWords[verdict]),
    ...results.flatMap(criterionRows),
    '',
  ];
}

function criterionRows({ criterion, verdict, because, of }: CriterionResult): readonly string[] {
  const below = of.flatMap(criterionRows);
  if (criterion.id === undefined) return below;
  return [...row(`${criterion.id} ${criterion.title}`, `${verdictWords[verdict]}. ${because}`), ...below];
}

function section(item: Item, draft: Draft, detail: Detail): readonly string[] {
  if (item.type === 'display') return note(item.text);
  const rows = (item.item ?? []).flatMap((each) => answerRows(each, draft, detail));
  return rows.length === 0 ? [] : [...title(item.text), ...rows, ''];
}

function answerRows(item: Item, draft: Draft, detail: Detail): readonly string[] {
  const answers = draft.answers.filter(({ linkId }) => linkId === item.linkId);
  if (!isQuestionItem(item) || answers.length === 0) return [];
  const isDate = dateOf(askedBy(item) ?? '') !== undefined;
  return answers.flatMap((answer, index) => {
    const value = shortened(inWords(answer.value), detail.longest);
    const text = detail.sources && !isDate ? `${value}\n[${originWords(answer)}]` : value;
    return row(index === 0 ? item.text : '', text);
  });
}

/** Where it comes from. The value itself stands above and is not repeated; a date has the source of its value. */
function originWords({
  origin,
  value,
  from,
  shown,
  author,
  at,
  reason,
  explained,
  replaces = [],
}: Answer): string {
  if (origin === 'auto-client') {
    const source = shown.slice(inWords(value).length).replace(/^,? /, '');
    const bare = source.replace(/^\((.*)\)$/s, '$1');
    return from.every(({ kind }) => kind === 'recorded') ? `from the record: ${bare}` : bare;
  }
  const who = `answered by ${author}${at === undefined ? '' : ` on ${at.slice(0, 10)}`}`;
  const instead = replaces.map((each) => each.shown).join('; ');
  const giver = explained ? ` (by ${explained.by} on ${explained.at.slice(0, 10)})` : '';
  const because = reason === undefined ? '' : `; reason given${giver}: ${reason}`;
  return replaces.length === 0 ? who : `${who}; the record says: ${instead}${because}`;
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)} [cut here; the form has the whole text]`;
}

/** The questions without an answer: an empty item is no answer, and none is implied. */
function openItems({ draft, questionnaire }: TextParts): readonly string[] {
  const open = new Set(draft.unanswered);
  const items = questionnaire.item.flatMap(({ item = [] }) => item.filter(({ linkId }) => open.has(linkId)));
  if (items.length === 0) return [];
  const lines = items.flatMap(({ text }) =>
    wrapped(text, width - 2).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
  );
  return [...title('Not answered'), ...lines, ''];
}

function title(text: string): readonly string[] {
  return [text.toUpperCase(), '-'.repeat(text.length)];
}

function note(text: string): readonly string[] {
  return [...wrapped(text, width), ''];
}

function row(label: string, text: string, from = left): readonly string[] {
  return columns(visible(label), visible(text), from, width);
}
