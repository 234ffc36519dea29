import { defaultPolicy, mappings, policies } from '../catalogue/catalogue.ts';
import { assess } from '../core/assess.ts';
import { isObject } from '../core/fhir/json-object.ts';
import { dataRequirements } from '../core/record/data-requirements.ts';
import { parseRecord } from '../core/record/patient-record.ts';
import { capabilityOf } from '../ehr/capability.ts';
import { checkPatient } from '../ehr/check-patient.ts';
import type { Ehr } from '../ehr/ehr.ts';
import type { EhrProfile } from '../ehr/ehr-profile.ts';
import { addressUnder } from '../ehr/fhir-base.ts';
import { findResponse } from '../ehr/find-response.ts';
import { openEhr } from '../ehr/open-server.ts';
import { storedAt } from '../ehr/read-back.ts';
import { type ChartRead, readChart } from '../ehr/read-record.ts';
import { type DraftResult, saveDraft } from '../ehr/save-draft.ts';
import { searchPages } from '../ehr/search-pages.ts';
import { saveResponse } from '../ehr/write-back.ts';
import { trialChart } from './try-chart.ts';
import type { Trial } from './try-table.ts';

/** What to try, and where. */
export interface TrialRequest {
  readonly base: string;
  readonly profile: EhrProfile;
  /** A bearer token, for servers that want one. */
  readonly token?: string | undefined;
  /** Whose chart to read; undefined takes the seeded one, or any. */
  readonly patientId?: string | undefined;
  readonly encounterId?: string | undefined;
  /** Whether to store a made-up patient first, and to write. All of it is removed again. */
  readonly seed: boolean;
  /** Names this trial in all that it stores. */
  readonly run: string;
  /** ISO date. */
  readonly today: string;
}

/**
 * Tries everything that the app does on a live FHIR server: capabilities, the read plan, paging, writing, reading back.
 *
 * Nothing is written without `seed`, and with it only about a patient that the trial made; what it made it removes.
 */
