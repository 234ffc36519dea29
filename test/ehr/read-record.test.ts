import { delay, HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { dataRequirements } from '../../src/core/record/data-requirements.ts';
import { type ChartRead, readChart } from '../../src/ehr/read-record.ts';
import {
  accessToken,
  base,
  chart,
  connect,
  hcc,
  lab,
  mount,
  networkForTests,
  order,
  profile,
  sandbox,
} from './test-ehr.ts';

const network = networkForTests();

async function read(
  charts: readonly object[],
  {
    faults = [],
    ...options
  }: Parameters<typeof connect>[1] & {
    readonly faults?: Parameters<ReturnType<typeof sandbox>['faults']['set']>[0];
  } = {},
) {
  const ehr = sandbox(charts, { pageSize: 10 });
  mount(network, ehr);
  ehr.faults.set(faults);
  const connection = connect(await accessToken(ehr), options);
  const progress: ChartRead[] = [];
  const result = await readChart(connection, dataRequirements, (soFar) => progress.push(soFar));
  return { ehr, result, progress };
}

const named = ({ resources }: ChartRead) =>
  [
    ...new Set(
      resources.map((each) => {
        const { resourceType, id } = each as { resourceType: string; id: string };
        return `${resourceType}/${id}`;
      }),
    ),
  ].toSorted();
const labs = (count: number) => Array.from({ length: count }, (_, index) => lab(`lab-${index}`, 1));
const sourceOf = (result: ChartRead, id: string) => result.sources.find((source) => source.id === id);

describe('a whole chart', () => {
  it('is read over all its pages and is complete', async () => {
    const { result, ehr } = await read([chart(hcc, ...labs(57))]);
    expect(result).toMatchObject({ unread: [], finished: true, sessionEnded: false });
    expect(named(result)).toHaveLength(57 + 4);
    expect(sourceOf(result, 'laboratory')).toMatchObject({
      state: 'complete',
      count: 57,
      label: 'Laboratory results',
    });
    expect(ehr.requests.filter(({ url }) => url.includes('_page'))).not.toHaveLength(0);
    expect(ehr.requests.filter(({ hasToken, status }) => hasToken && status !== 200)).toEqual([]);
  });

  it('holds the drug, the payer, the primary and the order that others point to', async () => {
    const subject = { reference: 'Patient/ada' };
    const pointing = [
      { resourceType: 'Medication', id: 'sorafenib', code: { text: 'sorafenib' } },
      {
        resourceType: 'MedicationRequest',
        id: 'rx',
        status: 'active',
        intent: 'order',
        subject,
        medicationReference: { reference: 'Medication/sorafenib' },
      },
      { resourceType: 'Organization', id: 'payer', name: 'Payer' },
      {
        resourceType: 'Coverage',
        id: 'plan',
        status: 'active',
        beneficiary: subject,
        payor: [{ reference: `${base}/Organization/payer` }],
      },
    ];
    const { result } = await read([chart(...pointing)], {
      launch: { fhirContext: [{ resourceType: 'ServiceRequest', reference: 'ServiceRequest/y90' }] },
    });
    expect(named(result)).toEqual([
      'Coverage/plan',
      'Encounter/visit',
      'Medication/sorafenib',
      'MedicationRequest/rx',
      'Organization/payer',
      'Patient/ada',
      'ServiceRequest/y90',
    ]);
    expect(result.unread).toEqual([]);
  });

  it('says that an order of the launch which the EHR does not have may be unsigned', async () => {
    const { result } = await read([chart()], {
      launch: { fhirContext: [{ resourceType: 'ServiceRequest', reference: 'ServiceRequest/draft' }] },
    });
    expect(result.unread).toMatchObject([
      {
        resourceType: 'ServiceRequest',
        gap: 'partial',
        because: expect.stringContaining('may not be signed'),
      },
    ]);
  });

  it('leaves prescriptions partial when the drug that they point to cannot be read', async () => {
    const rx = {
      resourceType: 'MedicationRequest',
      id: 'rx',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/ada' },
      medicationReference: { reference: 'Medication/lost' },
    };
    const { result } = await read([chart(rx)]);
    expect(result.unread).toMatchObject([{ resourceType: 'MedicationRequest', gap: 'partial' }]);
  });

  it('leaves prescriptions partial when another drug comes in the place of the one that they point to', async () => {
    const subject = { reference: 'Patient/ada' };
    const rx = {
      resourceType: 'MedicationRequest',
      id: 'rx',
      status: 'active',
      intent: 'order',
      subject,
      medicationReference: { reference: 'Medication/asked' },
    };
    const ehr = sandbox([chart(rx)]);
    mount(network, ehr);
    network.use(
      http.get(`${base}/Medication/asked`, () =>
        HttpResponse.json({ resourceType: 'Medication', id: 'other', code: { text: 'aspirin' } }),
      ),
    );
    const result = await readChart(connect(await accessToken(ehr)), dataRequirements);
    expect(named(result)).not.toContain('Medication/other');
    expect(result.unread).toMatchObject([{ resourceType: 'MedicationRequest', gap: 'partial' }]);
  });

  it('holds what a record points to that only the launch names, and doubts it where that cannot be read', async () => {
    const subject = { reference: 'Patient/ada' };
    const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C78.7' }] };
    const primaryOf = (reference: string) => ({
      url: 'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition',
      valueReference: { reference },
    });
    const unlisted = [
      { ...order, id: 'named', reasonReference: [{ reference: 'Condition/spread' }] },
      { ...hcc, id: 'spread', code, extension: [primaryOf('Condition/first')] },
      { ...hcc, id: 'first', extension: [primaryOf('Condition/spread')] },
      {
        ...{ resourceType: 'Coverage', id: 'plan', status: 'active', beneficiary: subject },
        payor: [{ reference: 'Organization/lost' }],
      },
    ];
    const ehr = sandbox([chart()]);
    mount(network, ehr);
    network.use(
      ...unlisted.map((each) =>
        http.get(`${base}/${each.resourceType}/${each.id}`, () => HttpResponse.json(each)),
      ),
    );
    const launch = {
      fhirContext: [
        { resourceType: 'ServiceRequest', reference: 'ServiceRequest/named' },
        { resourceType: 'Coverage', reference: 'Coverage/plan' },
      ],
    } as const;
    const result = await readChart(connect(await accessToken(ehr), { launch }), dataRequirements);
    expect(named(result)).toEqual(
      expect.arrayContaining([
        'Condition/first',
        'Condition/spread',
        'Coverage/plan',
        'ServiceRequest/named',
      ]),
    );
    expect(result.unread).toMatchObject([{ resourceType: 'Coverage', gap: 'partial' }]);
  });

  it('stops following references after 200, and says so', async () => {
    const code = { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'C78.7' }] };
    const chained = (at: number) => ({
      ...hcc,
      id: `c${at}`,
      code,
      extension: [
        {
          url: 'http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition',
          valueReference: { reference: `Condition/c${at + 1}` },
        },
      ],
    });
    const ehr = sandbox([chart(chained(0))]);
    mount(network, ehr);
    let asked = 0;
    network.use(
      http.get(`${base}/Condition/:id`, ({ params }) => {
        asked += 1;
        return HttpResponse.json(chained(Number(String(params.id).slice(1))));
      }),
    );
    const { unread } = await readChart(connect(await accessToken(ehr)), dataRequirements);
    expect(asked).toBe(200);
    expect(unread).toMatchObject([
      { resourceType: 'Condition', gap: 'partial', because: 'it refers to more than 200 others' },
    ]);
  });

  it('takes a drug on another server for unread, and asks that server nothing', async () => {
    const rx = {
      resourceType: 'MedicationRequest',
      id: 'rx',
      status: 'active',
      intent: 'order',
      subject: { reference: 'Patient/ada' },
      medicationReference: { reference: 'https://elsewhere.test/fhir/Medication/1' },
    };
    const { result } = await read([chart(rx)]);
    expect(result.unread).toMatchObject([
      { resourceType: 'MedicationRequest', gap: 'partial', because: expect.stringContaining('outside') },
    ]);
  });
});

