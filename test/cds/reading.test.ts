import { delay, HttpResponse, http } from 'msw';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { mount, networkForTests } from '../ehr/test-ehr.ts';
import {
  authorization,
  base,
  type CardJson,
  type ChartInHand,
  cardsOf,
  chartInHand,
  deployment,
  drafts,
  orderSign,
  post,
  sandboxEhr,
  service,
} from './calling.ts';

const network = networkForTests();
let ehr: SandboxEhr;
let hcc: ChartInHand;
let before: number;

beforeAll(async () => {
  ehr = sandboxEhr();
  hcc = await chartInHand(ehr, 'textbook-hcc');
});
beforeEach(() => {
  mount(network, ehr);
  before = ehr.requests.length;
});

const asked = () => ehr.requests.slice(before);
const without = (...keys: readonly string[]) =>
  Object.fromEntries(Object.entries(hcc.prefetch).filter(([key]) => !keys.includes(key)));
const withToken = (changes: object = {}) =>
  orderSign(hcc, { fhirAuthorization: authorization(hcc), ...changes });

async function only(body: object, of = service()): Promise<CardJson> {
  const [card] = await cardsOf(of, body);
  if (!card) throw new Error('no card');
  return card;
}

async function refusal(body: object, of = service()) {
  const response = await of.fetch(await post(body));
  const { issue } = (await response.json()) as { issue?: { details: { text: string } }[] };
  return { status: response.status, because: issue?.[0]?.details.text ?? '', outcome: of.lines[0]?.outcome };
}

describe('a whole prefetch', () => {
  it('needs no request to the EHR, and leaves what is not asked for alone', async () => {
    const { summary } = await only(
      orderSign(hcc, { prefetch: { ...hcc.prefetch, stranger: { resourceType: 'Patient', id: 'bea' } } }),
    );
    expect(summary).toBe('1 of these 2 answers needed: unresectable, bridge to transplantation');
    expect(asked()).toEqual([]);
  });

  it('answers five hooks at a time', async () => {
    const made = service();
    const cards = await Promise.all([1, 2, 3, 4, 5].map(() => only(orderSign(hcc), made)));
    expect(new Set(cards.map(({ uuid }) => uuid)).size).toBe(1);
  });
});

describe('a missing prefetch', () => {
  it('is read from the EHR, with the token, and comes to the same card', async () => {
    const read = await only(withToken({ prefetch: null }));
    expect(read.summary).toBe((await only(orderSign(hcc))).summary);
    expect(read.detail).not.toContain('Not read');
    expect(asked().length).toBeGreaterThan(10);
    for (const { url, hasToken, method } of asked()) {
      expect(url.startsWith(`${base}/`)).toBe(true);
      expect({ hasToken, method }).toEqual({ hasToken: true, method: 'GET' });
    }
  });

  it('is read only as far as it is missing', async () => {
    await only(withToken({ prefetch: without('conditions') }));
    const searches = asked().filter(({ url }) => url.includes('?'));
    expect(searches.map(({ url }) => new URL(url).pathname.split('/').at(-1))).toEqual(['Condition']);
  });

  it('is a 412 that names the keys where there is no token', async () => {
    expect(await refusal(orderSign(hcc, { prefetch: undefined }))).toMatchObject({
      status: 412,
      outcome: 'precondition',
      because: expect.stringMatching(/patient.*conditions.*laboratory.*coverages/),
    });
    expect(await refusal(orderSign(hcc, { prefetch: without('procedures') }))).toMatchObject({
      status: 412,
      because: 'neither in the prefetch nor readable with fhirAuthorization: procedures',
    });
    expect(asked()).toEqual([]);
  });

  it('leaves out the encounter without harm', async () => {
    const { summary } = await only(orderSign(hcc, { prefetch: without('encounter') }));
    expect(summary).toMatch(/answers needed/);
  });

  it('is unknown instead, where the deployment has chosen that; without a Patient it stays a 412', async () => {
    const lenient = () => service({ deployment: deployment({}, { missingPrefetch: 'unknown' }) });
    const card = await only(orderSign(hcc, { prefetch: without('conditions') }), lenient());
    expect(card.summary).toMatch(/tumor type/);
    expect(card.detail).toContain('Not read, so that its absence proves nothing: Condition');
    expect(await refusal(orderSign(hcc, { prefetch: without('patient') }), lenient())).toMatchObject({
      status: 412,
    });
  });

  it("is not replaced by another patient's", async () => {
    const patient = { resourceType: 'Patient', id: 'bea' };
    expect(await refusal(orderSign(hcc, { prefetch: { ...hcc.prefetch, patient } }))).toMatchObject({
      status: 412,
    });
  });
});

