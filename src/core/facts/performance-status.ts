import { codings, systems, wordsOf } from '../fhir/coding.ts';
import { dateSpan } from '../fhir/date-span.ts';
import type { CodeableConcept, Observation } from '../fhir/r4.ts';
import { type ConceptIndex, type ConceptMatch, speaksFor } from '../fhir/value-set.ts';
import type { Chart } from './chart.ts';
import { type GapReason, recorded } from './finding.ts';
import { hull, type Interval, isPoint, point } from './interval.ts';
import type { Reading } from './latest.ts';
import { observedOn, refusedAtTheBoundary, standingOf } from './measurement.ts';
import { nameAnotherGrade } from './performance-words.ts';

/** An ECOG grade, and the scale it was recorded on. */
export interface PerformanceStatus {
  /** ECOG 0 to 5; a span where the record names more than one. */
  readonly grade: Interval;
  readonly scale: 'ecog' | 'karnofsky';
}

type Scale = PerformanceStatus['scale'];
type Value =
  | { readonly value: PerformanceStatus }
  | { readonly refused: GapReason; readonly because: string };

/** Code system of Epic's SmartData elements, whose middle differs by organisation; what an element means, the EHR's profile says. @see https://open.epic.com/Interface/FHIR */
const smartDataSystem = /^urn:oid:1\.2\.840\.114350\.1\.13\.[\d.]{1,40}\.7\.2\.727688$/;

/**
 * Every ECOG or Karnofsky reading, in the encodings that charts use: integer, quantity, LOINC or SNOMED CT answer code, a code that is itself
 * the grade, text that begins with the grade, and Epic SmartData.
 *
 * @see https://hl7.org/fhir/us/mcode/ ECOG and Karnofsky performance status
 */
export function performanceReadings(chart: Chart): readonly Reading<PerformanceStatus>[] {
  const { record, concepts } = chart;
  const coded = chart.observed('obs.ecog', 'obs.karnofsky', 'obs.ecog-grade');
  const found = coded.flatMap((observation): Reading<PerformanceStatus>[] => {
    const epic = isSmartData(observation.code);
    const matches = concepts.classify(observation.code);
    const scale = scaleOf(matches);
    if (!scale) return [];
    const on = epic ? (dateSpan(observation.issued) ?? observedOn(observation)) : observedOn(observation);
    const value = epic ? inLines(observation, scale) : valueIn(observation, matches, scale, concepts);
    const standing =
      epic && observation.status === 'unknown'
        ? { weight: 'counts' as const, isCorrection: false }
        : standingOf(observation);
    return [{ on, provenance: recorded(observation, inWords(observation), on), ...standing, ...value }];
  });
  const isOurs = (code: CodeableConcept) => scaleOf(concepts.classify(code)) !== undefined;
  return [...found, ...refusedAtTheBoundary(record, isOurs)];
}

function scaleOf(matches: readonly ConceptMatch[]): Scale | undefined {
  if (speaksFor(matches, 'obs.ecog') || matches.some(isSnomedGrade)) return 'ecog';
  return speaksFor(matches, 'obs.karnofsky') ? 'karnofsky' : undefined;
}

/** SNOMED CT has a code per ECOG grade, which stands as the code of an Observation without a value. */
function isSnomedGrade({ concept, coding }: ConceptMatch): boolean {
  return concept === 'obs.ecog-grade' && coding.system !== systems.loinc;
}

/** Recorded as a SmartData element: status unknown, the date of issue, the value as text in a component. */
function isSmartData({ coding = [] }: CodeableConcept): boolean {
  return coding.some(({ system }) => smartDataSystem.test(system ?? ''));
}