describe('a fault', () => {
  const procedure = { on: 'Procedure' };
  const laboratory = { on: 'Observation', query: 'category=laboratory' };
  it.each([
    ['a refusal of one type', [{ ...procedure, status: 403 }], 'procedures', 'denied', 'denied'],
    [
      'a refusal with an empty body',
      [{ ...procedure, status: 403, body: 'empty' }],
      'procedures',
      'denied',
      'denied',
    ],
    [
      'a refusal by a gateway that speaks no FHIR',
      [{ ...procedure, status: 403, body: 'gateway' }],
      'procedures',
      'denied',
      'denied',
    ],
    [
      'a type that the EHR does not have',
      [{ ...procedure, status: 404, body: 'html' }],
      'procedures',
      'failed',
      'failed',
    ],
    ['a query that the EHR refuses', [{ ...procedure, status: 400 }], 'procedures', 'failed', 'failed'],
    ['a failure that stays', [{ ...procedure, status: 500 }], 'procedures', 'failed', 'failed'],
    [
      'a gateway timeout that stays',
      [{ ...procedure, status: 504, body: 'html' }],
      'procedures',
      'failed',
      'failed',
    ],
    ['a login page with status 200', [{ ...procedure, effect: 'html' }], 'procedures', 'failed', 'failed'],
    [
      'a body cut off in the middle',
      [{ ...procedure, effect: 'truncate' }],
      'procedures',
      'failed',
      'failed',
    ],
    ['a lost answer', [{ ...procedure, effect: 'drop' }], 'procedures', 'failed', 'failed'],
    ['results withheld', [{ ...procedure, effect: 'withheld' }], 'procedures', 'denied', 'denied'],
    [
      'a next page on another server',
      [{ ...laboratory, effect: 'foreign-next' }],
      'laboratory',
      'partial',
      'partial',
    ],
    [
      'a next page that is the same page',
      [{ ...laboratory, effect: 'looping-next' }],
      'laboratory',
      'partial',
      'partial',
    ],
    ['a further page that fails', [{ on: 'page', status: 500 }], 'laboratory', 'partial', 'partial'],
    [
      'a further page cut off in the middle',
      [{ on: 'page', effect: 'truncate' }],
      'laboratory',
      'partial',
      'partial',
    ],
  ] as const)('of %s leaves one source unread and the others complete', async (_, faults, id, state, gap) => {
    const { result } = await read([chart(hcc, ...labs(12))], { faults });
    const type = id === 'procedures' ? 'Procedure' : 'Observation';
    expect(sourceOf(result, id)).toMatchObject({ state });
    const unread = result.unread.filter(
      ({ requirement }) => requirement === (type === 'Procedure' ? type : 'Observation?category=laboratory'),
    );
    expect(unread).toMatchObject([{ resourceType: type, gap, because: expect.stringMatching(/\w{3}/) }]);
    expect(named(result)).toContain('Condition/hcc');
  });

  it('that passes costs nothing but a second try', async () => {
    const { result, ehr } = await read([chart(hcc)], {
      faults: [{ on: 'Procedure', status: 429, retryAfter: '2', times: 2 }],
    });
    expect(result.unread).toEqual([]);
    expect(ehr.requests.filter(({ url }) => url.includes('/Procedure')).map(({ status }) => status)).toEqual([
      429, 429, 200,
    ]);
  });

  it('hands a malformed entry and another patient’s on, for the record to set aside', async () => {
    const faults = [{ on: 'Observation', query: 'category=laboratory', effect: 'malformed-entry' }] as const;
    const { result } = await read([chart()], { faults });
    expect(named(result)).toContain('Observation/sandbox-malformed');
  });

  it('begins a search again, once, when its pages have expired', async () => {
    const { result, ehr } = await read([chart(...labs(25))], {
      faults: [{ on: 'page', status: 410, times: 1 }],
    });
    expect(result.unread).toEqual([]);
    expect(sourceOf(result, 'laboratory')).toMatchObject({ state: 'complete', count: 25 });
    expect(ehr.requests.some(({ status }) => status === 410)).toBe(true);
  });

  it('of a session that has ended stops the rest and keeps what came', async () => {
    const { result } = await read([chart(hcc)], { faults: [{ on: 'Coverage', status: 401, body: 'empty' }] });
    expect(result.sessionEnded).toBe(true);
    expect(result.unread).toContainEqual({
      requirement: 'Coverage',
      resourceType: 'Coverage',
      gap: 'failed',
      because: 'the session with the EHR has ended (401)',
    });
  });

  it('of an EHR that never ends an answer costs the time budget, not the chart', async () => {
    const { result } = await read([chart(hcc)], {
      faults: [{ on: 'Procedure', delay: 3000 }],
      ehrProfile: profile({ budgets: { totalSeconds: 1 } }),
    });
    expect(result.unread).toEqual([
      {
        requirement: 'Procedure',
        resourceType: 'Procedure',
        gap: 'failed',
        because: 'the EHR did not finish in time',
      },
    ]);
    expect(named(result)).toContain('Condition/hcc');
  });

  it.each([
    [{ pages: 2 }, 'it has more than 2 pages', 20],
    [{ entries: 15 }, 'it has more than 15 results', 15],
  ])('of a search over the budget %o is partial', async (budgets, because, count) => {
    const { result } = await read([chart(...labs(30))], { ehrProfile: profile({ budgets }) });
    expect(result.unread).toContainEqual({
      requirement: 'Observation?category=laboratory',
      resourceType: 'Observation',
      gap: 'partial',
      because,
    });
    expect(sourceOf(result, 'laboratory')).toMatchObject({ state: 'partial', count });
  });
});

