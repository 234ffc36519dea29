import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { charts } from '../../launch/sandbox/charts.ts';
import { createSandboxEhr, type Fault, type SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { assess } from '../../src/core/assess.ts';
import type { CriterionResult } from '../../src/core/policy/determine.ts';
import type { Verdict } from '../../src/core/policy/verdict.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { type PatientRecord, parseRecord } from '../../src/core/record/patient-record.ts';
import type { Ehr } from '../../src/ehr/ehr.ts';
import { readChart } from '../../src/ehr/read-record.ts';
import { createTransport } from '../../src/ehr/transport.ts';
import { saveResponse } from '../../src/ehr/write-back.ts';
import { base, context, profile } from './test-ehr.ts';

const asOf = '2025-06-16';
const token = 'canary-token';
// The large chart says nothing here that the small ones do not, and takes a hundred times as long.
const stories = charts.filter((chart) => JSON.stringify(chart).length < 200_000);
let ehrs: readonly SandboxEhr[];
beforeAll(() => {
  ehrs = stories.map((chart) =>
    createSandboxEhr({ base, charts: [chart], today: asOf, clients: [], open: true, pageSize: 20 }),
  );
});
afterEach(() => vi.restoreAllMocks());

/** So many runs, or as many times more as PROPERTY_RUNS says. */
const runs = (usual: number) => usual * Number(process.env.PROPERTY_RUNS ?? 1);
const minutes = (count: number) => count * 60_000;

type Network = (request: Request) => Promise<Response>;

/** Every request of the product goes to `network`; an answer lost on the way is what fetch makes of one. */
function connect(server: SandboxEhr, network: Network = (request) => server.handle(request)): Ehr {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { signal, ...rest } = init ?? {};
    signal?.throwIfAborted();
    const answer = await network(new Request(String(input), rest));
    if (answer.type === 'error') throw new TypeError('Failed to fetch');
    return answer;
  });
  const [chart] = server.charts;
  if (!chart) throw new Error('the sandbox has no chart');
  return {
    profile: profile(),
    context: context({
      patientId: chart.patient.id,
      encounterId: chart.encounter?.split('/').at(-1) ?? 'visit',
    }),
    transport: createTransport({ base, token: () => token, pause: async () => {}, random: () => 0 }),
  };
}

async function recordFrom(ehr: Ehr): Promise<PatientRecord | undefined> {
  const { resources, unread } = await readChart(ehr, dataRequirements);
  try {
    return parseRecord(resources, { owner: { patientId: ehr.context.patientId, base }, unread });
  } catch {
    // Without the patient there is no record, hence nothing is judged.
    return undefined;
  }
}

/** The verdict of every node, by its place in the policy. */
function verdictsOf(record: PatientRecord): ReadonlyMap<string, Verdict> {
  const policy = policies.find(({ id }) => id === defaultPolicy);
  if (!policy) throw new Error('there is no default policy');
  const { determination } = assess(record, policy, { asOf, mappings });
  const verdicts = new Map<string, Verdict>([['the whole', determination.verdict]]);
  const walk = (results: readonly CriterionResult[], path: string): void => {
    results.forEach((result, index) => {
      const at = `${path}/${index}`;
      verdicts.set(at, result.verdict);
      walk(result.of, at);
    });
  };
  walk(determination.results, '');
  return verdicts;
}

const struckType = fc.constantFrom(
  'Patient',
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest',
  'MedicationAdministration',
  'Medication',
  'ServiceRequest',
  'Coverage',
  'Organization',
  'Encounter',
  'page',
);
const query = fc.option(fc.constantFrom('category=laboratory', 'category=exam', 'code='), { nil: undefined });
const times = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const fault: fc.Arbitrary<Fault> = fc
  .tuple(
    struckType,
    query,
    times,
    fc.oneof(
      fc.record({
        status: fc.constantFrom(400, 401, 403, 404, 410, 429, 500, 502, 503, 504),
        body: fc.constantFrom('outcome', 'empty', 'html', 'gateway'),
      }),
      fc.record({
        effect: fc.constantFrom(
          'drop',
          'truncate',
          'html',
          'malformed-entry',
          'foreign-subject',
          'foreign-next',
          'looping-next',
          'withheld',
        ),
      }),
    ),
  )
  .map(([on, asked, often, what]) => ({
    on,
    ...(asked !== undefined && { query: asked }),
    ...(often !== undefined && { times: often }),
    ...(what as object),
  }));
const faults = fc.array(fault, { minLength: 1, maxLength: 4 });
const story = fc.integer({ min: 0, max: stories.length - 1 });
const serverOf = (index: number): SandboxEhr => {
  const server = ehrs[index];
  if (!server) throw new Error('there is no such story');
  return server;
};

