import { order } from '../fhir/date-span.ts';
import type { Condition } from '../fhir/r4.ts';
import { type ConceptIndex, speaksFor } from '../fhir/value-set.ts';
import type { Unread } from '../record/unread.ts';
import type { Answers, Question } from './answers.ts';
import type { ChildPugh } from './child-pugh.ts';
import type { Diagnosis } from './diagnosis.ts';
import { wordsOf } from './diagnosis-words.ts';
import type { DiseaseStatus } from './disease-status.ts';
import { open, type Provenance, type Statement, settled } from './finding.ts';
import { isContradicted, isOvertaken } from './refutation.ts';
import type { Request } from './request.ts';
import type { PriorTreatment } from './treatment.ts';
import type { TumorType } from './tumor-type.ts';

/** Every yes-or-no matter that a criterion may rest on, and the question that settles it. */
export const leafQuestions = {
  'dx.hcc': 'tumor-type',
  'dx.icc': 'tumor-type',
  'dx.net-liver-mets': 'tumor-type',
  'dx.crc-liver-mets': 'tumor-type',
  'dx.melanoma-liver-mets': 'tumor-type',
  'site.not-liver': 'site',
  unresectable: 'unresectable',
  'bridge-to-transplant': 'bridge-to-transplant',
  'liver-dominant': 'liver-dominant',
  diffuse: 'diffuse',
  progressive: 'progressive',
  symptomatic: 'symptomatic',
  'systemic-failed-symptoms': 'systemic-failed-symptoms',
  'systemic-not-candidate': 'systemic-not-candidate',
  'chemo-refractory': 'chemo-refractory',
  'chemo-not-candidate': 'chemo-not-candidate',
} as const satisfies Readonly<Record<string, Question>>;

export type LeafName = keyof typeof leafQuestions;
export const leafNames = Object.keys(leafQuestions) as readonly LeafName[];
export type Leaves = Readonly<Record<LeafName, Statement>>;

interface LeafSources {
  readonly diagnoses: readonly Diagnosis[];
  /** Diagnoses that were ruled out. */
  readonly refuted: readonly Condition[];
  readonly concepts: ConceptIndex;
  readonly tumor: TumorType;
  readonly diseaseStatus: DiseaseStatus;
  readonly request: Request;
  readonly systemic: readonly PriorTreatment[];
  /** The failed read that leaves room for more diagnoses, if there is one. */
  readonly unread: Unread | undefined;
  readonly childPugh: ChildPugh | null;
  readonly answers: Answers;
}

/** The leaves of all criteria. What only a clinician can say is open until a clinician says it; codes point, and never decide. */
export function leaves(sources: LeafSources): Leaves {
  const { tumor, diseaseStatus, request, answers } = sources;
  const { hcc, icc, net, crc, melanoma } = tumor.kinds;
  const hints = hintsFrom(sources);
  const asked = (question: ClinicianLeaf): Statement => {
    const said = answers.get(question);
    if (said)
      return settled(
        said.value ? 'yes' : 'no',
        `${clinicianLeafNames[question]}: ${said.value ? 'yes' : 'no'}, as answered.`,
        [said.provenance],
      );
    const { support, against = [] } = hints[question];
    return {
      ...open('clinician-only', `${clinicianLeafNames[question]}: only a clinician can say.`, support),
      ...(against.length > 0 && { against }),
    };
  };
  return {
    'dx.hcc': hcc,
    'dx.icc': icc,
    'dx.net-liver-mets': net,
    'dx.crc-liver-mets': crc,
    'dx.melanoma-liver-mets': melanoma,
    'site.not-liver': notLiver(request),
    unresectable: asked('unresectable'),
    'bridge-to-transplant': asked('bridge-to-transplant'),
    'liver-dominant': asked('liver-dominant'),
    diffuse: asked('diffuse'),
    progressive: diseaseStatus.progressive,
    symptomatic: symptomatic(sources),
    'systemic-failed-symptoms': asked('systemic-failed-symptoms'),
    'systemic-not-candidate': asked('systemic-not-candidate'),
    'chemo-refractory': asked('chemo-refractory'),
    'chemo-not-candidate': asked('chemo-not-candidate'),
  };
}

/** What each clinician-only leaf is called in a sentence. */
const clinicianLeafNames = {
  unresectable: 'Unresectable',
  'bridge-to-transplant': 'Bridge to transplantation',
  'liver-dominant': 'Liver-dominant',
  diffuse: 'Diffuse',
  'systemic-failed-symptoms': 'Systemic therapy has failed to control symptoms',
  'systemic-not-candidate': 'Not a candidate for systemic therapy',
  'chemo-refractory': 'Refractory to chemotherapy',
  'chemo-not-candidate': 'Not a candidate for chemotherapy',
} as const satisfies Readonly<Record<ClinicianLeaf, string>>;

type ClinicianLeaf = Exclude<LeafName, `dx.${string}` | 'site.not-liver' | 'progressive' | 'symptomatic'>;
type Hint = { readonly support: readonly Provenance[]; readonly against?: readonly Provenance[] };

function notLiver({ site }: Request): Statement {
  if (site.value === undefined) return open(site.gap, site.because, site.support);
  return site.value === 'other'
    ? settled('yes', 'The organ to be treated is not the liver.', site.evidence)
    : settled('no', 'The organ to be treated is the liver.', site.evidence);
}