describe('a search result', () => {
  const answer = (bundle: object) => http.get(`${base}/Procedure`, () => HttpResponse.json(bundle));
  const entry = {
    resource: {
      resourceType: 'Procedure',
      id: 'p',
      status: 'completed',
      subject: { reference: 'Patient/ada' },
    },
  };
  it.each([
    [
      'counts more than it delivers',
      { resourceType: 'Bundle', total: 3, entry: [entry] },
      'partial',
      'the EHR counted more results than it delivered',
    ],
    [
      'has an entry without a resource',
      { resourceType: 'Bundle', entry: [entry, { fullUrl: 'x' }, null] },
      'partial',
      '2 of its results cannot be used',
    ],
    [
      'names a next page without an address',
      { resourceType: 'Bundle', entry: [entry], link: [{ relation: 'next' }] },
      'partial',
      'its next page has no address',
    ],
    [
      'is a Bundle of another kind',
      { resourceType: 'Bundle', type: 'document', entry: [] },
      'partial',
      'the EHR answered with a Bundle that is no search result',
    ],
    [
      'is not a Bundle',
      { resourceType: 'Patient', id: 'p' },
      'failed',
      'the EHR answered with something that is not a search result',
    ],
    [
      'has entries that are no list',
      { resourceType: 'Bundle', entry: 7 },
      'failed',
      'the EHR answered with something that is not a search result',
    ],
    [
      'is an outcome that reports an error',
      { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] },
      'failed',
      'the EHR reported a failure (exception)',
    ],
  ])('that %s is told apart', async (_, bundle, gap, because) => {
    const ehr = sandbox([chart()]);
    mount(network, ehr);
    network.use(answer(bundle));
    const result = await readChart(connect(await accessToken(ehr)), dataRequirements);
    expect(result.unread).toEqual([{ requirement: 'Procedure', resourceType: 'Procedure', gap, because }]);
  });

  it.each([
    ['only that nothing was found', '4101', []],
    ['that a filter was ignored', '59100', []],
    ['that more may exist', 'X1', [{ gap: 'partial' }]],
    ['that some were withheld', 'X2', [{ gap: 'denied' }]],
  ])('whose outcome says %s', async (_, code, expected) => {
    const ehr = sandbox([chart()]);
    mount(network, ehr);
    const issue = [{ severity: 'warning', code: 'processing', details: { coding: [{ code }] } }];
    network.use(
      answer({
        resourceType: 'Bundle',
        total: 0,
        entry: [{ resource: { resourceType: 'OperationOutcome', issue }, search: { mode: 'outcome' } }],
      }),
    );
    const codes = { empty: ['4101'], ignoredFilter: ['59100'], partial: ['X1'], denied: ['X2'] };
    const result = await readChart(
      connect(await accessToken(ehr), { ehrProfile: profile({ outcomeCodes: codes }) }),
      dataRequirements,
    );
    expect(result.unread).toMatchObject(expected);
    expect(result.unread).toHaveLength(expected.length);
  });
});