export async function tryServer(request: TrialRequest): Promise<readonly Trial[]> {
  const { base, profile, token, seed, run, today } = request;
  const trials: Trial[] = [];
  const made: string[] = [];
  const bearer = token === undefined ? undefined : () => token;
  const nobody = openEhr(profile, base, 'nobody', { token: bearer });

  async function step(name: string, task: () => Promise<Omit<Trial, 'step'>>): Promise<boolean> {
    const began = performance.now();
    const trial = await task().catch((problem: unknown): Omit<Trial, 'step'> => {
      const because = problem instanceof Error ? problem.message : 'it broke';
      return { result: 'FAILED', detail: because };
    });
    trials.push({ step: name, milliseconds: performance.now() - began, ...trial });
    return trial.result !== 'FAILED';
  }

  async function create(resource: object): Promise<string> {
    const { resourceType } = resource as { readonly resourceType: string };
    const reply = await nobody.transport.send('POST', resourceType, {
      label: `POST ${resourceType}`,
      body: resource,
      headers: { prefer: 'return=representation' },
    });
    if (!reply.ok) throw new Error(`POST ${resourceType}: ${reply.fault.because}`);
    const stored = storedAt(nobody, reply, resourceType as 'QuestionnaireResponse');
    if (!stored) throw new Error(`POST ${resourceType}: it does not say where the resource is`);
    made.push(stored.reference);
    return stored.reference.split('/')[1] ?? '';
  }

  await step('capabilities', async () => {
    const capability = await capabilityOf(nobody);
    if (!capability.ok) return { result: 'note', detail: capability.because };
    const { software, fhirVersion, types } = capability;
    const isR4 = fhirVersion.startsWith('4.');
    const writes = ['QuestionnaireResponse', 'DocumentReference'].map(
      (type) =>
        `${type} ${
          types
            .get(type)
            ?.interactions.filter((each) => /create|update/.test(each))
            .join('+') || 'not written'
        }`,
    );
    return {
      result: isR4 ? 'ok' : 'FAILED',
      detail: `${software}, FHIR ${fhirVersion}; ${types.size} types; ${writes.join(', ')}`,
    };
  });

  let patientId = request.patientId;
  let seeded = 0;
  if (seed) {
    await step('seed', async () => {
      const chart = trialChart(run, today);
      patientId = await create(chart.patient);
      const about = chart.about(patientId);
      await Promise.all(about.map(create));
      seeded = about.length;
      return { result: 'ok', detail: `a made-up patient with ${seeded} resources, tagged ${run}` };
    });
  } else if (patientId === undefined) {
    await step('find a patient', async () => {
      const found = await searchPages(nobody, {
        path: 'Patient?_count=1',
        question: 'Patient',
        resourceType: 'Patient',
      });
      const [first] = found.resources;
      patientId = isObject(first) && typeof first.id === 'string' ? first.id : undefined;
      return patientId === undefined
        ? {
            result: 'FAILED',
            detail: 'there is none to be found; name one with --patient, or make one with --seed',
          }
        : { result: 'ok', detail: 'the first that the server lists' };
    });
  }
  if (patientId === undefined) return trials;
  const ehr = openEhr(profile, base, patientId, { token: bearer, encounterId: request.encounterId });

  let chart: ChartRead | undefined;
  await step('read the chart', async () => {
    chart = await readChart(ehr, dataRequirements);
    const { sources, resources } = chart;
    const incomplete = sources.filter(({ state }) => state !== 'complete').length;
    return {
      result: incomplete === 0 ? 'ok' : 'note',
      detail: `${resources.length} resources from ${sources.length} sources, ${incomplete} of them not complete`,
    };
  });
  for (const { id, state, count, because } of chart?.sources ?? []) {
    const detail = [`${count}`, state, because].filter((part) => part !== undefined).join(', ');
    trials.push({ step: `  ${id}`, result: state === 'complete' ? 'ok' : 'note', detail });
  }
  if (seed && chart) {
    const found = chart.resources.filter((each) => JSON.stringify(each).includes(run)).length;
    trials.push({
      step: 'found what was seeded',
      result: found === seeded + 1 ? 'ok' : 'note',
      detail: `${found} of ${seeded + 1}`,
    });
  }

  await step('judge the chart', async () => {
    if (!chart) return { result: 'skipped', detail: 'it was not read' };
    const record = parseRecord(chart.resources, {
      owner: { patientId: ehr.context.patientId, base },
      unread: chart.unread,
    });
    const policy = policies.find(({ id }) => id === defaultPolicy);
    if (!policy) throw new Error('there is no default policy');
    const { gaps } = assess(record, policy, { asOf: today, mappings });
    return { result: 'ok', detail: `${record.rejected.length} set aside, ${gaps.length} gaps to close` };
  });

  await step('follow pages', () => paging(ehr));
  await step('unknown parameters', () => unknownParameter(ehr));

  if (!seed) {
    trials.push({ step: 'write', result: 'skipped', detail: 'only with --seed, about a made-up patient' });
    return trials;
  }
  const patient = chart?.resources.find((each) => isObject(each) && each.resourceType === 'Patient');
  await writing(ehr, { patient, run, at: new Date().toISOString() }, step, made);
  await step('clean up', () => cleanUp(ehr, made, token));
  return trials;
}

async function paging(ehr: Ehr): Promise<Omit<Trial, 'step'>> {
  const search = (count: string) =>
    searchPages(ehr, {
      path: `Observation?patient=${ehr.context.patientId}&category=laboratory${count}`,
      question: 'Observation?category=laboratory',
      resourceType: 'Observation',
    });
  const [large, small] = [await search(''), await search('&_count=7')];
  const because = small.fault?.because ?? small.doubts[0]?.because;
  if (because !== undefined) return { result: 'FAILED', detail: because };
  const same = large.resources.length === small.resources.length;
  return {
    result: same ? 'ok' : 'FAILED',
    detail: `${small.resources.length} results in pages of 7, ${large.resources.length} in its own pages`,
  };
}

async function unknownParameter(ehr: Ehr): Promise<Omit<Trial, 'step'>> {
  const reply = await ehr.transport.get(`Condition?patient=${ehr.context.patientId}&hepauth-unknown=1`, {
    label: 'GET Condition?unknown',
  });
  const detail = reply.ok
    ? 'dropped in silence: what is found must be filtered again'
    : `refused (${reply.fault.status})`;
  return { result: 'note', detail };
}

