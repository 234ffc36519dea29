import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { assess } from '../../src/core/assess.ts';
import { bundleContents } from '../../src/core/record/bundle.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { ChartError, type PatientRecord, parseRecord } from '../../src/core/record/patient-record.ts';
import { readChart } from '../../src/ehr/read-record.ts';
import { createTransport } from '../../src/ehr/transport.ts';
import { context, hcc, order, profile } from '../ehr/test-ehr.ts';

const corpora = process.env.CORPORA ?? '';
const here = corpora !== '' && existsSync(corpora);
if (!here) console.log('skipped: no corpora (name their folder in CORPORA)');

/** Every JSON file of a corpus that can be parsed as JSON at all, by its name. */
function documents(
  ...folder: readonly string[]
): readonly { readonly file: string; readonly value: unknown }[] {
  const path = join(corpora, ...folder);
  return readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      try {
        return [{ file, value: JSON.parse(readFileSync(join(path, file), 'utf8')) as unknown }];
      } catch {
        return [];
      }
    });
}

/** What reading a document as a chart ends in; anything but a record or a refusal is a crash. */
function reading(read: () => unknown): string {
  try {
    read();
    return 'record';
  } catch (problem) {
    return problem instanceof ChartError ? 'refusal' : `crash: ${String(problem)}`;
  }
}

/** The verdict for a record whose order is taken to be radioembolization of the liver, the therapy with the most criteria. */
function verdict(record: PatientRecord): string {
  const policy = policies.find(({ id }) => id === defaultPolicy);
  if (policy === undefined) throw new Error('there is no default policy');
  return assess(record, policy, { asOf: '2026-01-15', mappings, therapy: 'tare', site: 'liver' })
    .determination.verdict;
}

/** The same document with every subject and patient replaced by ours, so that its oddities are read as ours. */
function adopted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(adopted);
  if (typeof value !== 'object' || value === null) return value;
  const owner = { reference: 'Patient/corpus-owner' };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      /^(subject|patient|beneficiary)$/.test(key) ? owner : adopted(item),
    ]),
  );
}

const patient = { resourceType: 'Patient', id: 'corpus-owner', gender: 'female', birthDate: '1960-02-03' };

describe.skipIf(!here)('the boundary, on public corpora', () => {
  const odd = here ? [...documents('fhir-test-cases'), ...documents('json-test-suite', 'test_parsing')] : [];

  it('finds documents to read', () => {
    expect(odd.length).toBeGreaterThan(300);
  });

  it('takes or refuses every document as a chart, and never crashes', () => {
    const outcomes = odd.map(({ file, value }) => {
      const outcome = reading(() => {
        const { resources, unread } = bundleContents(value);
        const reached = verdict(parseRecord(resources, { unread }));
        if (reached === 'met') throw new Error('met');
      });
      return `${file}: ${outcome}`;
    });
    expect(outcomes.filter((outcome) => outcome.includes('crash'))).toEqual([]);
  });

  it('keeps a stranger’s resource out of a patient’s record, and never crashes on it', () => {
    const outcomes = odd.flatMap(({ file, value }) => {
      const outcome = reading(() => {
        const { conditions, observations, procedures, orders } = parseRecord([patient, value]);
        if ([conditions, observations, procedures, orders].flat().length > 0)
          throw new Error('taken as evidence');
      });
      return outcome.startsWith('crash') ? [`${file}: ${outcome}`] : [];
    });
    expect(outcomes).toEqual([]);
  });

  it('proves no criterion with documents that are about something else, even as the patient’s own', () => {
    const outcomes = odd.flatMap(({ file, value }) => {
      const outcome = reading(() => {
        const reached = verdict(parseRecord([patient, adopted(value)]));
        if (reached === 'met') throw new Error('met');
      });
      return outcome.startsWith('crash') ? [`${file}: ${outcome}`] : [];
    });
    expect(outcomes).toEqual([]);
  });
});

/** A server whose laboratory results are whatever is put there, and whose other answers are good. */
function answering(body: BodyInit) {
  const json = { headers: { 'content-type': 'application/fhir+json' } };
  const bundle = (...resources: readonly unknown[]) =>
    Response.json(
      { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) },
      json,
    );
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = String(input);
    if (url.includes('category=laboratory')) return new Response(body, json);
    if (url.endsWith('/Patient/ada')) return Response.json({ ...patient, id: 'ada' }, json);
    if (url.includes('/Encounter/visit'))
      return Response.json(
        { resourceType: 'Encounter', id: 'visit', subject: { reference: 'Patient/ada' } },
        json,
      );
    if (url.includes('/Condition?')) return bundle(hcc);
    if (url.includes('/ServiceRequest?')) return bundle(order);
    return bundle();
  });
}

describe.skipIf(!here)('an EHR that answers with anything', () => {
  afterEach(() => vi.restoreAllMocks());
  const suite = join(corpora, 'json-test-suite', 'test_parsing');
  const odd = here
    ? [suite, join(corpora, 'fhir-test-cases')].flatMap((folder) =>
        readdirSync(folder)
          .filter((file) => file.endsWith('.json'))
          .map((file) => join(folder, file)),
      )
    : [];

  it('costs that source alone, is said in words, and is met by nothing', async () => {
    const wrong: string[] = [];
    const { base } = context();
    for (const file of odd) {
      answering(readFileSync(file));
      const transport = createTransport({ base, token: () => 'token', pause: async () => {} });
      const read = await readChart({ profile: profile(), context: context(), transport }, dataRequirements);
      const source = read.sources.find(({ id }) => id === 'laboratory');
      const others = read.sources.filter(({ id, state }) => id !== 'laboratory' && state !== 'complete');
      // Some are search results by their own word; all others are a number, a list, a resource or a ruin.
      const isSearch = /"type"\s*:\s*"searchset"/.test(readFileSync(file, 'utf8'));
      if (!isSearch && source?.state === 'complete' && source.count > 0)
        wrong.push(`${file}: taken for results`);
      if (source?.state !== 'complete' && !/\w/.test(source?.because ?? '')) wrong.push(`${file}: no reason`);
      // What it says about other types may cast doubt on them, but ends none of their reads.
      if (others.some(({ state }) => state === 'reading')) wrong.push(`${file}: unfinished`);
      const record = parseRecord(read.resources, { owner: { patientId: 'ada', base }, unread: read.unread });
      if (verdict(record) === 'met') wrong.push(`${file}: met`);
      vi.restoreAllMocks();
    }
    console.log(`${odd.length} bodies answered`);
    expect(wrong).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