describe('a warning among the results of a search', () => {
  const outcome = (diagnostics: string) => ({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'warning', code: 'suppressed', diagnostics }],
  });
  const warning = (diagnostics: string) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    total: 0,
    entry: [{ resource: outcome(diagnostics), search: { mode: 'outcome' } }],
  });
  const asked = [
    ['Condition', 'Records attached to an Encounter were withheld.'],
    ['Condition', 'Client not authorized for Encounter Diagnosis.'],
    ['MedicationRequest', 'Client not authorized for Medication.'],
    ['Observation', 'Client not authorized for DiagnosticReport - Outside Record Results.'],
  ] as const;

  it.each(asked)('for %s leaves that type in doubt, whatever it names: %s', async (type, diagnostics) => {
    const ehr = sandbox([chart()]);
    mount(network, ehr);
    network.use(http.get(`${base}/${type}`, () => HttpResponse.json(warning(diagnostics))));
    const { unread } = await readChart(connect(await accessToken(ehr)), dataRequirements);
    expect(new Set(unread.map(({ resourceType }) => resourceType))).toEqual(new Set([type]));
    expect(unread[0]).toMatchObject({ gap: 'denied' });
  });

  it.each(asked)('for %s, alone in place of the results, does so too: %s', async (type, diagnostics) => {
    const ehr = sandbox([chart()]);
    mount(network, ehr);
    network.use(http.get(`${base}/${type}`, () => HttpResponse.json(outcome(diagnostics))));
    const { unread } = await readChart(connect(await accessToken(ehr)), dataRequirements);
    expect(new Set(unread.map(({ resourceType }) => resourceType))).toEqual(new Set([type]));
  });
});