/** All that one observation says of the grade must agree; otherwise it is a conflict, and none of it counts. */
function valueIn(
  observation: Observation,
  matches: readonly ConceptMatch[],
  scale: Scale,
  concepts: ConceptIndex,
): Value {
  const said: Value[] = [];
  const {
    valueInteger,
    valueQuantity,
    valueString,
    valueCodeableConcept,
    interpretation = [],
    component = [],
  } = observation;
  if (observation.dataAbsentReason)
    return { refused: 'not-recorded', because: 'is recorded as not available' };
  if (interpretation.some(isNegative)) return { refused: 'conflict', because: 'is marked as negative' };
  const isDenied = observation.valueBoolean === false;
  const grades = isDenied ? [] : matches.filter(isSnomedGrade);
  for (const match of grades) said.push(graded(match.ordinal, 'ecog'));
  if (valueInteger !== undefined) said.push(graded(valueInteger, scale));
  if (valueQuantity?.value !== undefined)
    said.push(valueQuantity.comparator ? notAGrade : graded(valueQuantity.value, scale));
  if (valueString !== undefined) said.push(fromText(valueString, scale));
  if (valueCodeableConcept) said.push(...fromConcept(valueCodeableConcept, scale, concepts, true));
  for (const concept of interpretation) said.push(...fromConcept(concept, scale, concepts, false));
  const words = [
    ...(grades.length > 0 ? wordsOf(observation.code) : []),
    ...[valueCodeableConcept, ...interpretation].flatMap(wordsOf),
    ...(valueString === undefined ? [] : [valueString]),
  ];
  if (said.length > 0) return agreed(said, words);
  for (const { valueString: text, valueInteger: whole } of component) {
    if (whole !== undefined) said.push(graded(whole, scale));
    else if (text !== undefined) said.push(fromText(text, scale));
  }
  return agreed(said, linesOf(observation));
}

/** Interpretations by which what the observation is about was not found: HL7's and SNOMED CT's. */
const negatives = ['NEG', 'ND', '260385009', '260415000', '2667000'];

function isNegative(interpretation: CodeableConcept): boolean {
  return codings(interpretation).some(({ code }) => code !== undefined && negatives.includes(code));
}

const notAGrade: Value = { refused: 'implausible', because: 'is no grade of its scale' };
const twoGrades: Value = { refused: 'conflict', because: 'states two different grades' };

/** The one grade that all of them name, unless the words beside them name another. */
function agreed(said: readonly Value[], words: readonly string[]): Value {
  const [first, ...others] = said;
  if (!first) return { refused: 'not-recorded', because: 'carries no grade' };
  if ('refused' in first) return first;
  for (const other of others) {
    if ('refused' in other) return other;
    if (!sameGrade(first.value, other.value)) return twoGrades;
  }
  return nameAnotherGrade(words, first.value.grade) ? twoGrades : first;
}

function fromConcept(
  concept: CodeableConcept,
  scale: Scale,
  concepts: ConceptIndex,
  mustSay: boolean,
): readonly Value[] {
  const wanted = scale === 'ecog' ? 'obs.ecog-grade' : 'obs.karnofsky-grade';
  const coded = concepts.classify(concept).filter((match) => match.concept === wanted);
  const local = (concept.coding ?? []).flatMap(({ system, code = '' }) => {
    const grade = /^(\d{1,3})%?$/.exec(code)?.[1];
    return grade === undefined || system === systems.sct ? [] : [graded(Number(grade), scale)];
  });
  const read = wordsOf(concept)
    .map((text) => fromText(text, scale))
    .filter((value) => 'value' in value || value.refused === 'comparator');
  const said = [...coded.map(({ ordinal }) => graded(ordinal, scale)), ...local, ...read];
  return said.length > 0 || !mustSay ? said : [fromText(undefined, scale)];
}

/** For text whose runs of blanks are one blank each: patterns for any run would take their time over a long one. */
const leading = {
  ecog: /^ ?(?:ECOG)?(?: ?(?:PS|grade|score|performance status))? ?[:=]? ?[0-5](?![\d.a-z])/i,
  karnofsky: /^ ?(?:KPS|Karnofsky)?(?: ?(?:score|performance status))? ?[:=]? ?\d{1,3}(?![\d.a-z])/i,
} as const;

/** The upper end of a range that follows the grade. */
const upTo = {
  ecog: /^ ?(?:-|–|to|or|\/) ?(\d)(?!\d)/i,
  karnofsky: /^ ?%? ?(?:-|–|to|or|\/) ?(\d{1,3})(?!\d)/i,
} as const;

