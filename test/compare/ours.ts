import * as z from 'zod/mini';
import form from '../../mappings/questionnaires/liver-directed-therapy.json' with { type: 'json' };
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { type Assessment, assess } from '../../src/core/assess.ts';
import { answersOf, checkedEdit, type Question } from '../../src/core/facts/answers.ts';
import { clinicalFacts } from '../../src/core/facts/clinical-facts.ts';
import type { GapReason } from '../../src/core/facts/finding.ts';
import type { Draft } from '../../src/core/form/draft.ts';
import { prefill } from '../../src/core/form/prefill.ts';
import { Questionnaire, questionItems } from '../../src/core/form/questionnaire.ts';
import type { Value } from '../../src/core/form/value.ts';
import type { Determination } from '../../src/core/policy/determine.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { parseRecord } from '../../src/core/record/patient-record.ts';
import type { Unread } from '../../src/core/record/unread.ts';
import { EhrProfile } from '../../src/ehr/ehr-profile.ts';
import { type ChartRead, readChart } from '../../src/ehr/read-record.ts';
import { createTransport } from '../../src/ehr/transport.ts';
import { base, clientId } from '../sandbox/launched.ts';
import { type ChartServer, granted } from './chart-server.ts';
import type { Asked } from './inputs.ts';

/** What we fill in for one question, or what stands beside the empty item; and what we say of the request. */
export interface OurResult {
  readonly filled?: Value;
  /** The answer as a reader sees it but for its date, which moves with the day of the run; or the sentence beside the empty item. */
  readonly said: string;
  readonly gap?: GapReason;
  readonly verdict: Determination['verdict'];
  readonly conclusion: Determination['conclusion'];
}

const questionOf: Readonly<Record<Asked, Question>> = {
  bilirubin: 'bilirubin',
  ecog: 'ecog',
  hcc: 'tumor-type',
};

const questionnaire = z.parse(Questionnaire, form);
const med140 = policies.find(({ id }) => id === defaultPolicy);
const profile = z.parse(EhrProfile, {
  id: 'compare',
  name: 'In memory',
  enabled: true,
  issuers: [base],
  clientId,
  scopeDialect: 'v2',
  writeBack: [],
});

/** Reads a chart as the app does, over FHIR; a request that leaves the EHR is refused. */
export async function readByUs({ token, fetch: answer }: ChartServer, patientId: string): Promise<ChartRead> {
  const before = globalThis.fetch;
  globalThis.fetch = answer;
  try {
    const transport = createTransport({ base, token: () => token, pause: async () => {}, random: () => 0 });
    const scopes = { requestedScopes: granted, grantedScopes: granted };
    const context = { base, patientId, needPatientBanner: false, fhirContext: [], ...scopes };
    return await readChart({ profile, context, transport }, dataRequirements);
  } finally {
    globalThis.fetch = before;
  }
}

/** What follows from a chart that was read, one question attested: that the tumor cannot be resected. */
export function judgedByUs(
  { resources, unread }: { readonly resources: readonly unknown[]; readonly unread: readonly Unread[] },
  patientId: string,
  asOf: string,
): { readonly assessment: Assessment; readonly draft: Draft } {
  if (!med140) throw new Error('there is no policy');
  const record = parseRecord(resources, { owner: { patientId }, base, unread });
  const edits = [checkedEdit('unresectable', true, 'Practitioner/hale', asOf)];
  const assessment = assess(record, med140, { asOf, edits, mappings });
  const chartAlone = () => clinicalFacts(record, answersOf([]), mappings, { asOf });
  return { assessment, draft: prefill(questionnaire, { facts: assessment.facts, chartAlone }) };
}

/** The same, of one question. */
export async function prefilledByUs(server: ChartServer, asked: Asked): Promise<OurResult> {
  const { patientId, today } = server;
  const read = await readByUs(server, patientId);
  const { assessment, draft } = judgedByUs(read, patientId, today);
  const { verdict, conclusion } = assessment.determination;
  const question = questionOf[asked];
  const linkId = questionItems(questionnaire).find(({ code = [] }) =>
    code.some((each) => each.code === question),
  )?.linkId;
  const answer = draft.answers.find((each) => each.linkId === linkId);
  const gap = assessment.gaps.find((each) => each.question === question)?.gap;
  return {
    ...(answer && { filled: answer.value }),
    said:
      answer?.shown.replace(/(?:,| of) \d{4}-\d{2}-\d{2}/g, '') ??
      draft.beside.find((each) => each.linkId === linkId)?.because ??
      '',
    ...(gap && !answer && { gap }),
    verdict,
    conclusion,
  };
}