describe('an OperationOutcome in the place of a page', () => {
  const nothing = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'information', code: 'informational' }],
  };
  const entry = [{ resource: hcc }];
  const next = (page: number) => [{ relation: 'next', url: `${base}/Condition?page=${page}` }];
  const doubt = {
    requirement: 'Condition',
    resourceType: 'Condition',
    gap: 'partial',
    because: 'the EHR answered with no results where it had promised more',
  };
  async function paged(pages: readonly (object | 410)[], changes: Parameters<typeof profile>[0] = {}) {
    const ehr = sandbox([chart()]);
    mount(network, ehr);
    let at = 0;
    network.use(
      http.get(`${base}/Condition`, () => {
        const page = pages[at] ?? nothing;
        at += 1;
        return page === 410 ? new HttpResponse(null, { status: 410 }) : HttpResponse.json(page);
      }),
    );
    const connection = connect(await accessToken(ehr), { ehrProfile: profile(changes) });
    return readChart(connection, dataRequirements);
  }

  it('that only informs is complete where nothing was promised', async () => {
    expect((await paged([nothing])).unread).toEqual([]);
  });

  it.each([true, false])(
    'after the first leaves the search partial, with trustTotal %s',
    async (trustTotal) => {
      const first = { resourceType: 'Bundle', type: 'searchset', total: 50, entry, link: next(2) };
      const result = await paged([first, nothing], { readPlan: { trustTotal } });
      expect(result.unread).toContainEqual(doubt);
      expect(sourceOf(result, 'conditions')).toMatchObject({ state: 'partial', count: 1 });
    },
  );

  it('leaves a search partial that had begun again because its pages expired', async () => {
    const first = { resourceType: 'Bundle', type: 'searchset', entry, link: next(2) };
    expect((await paged([first, 410, nothing])).unread).toContainEqual(doubt);
  });
});