describe('the token', () => {
  it.each([
    ['another server', 'https://evil.test/fhir'],
    ['a longer path', `${base}/evil`],
    ['a base that only starts like ours', `${base}.evil.test`],
    ['this machine', 'http://169.254.169.254'],
  ])('goes to no other server: %s', async (_, fhirServer) => {
    expect(await refusal(withToken({ fhirServer, prefetch: undefined }))).toMatchObject({
      status: 400,
      because: 'fhirServer: expected the one that is agreed with this caller',
    });
    expect(asked()).toEqual([]);
  });

  it('for another patient is refused', async () => {
    const fhirAuthorization = { ...authorization(hcc), patient: 'bea' };
    expect(await refusal(withToken({ fhirAuthorization }))).toMatchObject({
      status: 400,
      because: 'fhirAuthorization.patient: expected the patient of the context',
    });
  });

  it('that lacks a scope leaves that part unread, unasked', async () => {
    const scope = dataRequirements
      .filter(({ resourceType }) => resourceType !== 'Condition')
      .map(({ resourceType }) => `patient/${resourceType}.rs`)
      .join(' ');
    const fhirAuthorization = { ...authorization(hcc), scope };
    const card = await only(withToken({ fhirAuthorization, prefetch: without('conditions') }));
    expect(card.detail).toContain('Condition (this call was not granted access to it)');
    expect(asked().filter(({ url }) => url.includes('/Condition?'))).toEqual([]);
  });
});

describe('a prefetch value that proves nothing', () => {
  const withheld = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'no access' }],
  };
  it.each([
    ['null', null],
    ['an OperationOutcome', withheld],
    [
      'a Bundle with an OperationOutcome',
      { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: withheld }] },
    ],
    [
      'an entry instead of a resource',
      { response: { status: '200 OK' }, resource: { resourceType: 'Bundle' } },
    ],
    [
      'a Bundle with something of no type',
      {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: [{ resource: { resourceType: '__proto__', id: 'x' } }],
      },
    ],
    [
      'a warning that names another type',
      {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'warning', code: 'suppressed', diagnostics: 'Encounter records were withheld' }],
      },
    ],
    ['text', 'no conditions'],
    ['another resource', { resourceType: 'Observation', id: 'x' }],
    ['a Bundle of nothing that counts one', { resourceType: 'Bundle', type: 'searchset', total: 1 }],
    ['a Bundle with an entry that is none', { resourceType: 'Bundle', type: 'searchset', entry: [7] }],
  ])('leaves the diagnosis open: %s', async (_, conditions) => {
    const card = await only(orderSign(hcc, { prefetch: { ...hcc.prefetch, conditions } }));
    expect(card.summary).toMatch(/answers needed: tumor type/);
    expect(card.detail).toContain('Not read, so that its absence proves nothing: Condition');
    expect(card.detail).not.toContain('appear not met');
  });

  it('never turns a tumor that no criterion names into "not met"', async () => {
    const breast = await chartInHand(ehr, 'breast-metastases');
    expect((await only(orderSign(breast))).summary).toContain('appear not met');
    const card = await only(orderSign(breast, { prefetch: { ...breast.prefetch, conditions: null } }));
    expect(card.summary).not.toContain('appear');
  });

  it('is not one that only says that nothing was found', async () => {
    const nothing = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information', code: 'not-found' }],
    };
    const card = await only(orderSign(hcc, { prefetch: { ...hcc.prefetch, procedures: nothing } }));
    expect(card.detail).not.toContain('Procedure');
  });
});

describe('a prefetch in pages', () => {
  const paged = (url: string) => {
    const whole = hcc.prefetch.conditions as { entry: { resource: { id: string } }[] };
    const entry = whole.entry.filter(({ resource }) => resource.id !== 'hcc-hcc');
    return { ...hcc.prefetch, conditions: { ...whole, entry, link: [{ relation: 'next', url }] } };
  };

  it('is followed with the token', async () => {
    const values = paged(`${base}/Condition?patient=${hcc.patientId}`);
    const card = await only(withToken({ prefetch: values }));
    expect(card.summary).toBe('1 of these 2 answers needed: unresectable, bridge to transplantation');
    expect(card.detail).not.toContain('Not read');
  });

  it('counts as incomplete where the page that it promised holds no results', async () => {
    const nothing = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information', code: 'informational' }],
    };
    network.use(http.get(`${base}/Condition`, () => HttpResponse.json(nothing)));
    const card = await only(withToken({ prefetch: paged(`${base}/Condition?page=2`) }));
    expect(card.summary).toMatch(/tumor type/);
    expect(card.detail).toContain('Not read, so that its absence proves nothing: Condition');
  });

  it('counts as incomplete without it', async () => {
    const card = await only(orderSign(hcc, { prefetch: paged(`${base}/Condition?page=2`) }));
    expect(card.summary).toMatch(/tumor type/);
    expect(card.detail).toContain('Not read, so that its absence proves nothing: Condition');
  });

  it('is not followed to another server', async () => {
    const card = await only(withToken({ prefetch: paged('https://evil.test/Condition?page=2') }));
    expect(card.detail).toContain('Not read, so that its absence proves nothing: Condition');
    expect(asked().filter(({ url }) => url.includes('Condition?'))).toEqual([]);
  });
});

