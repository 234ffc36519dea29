import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { defaultPolicy, mappings, policies } from '../../src/catalogue/catalogue.ts';
import { assess } from '../../src/core/assess.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { parseRecord } from '../../src/core/record/patient-record.ts';
import { type ChartRead, readChart } from '../../src/ehr/read-record.ts';
import { saveResponse } from '../../src/ehr/write-back.ts';
import { accessToken, base, chart, connect, hcc, lab, mount, networkForTests, sandbox } from './test-ehr.ts';

const network = networkForTests();

/** Reads a chart in which every laboratory search is answered with this text for its entries. */
async function readWith(entries: string): Promise<ChartRead> {
  const server = sandbox([chart()]);
  mount(network, server);
  network.use(
    http.get(`${base}/Observation`, ({ request }) =>
      request.url.includes('category=laboratory')
        ? new HttpResponse(`{"resourceType":"Bundle","type":"searchset","entry":[${entries}]}`, {
            headers: { 'content-type': 'application/fhir+json' },
          })
        : undefined,
    ),
  );
  return readChart(connect(await accessToken(server)), dataRequirements);
}

function judge({ resources, unread }: ChartRead) {
  const record = parseRecord(resources, { owner: { patientId: 'ada', base }, unread });
  const policy = policies.find(({ id }) => id === defaultPolicy);
  if (!policy) throw new Error('there is no default policy');
  return { record, assessment: assess(record, policy, { asOf: '2025-06-16', mappings, therapy: 'tare' }) };
}

const bilirubin = (value: string, id = 'odd') =>
  `{"resource":${JSON.stringify(lab(id, 7)).replace('"value":7', `"value":${value}`)}}`;

describe('a number that JSON can hold and a measurement cannot', () => {
  it.each(['1e400', '-1e400', '1e-400', '-0', '"1.1"', '[1.1]', 'null', '{"value":1.1}'])(
    '%s is no bilirubin to judge by',
    async (value) => {
      const { record, assessment } = judge(await readWith(bilirubin(value)));
      expect(JSON.stringify(assessment.facts)).not.toMatch(/"low":1\.1/);
      for (const { valueQuantity } of record.observations)
        expect(Number.isFinite(valueQuantity?.value ?? 0)).toBe(true);
      expect(assessment.determination.verdict).not.toBe('met');
    },
  );
});

describe('a key that means something to the language', () => {
  it('pollutes nothing, wherever it stands', async () => {
    const evil = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
    const entry = bilirubin('1.1').replace('"status"', `${evil},"status"`);
    judge(await readWith(entry));
    judge(await readWith(entry.replace('mg/dL', 'mg/dL\\u202e')));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('that stands twice counts once, as the last one says', async () => {
    const { record } = judge(
      await readWith(bilirubin('1.1').replace('"status"', '"status":"final","status"')),
    );
    expect(record.observations.filter(({ id }) => id === 'odd')).toHaveLength(1);
  });
});

describe('a character that hides or turns what is read', () => {
  it.each([
    ['as it is', '\u202e'],
    ['escaped', '\\u202E'],
    ['an isolate', '\\u2067'],
    ['a control', '\\u0007'],
    ['a backspace', '\\b'],
    ['one of the upper controls', '\u0085'],
  ])('is spelt out (%s)', async (_, character) => {
    const entry = bilirubin('1.1').replace('"status"', `"note":[{"text":"a${character}b"}],"status"`);
    const { resources } = await readWith(entry);
    const text = JSON.stringify(resources.find((each) => (each as { readonly id: string }).id === 'odd'));
    expect(text).toMatch(/"a<U\+(202E|2067|0007|0008|0085)>b"/);
  });

  it('is none where it is a line end, a tab, a joiner or a letter of another script', async () => {
    const words = 'a\\nb\\tc \u200d\u05d0 \u0130';
    const entry = bilirubin('1.1').replace('"status"', `"note":[{"text":"${words}"}],"status"`);
    const { resources } = await readWith(entry);
    expect(JSON.stringify(resources)).toContain(words);
  });

  it('that was typed here does not make the stored copy another', async () => {
    const server = sandbox([chart()]);
    mount(network, server);
    const form = {
      resourceType: 'QuestionnaireResponse' as const,
      identifier: { system: 'https://hepauth.example/response', value: 'turned' },
      questionnaire: 'https://hepauth.example/Questionnaire/med140|1',
      status: 'in-progress',
      subject: { reference: 'Patient/ada' },
      item: [{ linkId: 'a', answer: [{ valueString: 'a\u202eb' }] }],
    };
    const saved = await saveResponse(connect(await accessToken(server)), form);
    expect(saved).toMatchObject({ status: 'saved', verified: true });
    expect(JSON.stringify(server.stored('QuestionnaireResponse'))).toContain('a\u202eb');
  });
});

describe('a text of a megabyte', () => {
  const patterns = ['a', ' ', '1', 'ECOG ', '<', '-', '1.', 'Y90 ', '(', '\u00b5', 'total '];
  it.each(patterns)('of %j in every place is judged at once', (piece) => {
    const long = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const concept = { text: long, coding: [{ system: 'http://loinc.org', code: '89247-1', display: long }] };
    const subject = { reference: 'Patient/ada' };
    const resources = [
      { resourceType: 'Patient', id: 'ada', gender: 'female', name: [{ text: long }] },
      { ...hcc, code: { text: long }, note: [{ text: long }] },
      lab('b', 1, { valueQuantity: undefined, valueString: long }),
      { resourceType: 'Observation', id: 'e', status: 'final', code: concept, subject, valueString: long },
      {
        resourceType: 'ServiceRequest',
        id: 'o',
        status: 'active',
        intent: 'order',
        code: { text: long },
        subject,
      },
      { resourceType: 'Procedure', id: 'p', status: 'completed', code: { text: long }, subject },
      {
        resourceType: 'MedicationRequest',
        id: 'm',
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: { text: long },
        subject,
      },
    ];
    const began = performance.now();
    judge({ resources, unread: [], sources: [], finished: true, sessionEnded: false });
    // Seven such texts, in some forty patterns, on a machine that does other things too.
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
