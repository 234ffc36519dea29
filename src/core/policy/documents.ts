import { isQuestion, type Question } from '../facts/answers.ts';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import type { Provenance } from '../facts/finding.ts';
import { isLeafName, leafQuestions } from '../facts/leaves.ts';
import { speaksFor } from '../fhir/value-set.ts';
import { judge } from './determine.ts';
import type { Policy, RequiredDocument } from './policy.ts';

export type DocumentStatus = 'complete' | 'partial' | 'missing' | 'not-applicable';

/** One item of the payer's list, and how much of it there is. Independent of the verdict. */
export interface DocumentResult {
  readonly id: string;
  readonly document: RequiredDocument;
  readonly status: DocumentStatus;
  readonly because: string;
  readonly evidence: readonly Provenance[];
  /** Questions that would complete it. */
  readonly waitsFor: readonly Question[];
  /** Questions whose answers bear on it without completing it. */
  readonly touchedBy: readonly Question[];
}

/** Holds the payer's list of information needed against what is there. */
export function documents(policy: Policy, facts: ClinicalFacts): readonly DocumentResult[] {
  return policy.documents.map((document) => ({ id: document.id, document, ...result(document, facts) }));
}

function result(document: RequiredDocument, facts: ClinicalFacts): Omit<DocumentResult, 'id' | 'document'> {
  if (document.appliesTo && judge(document.appliesTo, facts).verdict === 'not-met') {
    return {
      status: 'not-applicable',
      because: `Asked only for: ${document.appliesTo.title.toLowerCase()}.`,
      evidence: [],
      waitsFor: [],
      touchedBy: [],
    };
  }
  const parts = document.parts.map(({ title, by }) => ({
    title,
    by,
    found: by.map((source) => stated(source, facts)).find((each) => each !== undefined),
  }));
  const missing = parts.filter(({ found }) => found === undefined);
  const stating = parts.flatMap(({ found }) => found ?? []);
  if (missing.length === 0) {
    return { status: 'complete', because: 'Stated.', evidence: stating, waitsFor: [], touchedBy: [] };
  }
  const hints = document.hints.flatMap((source) => stated(source, facts) ?? []);
  const isPartial = missing.length < parts.length || hints.length > 0 || document.isNeverMissing === true;
  const first = missing.flatMap(
    ({ by }) => by.map(questionOf).find((question) => question !== undefined) ?? [],
  );
  const all = [...missing.flatMap(({ by }) => by), ...document.hints].flatMap(
    (source) => questionOf(source) ?? [],
  );
  return {
    status: isPartial ? 'partial' : 'missing',
    because: `Missing: ${missing.map(({ title }) => title).join(', ')}.`,
    evidence: [...stating, ...hints],
    waitsFor: [...new Set(first)],
    touchedBy: [...new Set(all)],
  };
}

/** The question behind a source, so that a gap can say which documents wait for it. */
export function questionOf(source: string): Question | undefined {
  const [kind, name = ''] = [source.slice(0, source.indexOf('.')), source.slice(source.indexOf('.') + 1)];
  if (kind === 'answer' && isQuestion(name)) return name;
  if (kind === 'leaf' && isLeafName(name)) return leafQuestions[name];
  if (source === 'request.therapy') return 'therapy';
  if (source === 'request.agent') return 'embolic-agent';
  return source === 'tumor.primary-or-metastatic' ? 'tumor-type' : undefined;
}

/** Whether a policy names a source that is known here. */
export function isSource(source: string): boolean {
  return questionOf(source) !== undefined || Object.hasOwn(recordSources, source);
}

type Source = (facts: ClinicalFacts) => readonly Provenance[] | undefined;
const found = (evidence: readonly Provenance[]): readonly Provenance[] | undefined =>
  evidence.length > 0 ? evidence : undefined;
const codedAs =
  (concept: string): Source =>
  ({ diagnoses }) =>
    found(
      diagnoses
        .filter(({ standing, coded }) => standing === 'confirmed' && speaksFor(coded, concept))
        .map(({ provenance }) => provenance),
    );

const recordSources: Readonly<Record<string, Source>> = {
  'request.therapy': ({ request: { therapy } }) =>
    therapy.value === undefined ? undefined : therapy.evidence,
  'request.agent': ({ request: { therapy } }) => (therapy.value === 'tare' ? therapy.evidence : undefined),
  'request.order': ({ request: { therapy, orders } }) =>
    orders.length === 0 ? undefined : therapy.value === undefined ? therapy.support : therapy.evidence,
  'tumor.primary-or-metastatic': ({ tumor: { primaryOrMetastatic } }) =>
    primaryOrMetastatic.truth === 'open' ? undefined : primaryOrMetastatic.evidence,
  'tumor.recorded': ({ tumor: { primaryOrMetastatic } }) => found(primaryOrMetastatic.support),
  'record.tumor-size': ({ tumorSize }) => (tumorSize.state === 'known' ? tumorSize.evidence : undefined),
  'record.disease-status': ({ diseaseStatus: { latest } }) =>
    latest.state === 'known' ? latest.evidence : undefined,
  'record.extrahepatic-metastasis': codedAs('dx.extrahepatic-metastasis'),
  'record.awaiting-transplant': codedAs('dx.awaiting-transplant'),
  'record.treatments': ({ procedures, systemic }) =>
    found([...procedures, ...systemic].flatMap(({ evidence }) => evidence)),
  'record.termination': ({ systemic }) =>
    found(
      systemic.filter(({ termination }) => termination !== undefined).flatMap(({ evidence }) => evidence),
    ),
};

/** What a source states; undefined when it is silent, or when the answer is a no where only a yes would do. */
function stated(source: string, facts: ClinicalFacts): readonly Provenance[] | undefined {
  const fromRecord = recordSources[source];
  if (fromRecord) return fromRecord(facts);
  const name = source.slice(source.indexOf('.') + 1);
  if (source.startsWith('leaf.') && isLeafName(name)) {
    const leaf = facts.leaves[name];
    return leaf.truth === 'open' ? undefined : leaf.evidence;
  }
  if (!source.startsWith('answer.') || !isQuestion(name)) return undefined;
  const said = facts.answers.get(name);
  return said === undefined || (name === 'prior-treatments-confirmed' && said.value === false)
    ? undefined
    : [said.provenance];
}