describe('a call that names no visit', () => {
  it('leaves unread what the EHR keeps with the visit', async () => {
    const plain = deployment();
    const readPlan = {
      ...(plain.issuers[0] as (typeof plain.issuers)[number]).profile.readPlan,
      add: [
        {
          id: 'smartdata',
          resourceType: 'Observation' as const,
          label: 'SmartData elements',
          params: { category: 'smartdata', focus: 'Encounter/{encounter}' },
          why: 'performance status',
        },
      ],
    };
    const kept = {
      ...plain,
      issuers: plain.issuers.map((each) => ({ ...each, profile: { ...each.profile, readPlan } })),
    };
    const { encounterId: _, ...context } = withToken().context;
    const card = await only(withToken({ context }), service({ deployment: kept }));
    expect(card.detail).toContain('(this call named no visit)');
    expect(asked().filter(({ url }) => url.includes('smartdata'))).toEqual([]);
  });
});

describe('an EHR that fails', () => {
  it.each([401, 403, 404, 500])('with %i leaves that part unread', async (status) => {
    network.use(http.get(`${base}/Condition`, () => new HttpResponse(null, { status })));
    const card = await only(withToken({ prefetch: without('conditions') }));
    expect(card.summary).toMatch(/tumor type/);
    expect(card.detail).toContain('Condition (');
  });

  it('is not waited for: the answer comes within 4 s, and what did not is unknown', async () => {
    network.use(
      http.get(`${base}/Condition`, async () => {
        await delay('infinite');
        return new HttpResponse();
      }),
    );
    const started = performance.now();
    const card = await only(withToken({ prefetch: without('conditions', 'procedures') }));
    expect(performance.now() - started).toBeLessThan(4000);
    expect(card.detail).toContain('Condition (the EHR did not finish in time)');
    expect(card.detail).not.toContain('Procedure (');
  });

  it('and sends one byte at a time is not waited for either; without a Patient there is no card', async () => {
    network.use(
      http.get(`${base}/*`, () => {
        const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) });
        return new HttpResponse(body, { headers: { 'content-type': 'application/fhir+json' } });
      }),
    );
    const made = service();
    const started = performance.now();
    expect(await cardsOf(made, withToken({ prefetch: undefined }))).toEqual([]);
    expect(performance.now() - started).toBeLessThan(4000);
    expect(made.lines[0]).toMatchObject({ outcome: 'late', status: 200 });
  });
});

describe('order-dispatch', () => {
  const dispatch = (order: string, changes: object = {}) => {
    const context = { patientId: hcc.patientId, performer: 'Organization/ir', order };
    return withToken({ hook: 'order-dispatch', context, ...changes });
  };

  it('reads an order that the prefetch does not hold', async () => {
    const { uuid } = await only(dispatch(`ServiceRequest/${hcc.order.id}`));
    expect(uuid).toBe((await only(withToken())).uuid);
  });

  it('reads nothing else for an order that is not ours', async () => {
    ehr.put({ ...hcc.order, id: 'diet', status: 'active', code: { text: 'Bland diet' } });
    expect(await cardsOf(service(), dispatch('ServiceRequest/diet', { prefetch: undefined }))).toEqual([]);
    expect(asked()).toHaveLength(1);
  });

  it('is a 412 where the order is neither sent nor readable', async () => {
    const body = dispatch(`ServiceRequest/${hcc.order.id}`, {
      prefetch: undefined,
      fhirAuthorization: undefined,
    });
    expect(await refusal(body)).toMatchObject({ status: 412, because: expect.stringMatching(/: orders$/) });
  });
});

describe('an order in a hospital’s own code alone', () => {
  const house = 'urn:oid:1.2.3.4';
  const localCodes = [
    {
      resourceType: 'ServiceRequest' as const,
      system: house,
      code: 'IR-77',
      means: { system: 'http://snomed.info/sct', code: '764677008' },
    },
  ];
  const plain = deployment();
  const told = {
    ...plain,
    issuers: plain.issuers.map((each) => ({ ...each, profile: { ...each.profile, localCodes } })),
  };
  const order = () => ({ ...hcc.order, code: { coding: [{ system: house, code: 'IR-77' }] } });
  const call = () => {
    const { context, ...body } = orderSign(hcc);
    return { ...body, context: { ...context, draftOrders: drafts(order()) } };
  };

  it('brings a card where the EHR’s profile says what it means', async () => {
    const card = await only(call(), service({ deployment: told }));
    expect(card.summary).toMatch(/answers needed/);
  });

  it('brings none where it does not', async () => expect(await cardsOf(service(), call())).toEqual([]));
});

describe('a chart that the EHR has closed', () => {
  it('is answered as that, not as one that is missing', async () => {
    const patient = { ...(hcc.prefetch.patient as object), active: false };
    expect(await refusal(orderSign(hcc, { prefetch: { ...hcc.prefetch, patient } }))).toMatchObject({
      status: 412,
      because: 'the Patient resource is no longer in use',
    });
  });
});