type Step = (name: string, task: () => Promise<Omit<Trial, 'step'>>) => Promise<boolean>;

async function writing(
  ehr: Ehr,
  { patient, run, at }: { readonly patient: unknown; readonly run: string; readonly at: string },
  step: Step,
  made: string[],
): Promise<void> {
  const identifier = { system: 'https://hepauth.example/fhir/trial', value: run };
  const form = (answer: boolean) => ({
    resourceType: 'QuestionnaireResponse' as const,
    identifier,
    questionnaire: 'https://hepauth.example/fhir/Questionnaire/trial|1',
    status: 'in-progress',
    subject: { reference: `Patient/${ehr.context.patientId}` },
    authored: at,
    item: [{ linkId: 'trial', text: 'Is this a trial?', answer: [{ valueBoolean: answer }] }],
  });
  const note = { text: `A trial of Hepauth. Draft ${run}`, draftId: run, title: 'Trial', at };
  let first: DraftResult | undefined;
  await step('read the patient again', async () => {
    const check = await checkPatient(ehr, patient);
    return check.status === 'same'
      ? { result: 'ok', detail: 'the same' }
      : { result: 'FAILED', detail: check.because };
  });
  await step('write', async () => {
    first = await saveDraft(ehr, { response: form(true), note, patient });
    return told(first, made);
  });
  const { outcome, rung } = first ?? {};
  if (rung !== 'QuestionnaireResponse' || outcome?.status !== 'saved') return;
  await step('find it by our identifier', async () => {
    const found = await findResponse(ehr, identifier);
    return found.status === 'found' && found.response.reference === outcome.reference
      ? { result: 'ok', detail: 'the same one' }
      : { result: 'FAILED', detail: found.status };
  });
  await step('write again', async () => {
    const second = await saveDraft(ehr, { response: form(false), note, patient });
    const same = second.outcome.status === 'saved' && second.outcome.reference === outcome.reference;
    return same ? told(second, made) : { result: 'FAILED', detail: second.outcome.status };
  });
  await step('write over a newer version', async () => {
    // As another window would, which knows the first version only.
    const other = { ...ehr };
    const third = await saveResponse(other, form(true), outcome);
    return third.status === 'conflict'
      ? { result: 'ok', detail: `refused (${third.httpStatus}): neither version is lost` }
      : { result: outcome.versionId === undefined ? 'note' : 'FAILED', detail: third.status };
  });
}

function told({ rung, outcome, passed }: DraftResult, made: string[]): Omit<Trial, 'step'> {
  const closed = passed.map(({ as, because }) => `${as} closed: ${because}`);
  if (outcome.status !== 'saved') {
    const result = outcome.status === 'export' || outcome.status === 'unconfirmed' ? 'note' : 'FAILED';
    return { result, detail: [`${rung}: ${outcome.status}, ${outcome.because}`, ...closed].join('; ') };
  }
  if (!made.includes(outcome.reference)) made.push(outcome.reference);
  const verified = outcome.verified ? 'read back the same' : `not verified: ${outcome.because ?? ''}`;
  const version = outcome.versionId === undefined ? 'no version' : `version ${outcome.versionId}`;
  return {
    result: outcome.verified ? 'ok' : 'note',
    detail: [`${rung}, ${version}, ${verified}`, ...closed].join('; '),
  };
}

/** Removes what the trial made, the newest first, since servers refuse to remove what others point to. */
async function cleanUp(
  ehr: Ehr,
  made: readonly string[],
  token: string | undefined,
): Promise<Omit<Trial, 'step'>> {
  const left: string[] = [];
  for (const reference of made.toReversed()) {
    const url = addressUnder(ehr.context.base, reference);
    const headers = {
      accept: 'application/fhir+json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const removed =
      url &&
      (await fetch(url, { method: 'DELETE', headers, redirect: 'error' }).then(
        async (answer) => {
          await answer.body?.cancel();
          return answer.ok || answer.status === 404 || answer.status === 410;
        },
        () => false,
      ));
    if (!removed) left.push(reference);
  }
  if (left.length === 0) return { result: 'ok', detail: `${made.length} resources removed` };
  return {
    result: 'note',
    detail: `${left.length} of ${made.length} left behind: ${left.slice(0, 3).join(', ')} …`,
  };
}