/** Words after a grade that leave its upper or lower end open, name another, make it a past one, or say that it is none. */
const openEnded =
  /^ ?(?:\+|\?|(?:day|week|month|year)s?\b)|\b(?:or|and) (?:more|worse|higher|greater|above|over|less|better|lower|below|under|unknown)\b|\bat (?:least|most)\b|\b(?:minimum|maximum)\b|\b(?:zero|one|two|three|four|five)\b|\bnow [a-z]|\b(?:wors|declin|deteriorat)|\bnot (?:assessed|done|known|recorded|applicable|available)\b|\bn\/?a\b|\bunable to (?:assess|determine|evaluate|obtain)\b/i;

/** `1`, `1 - Restricted`, `ECOG 1`, `80%`: the grade must come first. A text that names others too, `0-1` or `2, was 1`, says no more than their span. */
function fromText(said: string | undefined, scale: Scale): Value {
  const text = (said ?? '').replace(/\s+/g, ' ');
  const [first = ''] = leading[scale].exec(text) ?? [];
  if (first === '') return { refused: 'not-recorded', because: 'carries no grade' };
  const rest = text.slice(first.length);
  if (openEnded.test(rest)) return { refused: 'comparator', because: 'names no single grade' };
  const value = graded(Number(/\d{1,3}$/.exec(first)?.[0]), scale);
  const end = upTo[scale].exec(rest)?.[1];
  const last = end === undefined ? value : graded(Number(end), scale);
  if ('refused' in value || 'refused' in last) return 'refused' in value ? value : last;
  const grades = (rest.match(/\d+(?:[.,]\d+)*/g) ?? [])
    .map((other) => graded(Number(other), scale))
    .flatMap((other) => ('value' in other ? [other.value.grade] : []));
  return { value: { scale, grade: grades.reduce(hull, value.value.grade) } };
}

/** Epic SmartData: the integer that its first line begins with is the grade. Another line that begins with one must say the same. */
function inLines(observation: Observation, scale: Scale): Value {
  const lines = linesOf(observation);
  const [first = '', ...others] = lines.map((line) => (/^\s*\d/.test(line) ? line : ''));
  const said = first === '' ? [] : [first, ...others.filter((line) => line !== '')];
  return agreed(
    said.map((line) => fromText(line, scale)),
    lines,
  );
}

function linesOf({ component = [] }: Observation): readonly string[] {
  return component.flatMap(({ valueString }) => (valueString === undefined ? [] : [valueString]));
}

/**
 * Karnofsky to ECOG: 90 to 100 is 0, 70 to 80 is 1, 50 to 60 is 2; 30 to 40 is 3 and 10 to 20 is 4 by extension.
 *
 * @see German oBDS/MII ECOG code system, wording of its grades
 */
function graded(value: number | undefined, scale: Scale): Value {
  if (value === undefined || !Number.isInteger(value)) return notAGrade;
  if (scale === 'ecog')
    return value >= 0 && value <= 5 ? { value: { scale, grade: point(value) } } : notAGrade;
  if (value < 0 || value > 100 || value % 10 !== 0) return notAGrade;
  const grade = value >= 90 ? 0 : value >= 70 ? 1 : value >= 50 ? 2 : value >= 30 ? 3 : value >= 10 ? 4 : 5;
  return { value: { scale, grade: point(grade) } };
}

/** Two grades of one time: neighbouring spans do not merge, they contradict each other. */
export function sameGrade(a: PerformanceStatus, b: PerformanceStatus): boolean {
  return a.grade.low === b.grade.low && a.grade.high === b.grade.high;
}

function inWords({
  code,
  valueInteger,
  valueQuantity,
  valueString,
  valueCodeableConcept,
  component,
}: Observation): string {
  const coded = valueCodeableConcept?.text ?? valueCodeableConcept?.coding?.[0]?.code;
  const value = valueInteger ?? valueQuantity?.value ?? valueString ?? coded ?? component?.[0]?.valueString;
  return value === undefined ? (code.coding?.[0]?.code ?? 'no value') : String(value);
}

/** The single ECOG grade; undefined when it is a span. */
export function exactGrade({ grade }: PerformanceStatus): number | undefined {
  return isPoint(grade) ? grade.low : undefined;
}