describe('whatever goes wrong while a chart is read', () => {
  it(
    'a criterion keeps its verdict or becomes unknown, and none turns from met to not met or back',
    async () => {
      const calm = new Map<number, ReadonlyMap<string, Verdict>>();
      for (const [index, server] of ehrs.entries()) {
        const record = await recordFrom(connect(server));
        if (!record) throw new Error('the chart cannot be read without faults');
        calm.set(index, verdictsOf(record));
      }
      expect([...calm.values()].map((verdicts) => verdicts.get('the whole'))).toEqual(
        expect.arrayContaining(['met', 'not-met', 'unknown']),
      );
      let changed = 0;
      await fc.assert(
        fc.asyncProperty(story, faults, async (index, struck) => {
          const server = serverOf(index);
          server.faults.set(struck);
          const record = await recordFrom(connect(server)).finally(() => server.faults.clear());
          if (!record) return;
          for (const [node, verdict] of verdictsOf(record)) {
            if (verdict !== 'unknown') expect([node, verdict]).toEqual([node, calm.get(index)?.get(node)]);
            else if (calm.get(index)?.get(node) !== 'unknown') changed += 1;
          }
        }),
        { numRuns: runs(150) },
      );
      // Or the faults did not reach anything.
      expect(changed).toBeGreaterThan(0);
    },
    minutes(10),
  );

  it(
    'the number of requests stays within three tries of each',
    async () => {
      await fc.assert(
        fc.asyncProperty(story, faults, async (index, struck) => {
          const server = serverOf(index);
          let calm = 0;
          await recordFrom(
            connect(server, (request) => {
              calm += 1;
              return server.handle(request);
            }),
          );
          server.faults.set(struck);
          const asked = new Map<string, number>();
          await recordFrom(
            connect(server, (request) => {
              asked.set(request.url, (asked.get(request.url) ?? 0) + 1);
              return server.handle(request);
            }),
          ).finally(() => server.faults.clear());
          // One restart of an expired search, three tries each.
          expect(Math.max(...asked.values())).toBeLessThanOrEqual(6);
          expect([...asked.values()].reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(calm * 6);
        }),
        { numRuns: runs(40) },
      );
    },
    minutes(10),
  );
});

describe('whatever the EHR puts into its answers', () => {
  it(
    'the token never leaves the base: not by next, by a reference, by fullUrl or by Location',
    async () => {
      const foreign = fc.oneof(
        fc.webUrl(),
        fc.constantFrom(
          'https://ehr.test/other/fhir/Observation?x',
          'https://ehr.test.evil.example/tenant/fhir/Observation',
          'https://ehr.test@evil.example/tenant/fhir',
          'https://ehr.test/tenant/fhir/../../evil',
          'https://ehr.test/tenant/fhir/%2e%2e/evil',
          'https://ehr.test/tenant/fhirx/Observation',
          '//evil.example/tenant/fhir',
          '\\\\evil.example\\fhir',
          'javascript:alert(1)',
          'data:text/html,x',
          'http://ehr.test/tenant/fhir/Observation',
          'https://ehr.test:8443/tenant/fhir/Observation',
          'Medication/../../../evil',
          '/tenant/fhir/Observation?page=2',
          'urn:uuid:2f4796e5-149a-44fd-8757-adbfff93bd67',
          '#contained',
        ),
        fc.string(),
      );
      await fc.assert(
        fc.asyncProperty(foreign, async (address) => {
          const sent: string[] = [];
          const ehr = connect(serverOf(0), async (request) => {
            if (request.headers.get('authorization')?.includes(token)) sent.push(request.url);
            const type = new URL(request.url).pathname.split('/')[3];
            if (request.method !== 'GET') {
              return new Response(null, {
                status: 201,
                headers: { location: encodeURI(address).slice(0, 500) },
              });
            }
            const subject = { reference: `Patient/${ehr.context.patientId}` };
            const resource = {
              resourceType: type,
              id: 'x',
              subject,
              beneficiary: subject,
              medicationReference: { reference: address },
              reasonReference: [{ reference: address }],
              payor: [{ reference: address }],
            };
            return Response.json({
              resourceType: 'Bundle',
              type: 'searchset',
              link: [{ relation: 'next', url: address }],
              entry: [{ fullUrl: address, resource }],
            });
          });
          await readChart(ehr, dataRequirements);
          await saveResponse(ehr, {
            resourceType: 'QuestionnaireResponse',
            identifier: { system: 'https://hepauth.example/response', value: 'x' },
            status: 'in-progress',
            subject: { reference: `Patient/${ehr.context.patientId}` },
          });
          expect(sent.length).toBeGreaterThan(5);
          for (const url of sent) expect(url).toMatch(/^https:\/\/ehr\.test\/tenant\/fhir(?:[/?]|$)/);
        }),
        { numRuns: runs(100) },
      );
    },
    minutes(10),
  );

  it(
    'another patient’s records contribute nothing, wherever in a search they stand',
    async () => {
      await fc.assert(
        fc.asyncProperty(story, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), async (index, picks) => {
          const ehr = connect(serverOf(index));
          const { resources, unread } = await readChart(ehr, dataRequirements);
          const owner = { patientId: ehr.context.patientId, base };
          const movable = resources.flatMap((resource, at) =>
            /^(Condition|Observation|Procedure|MedicationRequest|MedicationAdministration|ServiceRequest|Coverage)$/.test(
              (resource as { resourceType: string }).resourceType,
            )
              ? [at]
              : [],
          );
          const chosen = new Set(picks.map((pick) => movable[pick % movable.length]));
          const other = { reference: 'Patient/somebody-else' };
          const mixed = resources.map((resource, at) =>
            chosen.has(at) ? { ...(resource as object), subject: other, beneficiary: other } : resource,
          );
          const without = resources.filter((_, at) => !chosen.has(at));
          const verdicts = verdictsOf(parseRecord(mixed, { owner, unread }));
          expect(verdicts).toEqual(verdictsOf(parseRecord(without, { owner, unread })));
          const setAside = parseRecord(mixed, { owner, unread }).rejected.map(({ reference }) => reference);
          for (const at of chosen) {
            const { resourceType, id } = resources[at ?? -1] as { resourceType: string; id: string };
            expect(setAside).toContain(`${resourceType}/${id}`);
          }
        }),
        { numRuns: runs(80) },
      );
    },
    minutes(10),
  );
});