/** Words beside the code of a syndrome by which there is none of it now. */
const noSymptoms =
  /\basymptomatic\b|\b(?:no|without) (?:\w+ )?(?:symptoms?|syndrome)\b|\b(?:in|until) (?:19|20)\d\d\b/i;

function saysNoSymptoms(condition: Condition): boolean {
  return wordsOf(condition).some((words) => noSymptoms.test(words));
}

/** Carcinoid syndrome, confirmed and active, is symptoms; no code is not "no symptoms". */
function symptomatic({ diagnoses, answers, refuted, concepts, unread }: LeafSources): Statement {
  const said = answers.get('symptomatic');
  if (said)
    return settled(said.value ? 'yes' : 'no', `Symptomatic: ${said.value ? 'yes' : 'no'}, as answered.`, [
      said.provenance,
    ]);
  const isSyndrome = (use: 'proves' | 'supports') => (each: Diagnosis) =>
    each.coded.some(
      (match) => match.concept === 'dx.carcinoid-syndrome' && (use === 'supports' || match.use === 'proves'),
    );
  const confirmed = diagnoses
    .filter(({ standing, condition }) => standing === 'confirmed' && !saysNoSymptoms(condition))
    .filter(isSyndrome('proves'));
  const against = refuted.filter(({ code }) => speaksFor(concepts.classify(code), 'dx.carcinoid-syndrome'));
  if (isContradicted(against, confirmed)) {
    return open(
      'conflict',
      'Carcinoid syndrome: confirmed in one record and refuted in another.',
      from(confirmed),
    );
  }
  if (isOvertaken(diagnoses.filter(isSyndrome('proves')), confirmed)) {
    const because = 'Carcinoid syndrome: active in one record and over in a later one.';
    return open('conflict', because, from(confirmed));
  }
  if (confirmed.length > 0)
    return settled('yes', 'Carcinoid syndrome is confirmed and active.', from(confirmed));
  const support = from(diagnoses.filter(isSyndrome('supports')));
  if (support.length > 0)
    return open(
      'unconfirmed',
      'Carcinoid syndrome is recorded, but not as confirmed and active by a code that proves it.',
      support,
    );
  if (unread) return open(unread.gap, `Tumor-related symptoms: ${unread.because}.`);
  return open(
    'not-recorded',
    'No tumor-related symptom is recorded, which does not mean that there is none.',
  );
}

/** What the record holds for and against each matter that only a clinician can settle. */
function hintsFrom({
  diagnoses,
  systemic,
  diseaseStatus,
  childPugh,
}: LeafSources): Readonly<Record<ClinicianLeaf, Hint>> {
  const coded = (...concepts: readonly string[]) =>
    from(
      diagnoses.filter(
        ({ standing, coded: matches }) =>
          standing !== 'history' && concepts.some((concept) => speaksFor(matches, concept)),
      ),
    );
  const advanced =
    childPugh && childPugh.classes.length === 1 && childPugh.classes[0] === 'C' ? childPugh.evidence : [];
  const ended = (reason: PriorTreatment['termination']) =>
    systemic.filter(({ termination }) => termination === reason);
  const octreotide = systemic.filter(
    ({ id, status }) => /octreotide|lanreotide/.test(id) && status.includes('active'),
  );
  const symptoms = coded('dx.carcinoid-syndrome');
  return {
    unresectable: {
      support: [
        ...coded(
          'dx.portal-hypertension',
          'dx.cirrhosis',
          'dx.hepatic-failure',
          'dx.extrahepatic-metastasis',
        ),
        ...advanced,
      ],
    },
    'bridge-to-transplant': {
      support: coded('dx.awaiting-transplant'),
      against: coded('dx.liver-transplant-status'),
    },
    'liver-dominant': { support: [], against: coded('dx.extrahepatic-metastasis') },
    diffuse: { support: [] },
    'systemic-failed-symptoms': {
      support: octreotide.length > 0 && symptoms.length > 0 ? [...evidenceOf(octreotide), ...symptoms] : [],
    },
    'systemic-not-candidate': { support: evidenceOf(ended('not-tolerated')) },
    'chemo-refractory': { support: refractory(systemic, diseaseStatus) },
    'chemo-not-candidate': { support: evidenceOf(ended('not-tolerated')) },
  };
}

/** A line that ended without response, and a disease that worsened after it began. */
function refractory(systemic: readonly PriorTreatment[], { latest }: DiseaseStatus): readonly Provenance[] {
  const lines = systemic.filter(({ termination }) => termination === 'no-response');
  if (latest.state !== 'known' || latest.value !== 'worsened') return evidenceOf(lines);
  const after = lines.some(({ start }) => start && order(start, latest.on) === 'before');
  return [...evidenceOf(lines), ...(after ? latest.evidence : [])];
}

function from(diagnoses: readonly Diagnosis[]): readonly Provenance[] {
  return diagnoses.map(({ provenance }) => provenance);
}

function evidenceOf(treatments: readonly PriorTreatment[]): readonly Provenance[] {
  return treatments.flatMap(({ evidence }) => evidence);
}

/** Whether a name is one of the leaves. */
export function isLeafName(name: string): name is LeafName {
  return Object.hasOwn(leafQuestions, name);
}