describe('progress', () => {
  it('makes the chart usable before the slowest source ends, and says that it is still being read', async () => {
    const { progress } = await read([chart(hcc)], { faults: [{ on: 'Procedure', delay: 200 }] });
    const early = progress.find(
      (soFar) => named(soFar).includes('Condition/hcc') && sourceOf(soFar, 'procedures')?.state === 'reading',
    );
    expect(early?.unread).toContainEqual({
      requirement: 'Procedure',
      resourceType: 'Procedure',
      gap: 'partial',
      because: 'still being read',
    });
    expect(early?.finished).toBe(false);
    expect(progress.at(-1)).toMatchObject({ finished: true, unread: [] });
  });

  it('lists every source from the start', async () => {
    const { progress } = await read([chart()]);
    expect(progress[0]?.sources.every(({ state }) => state === 'reading')).toBe(true);
    expect(progress[0]?.sources.map(({ id }) => id)).toContain('laboratory');
  });

  it('stops at once when it is aborted, and tells nothing more', async () => {
    const ehr = sandbox([chart(hcc)]);
    network.use(
      http.all('https://ehr.test/*', async ({ request }) => {
        await delay(50);
        return ehr.handle(request);
      }),
    );
    const abort = new AbortController();
    let told = 0;
    const reading = readChart(
      connect(await accessToken(ehr)),
      dataRequirements,
      () => {
        told += 1;
      },
      abort.signal,
    );
    abort.abort(new Error('the EHR switched the patient'));
    await expect(reading).rejects.toThrow('the EHR switched the patient');
    expect(told).toBe(1);
  });
});

describe('scopes that were not granted', () => {
  it('are named as denied without asking', async () => {
    const granted = ['patient/Patient.r', 'patient/Condition.rs'];
    const { result, ehr } = await read([chart(hcc)], { launch: { grantedScopes: granted } });
    expect(result.unread).toContainEqual({
      requirement: 'Procedure',
      resourceType: 'Procedure',
      gap: 'denied',
      because: 'this launch was not granted access to it',
    });
    expect(ehr.requests.filter(({ url }) => url.includes('/Procedure'))).toEqual([]);
    expect(sourceOf(result, 'conditions')).toMatchObject({ state: 'complete' });
  });

  it('with a filter of their own leave the type partial', async () => {
    const { result } = await read([chart(...labs(1))], {
      launch: {
        grantedScopes: [
          'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory',
        ],
      },
    });
    expect(sourceOf(result, 'laboratory')).toMatchObject({ state: 'complete', count: 1 });
    expect(sourceOf(result, 'tumor-and-status')).toMatchObject({ state: 'partial' });
  });
});

it('reads an order of the launch only once', async () => {
  const { ehr } = await read([chart()], {
    launch: { fhirContext: [{ resourceType: 'ServiceRequest', reference: `ServiceRequest/${order.id}` }] },
  });
  expect(ehr.requests.filter(({ url }) => url.includes('/ServiceRequest'))).toHaveLength(1);
});
