import { vi } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr, type SandboxEhr, type VendorName } from '../../launch/sandbox/sandbox-ehr.ts';
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { readDeployment, vendorProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { assess } from '../../src/core/assess.ts';
import type { CriterionResult } from '../../src/core/policy/determine.ts';
import type { Verdict } from '../../src/core/policy/verdict.ts';
import { dataRequirements, scopes } from '../../src/core/record/data-requirements.ts';
import { parseRecord } from '../../src/core/record/patient-record.ts';
import type { Ehr } from '../../src/ehr/ehr.ts';
import { type EhrProfile, requirementsFor } from '../../src/ehr/ehr-profile.ts';
import { type ChartRead, readChart } from '../../src/ehr/read-record.ts';
import { createTransport, type TransportOptions } from '../../src/ehr/transport.ts';
import { appUrl, base, clientId, launched } from '../sandbox/launched.ts';
import { profile } from './test-ehr.ts';

/** The day on which every story takes place. */
export const asOf = '2025-06-16';
const files = { epic: 'epic', cerner: 'cerner', hapi: 'hapi', smart: 'smart-launcher' } as const;
/** The vendors whose servers the sandbox can be like. */
export const vendorNames = Object.keys(files) as readonly VendorName[];
/** Every chart but the large one, which says nothing that these do not. */
export const stories = charts.filter((chart) => JSON.stringify(chart).length < 200_000);
export const nameOf = (story: unknown) => (story as { readonly id: string }).id;

/** The profile by which the app speaks to a vendor's server. */
export function profileOf(name: VendorName): EhrProfile {
  const like = files[name];
  const place = { id: like, like, name: like, issuers: [base], clientId: 'hepauth' };
  const { profiles } = readDeployment('x', { id: 'x', development: true, ehrs: [place] }, vendorProfiles);
  const [{ budgets, ...rest } = profile()] = profiles;
  // Tests do not wait for what will not come.
  return { ...rest, budgets: { ...budgets, lookAgainSeconds: [0] } };
}

/** A sandbox with one story, in a vendor's clothes or plain. */
export const serving = (story: unknown, like?: VendorName, more: object = {}): SandboxEhr =>
  createSandboxEhr({
    base,
    charts: [story],
    today: asOf,
    clients: [{ clientId, redirectUris: [appUrl] }],
    // The public HAPI has no login.
    open: like === 'hapi' || like === undefined,
    ...(like && { like }),
    outsideRecords: true,
    ...more,
  });

/** Launches the app from the server's only chart; from here on the product's requests go there. */
export async function connect(
  server: SandboxEhr,
  of: EhrProfile,
  transport: Partial<TransportOptions> = {},
): Promise<Ehr> {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { signal, ...rest } = init ?? {};
    const answer = server.handle(new Request(String(input), rest));
    const stopped = new Promise<never>((_, reject) =>
      signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError'))),
    );
    const response = await Promise.race([answer, stopped]);
    if (response.type === 'error') throw new TypeError('Failed to fetch');
    return response;
  });
  const [chart] = server.charts;
  if (!chart) throw new Error('the sandbox has no chart');
  const requested = [
    'launch openid fhirUser',
    ...scopes(requirementsFor(of, dataRequirements), of.scopeDialect, of.userLevelScopes),
    ...of.extraScopes,
  ];
  const isOpen = of.vendor === 'hapi' || of.vendor === 'other';
  const { token } = isOpen ? { token: {} } : await launched(server, chart.id, requested.join(' '));
  const { access_token = 'none', scope = requested.join(' ') } = token as {
    readonly access_token?: string;
    readonly scope?: string;
  };
  const usual = { base, token: () => access_token, pause: async () => {}, random: () => 0 };
  return {
    profile: of,
    context: {
      base,
      patientId: chart.patient.id,
      ...(chart.encounter && { encounterId: chart.encounter.split('/').at(-1) ?? '' }),
      ...(chart.practitioner && { fhirUser: `Practitioner/${chart.practitioner.split('/').at(-1)}` }),
      needPatientBanner: true,
      fhirContext: [],
      requestedScopes: requested,
      grantedScopes: scope.split(' '),
    },
    transport: createTransport({ ...usual, ...transport }),
  };
}

/** The chart held against the default policy. @throws what `parseRecord` throws where there is no patient */
function assessed({ resources, unread }: ChartRead, { context }: Ehr) {
  const record = parseRecord(resources, { owner: { patientId: context.patientId, base }, unread });
  const policy = policies.find(({ id }) => id === defaultPolicy);
  if (!policy) throw new Error('there is no default policy');
  return assess(record, policy, { asOf, mappings });
}

/** The verdict of every node of the default policy by its place. @throws what `parseRecord` throws where there is no patient */
export function verdictsOf(read: ChartRead, ehr: Ehr): readonly (readonly [string, Verdict])[] {
  const { determination } = assessed(read, ehr);
  const verdicts: (readonly [string, Verdict])[] = [['the whole', determination.verdict]];
  const walk = (results: readonly CriterionResult[], path: string): void => {
    results.forEach((result, at) => {
      verdicts.push([`${path}/${at}`, result.verdict]);
      walk(result.of, `${path}/${at}`);
    });
  };
  walk(determination.results, '');
  return verdicts;
}

/** The chart read and judged. */
export async function judged(ehr: Ehr) {
  const read = await readChart(ehr, dataRequirements);
  return { verdicts: verdictsOf(read, ehr), sources: read.sources, facts: assessed(read, ehr).facts };
}

/** A form and its text, as the app hands them over to be stored. */
export const draftFor = (server: SandboxEhr) => ({
  response: {
    resourceType: 'QuestionnaireResponse' as const,
    identifier: { system: 'https://hepauth.example/response', value: 'b1946ac9' },
    questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
    status: 'in-progress',
    subject: { reference: `Patient/${server.charts[0]?.patient.id}` },
    item: [{ linkId: 'a', answer: [{ valueBoolean: true }] }],
  },
  note: {
    text: 'The form, in words. Draft b1946ac9',
    draftId: 'b1946ac9',
    title: 'Prior authorization',
    at: '2025-06-16T10:00:00Z',
  },
});

/** Forms and notes that came to the chart since it was loaded; `before` is the same chart, untouched. */
export const kept = (server: SandboxEhr, before: SandboxEhr) =>
  ['QuestionnaireResponse', 'DocumentReference'].map(
    (type) => server.stored(type).length - before.stored(type).length,
  );
