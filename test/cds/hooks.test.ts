import { beforeAll, describe, expect, it } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import type { discovery } from '../../src/cds/discovery.ts';
import { dataRequirements, prefetch } from '../../src/core/record/data-requirements.ts';
import {
  type CardJson,
  type ChartInHand,
  cardsOf,
  chartInHand,
  drafts,
  endpoint,
  orderSign,
  post,
  sandboxEhr,
  service,
  serviceUrl,
} from './calling.ts';

let ehr: SandboxEhr;
let hcc: ChartInHand;
const charts = new Map<string, ChartInHand>();

beforeAll(async () => {
  ehr = sandboxEhr();
  for (const { id, order } of ehr.charts) if (order) charts.set(id, await chartInHand(ehr, id));
  hcc = charts.get('textbook-hcc') as ChartInHand;
});

const stent = {
  resourceType: 'ServiceRequest',
  id: 'other-order',
  status: 'draft',
  intent: 'order',
  subject: { reference: 'Patient/textbook-hcc' },
};

async function only(body: object): Promise<CardJson> {
  const cards = await cardsOf(service(), body);
  expect(cards).toHaveLength(1);
  return cards[0] as CardJson;
}

describe('discovery', () => {
  it('lists one service for the three hooks, with the prefetch templates of the data requirements', async () => {
    const response = await service().fetch(new Request(`${endpoint}/cds-services`));
    expect(response.status).toBe(200);
    const { services } = (await response.json()) as typeof discovery;
    expect(services.map(({ hook }) => hook).toSorted()).toEqual([
      'order-dispatch',
      'order-select',
      'order-sign',
    ]);
    expect(new Set(services.map(({ id }) => `${endpoint}/cds-services/${id}`))).toEqual(
      new Set([serviceUrl]),
    );
    for (const each of services) {
      expect(each.description).toBeTruthy();
      const { encounter, ...others } = prefetch(dataRequirements);
      expect(each.prefetch).toEqual(each.hook === 'order-dispatch' ? others : { encounter, ...others });
    }
  });
});

describe('an order of ours', () => {
  it.each(['order-sign', 'order-select'])('brings one card at %s', async (hook) => {
    const context = { ...orderSign(hcc).context, selections: [`ServiceRequest/${hcc.order.id}`] };
    const card = await only(orderSign(hcc, { hook, context }));
    expect(card.summary).toBe('1 of these 2 answers needed: unresectable, bridge to transplantation');
    expect(card.indicator).toBe('warning');
    expect(card.detail).toContain('cannot be determined from the record');
    expect(card.detail).toContain('I.B.1 Unresectable hepatocellular carcinoma: *cannot be determined*');
    expect(card.detail).toContain('2025-06-16T12:00:00.000Z; policy version 2022.1');
  });

  it.each(['order', 'dispatchedOrders'])('brings the same card at order-dispatch, by %s', async (name) => {
    const reference = `ServiceRequest/${hcc.order.id}`;
    const context = {
      patientId: hcc.patientId,
      performer: 'Organization/ir',
      [name]: name === 'order' ? reference : [reference],
    };
    const signed = { resource: { ...hcc.order, status: 'active' } };
    const orders = { resourceType: 'Bundle', type: 'searchset', entry: [signed] };
    const { encounter: _, ...values } = hcc.prefetch;
    const card = await only(
      orderSign(hcc, { hook: 'order-dispatch', context, prefetch: { ...values, orders } }),
    );
    expect(card.uuid).toBe((await only(orderSign(hcc))).uuid);
  });

  it('is told what the policy lacks, from each chart of the sandbox', async () => {
    const said: Record<string, string> = {};
    for (const [id, chart] of charts) said[id] = (await only(orderSign(chart))).summary;
    expect(said).toMatchObject({
      'textbook-hcc': '1 of these 2 answers needed: unresectable, bridge to transplantation',
      'intrahepatic-cholangiocarcinoma': '1 answer needed: unresectable',
      'uveal-melanoma': '3 answers needed: unresectable, liver-dominant, diffuse',
      'provisional-diagnosis':
        '2 of these 3 answers needed: tumor type, unresectable, bridge to transplantation',
      'breast-metastases': 'Criteria of MED140 appear not met for this order',
      'cpt-37243-only': '1 answer needed first: requested therapy',
    });
    expect(said['tace-order']).toMatch(/^Criteria of MED140 appear met; still to document: /);
  });

  it('is the live one: another live order of this kind in the chart is mentioned, and does not stand in its way', async () => {
    const older = {
      ...hcc.order,
      id: 'older-tace',
      status: 'active',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '314617008' }] },
    };
    const orders = { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: older }] };
    const card = await only(orderSign(hcc, { prefetch: { ...hcc.prefetch, orders } }));
    expect(card.summary).toMatch(/unresectable/);
    expect(card.detail).toContain('another live order of this kind');
  });

  it('is only the one that is selected', async () => {
    const tace = { ...hcc.order, id: 'tace', code: { text: 'TACE of the liver' } };
    const context = {
      ...orderSign(hcc).context,
      draftOrders: drafts(hcc.order, tace),
      selections: [`ServiceRequest/${hcc.order.id}`],
    };
    const card = await only(orderSign(hcc, { hook: 'order-select', context }));
    expect(JSON.parse(card.links[0]?.appContext ?? '')).toMatchObject({
      order: `ServiceRequest/${hcc.order.id}`,
    });
  });
});

describe('an order that is not ours', () => {
  const words = (text: string) => ({ ...stent, code: { text } });
  it.each([
    ['a bland diet', words('Bland diet')],
    ['a drug-eluting stent', words('Drug-eluting coronary stent')],
    ['a visit on day 90', words('Laboratory panel, day-90 after transplant')],
    ['a pulmonary embolism', words('CT angiography: exclude pulmonary embolism')],
    ['a coded test', { ...stent, code: { coding: [{ system: 'http://loinc.org', code: '1975-2' }] } }],
    ['an order without a code', stent],
    ['a prescription', { ...stent, resourceType: 'MedicationRequest', code: { text: 'TACE' } }],
    ['a withdrawn one', { ...words('Y-90 radioembolization'), status: 'revoked' }],
    ['one that must not be carried out', { ...words('Y-90 radioembolization'), doNotPerform: true }],
    ["another patient's", { ...words('Y-90 radioembolization'), subject: { reference: 'Patient/bea' } }],
    ['nobody’s', { ...words('Y-90 radioembolization'), subject: undefined }],
    ['one that cannot be read', { ...words('Y-90 radioembolization'), code: 'Y-90' }],
  ])('brings no card at once: %s', async (_, order) => {
    const made = service();
    // No prefetch and no token: had it been ours, the answer would be 412.
    const body = orderSign(hcc, {
      context: { ...orderSign(hcc).context, draftOrders: drafts(order) },
      prefetch: undefined,
    });
    const response = await made.fetch(await post(body));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ cards: [] });
    expect(made.lines[0]?.outcome).toBe('not-ours');
  });

  it.each([
    'Y-90 radioembolization, right lobe',
    'TACE with drug-eluting beads',
    'SIRT mapping',
    'Bland embolization of the liver',
    'Hepatic artery embolization',
  ])('is another thing than "%s"', async (text) => {
    const order = { ...hcc.order, code: { text } };
    const context = { ...orderSign(hcc).context, draftOrders: drafts(order) };
    expect(await cardsOf(service(), orderSign(hcc, { context }))).toHaveLength(1);
  });

  it('brings no card at order-dispatch either', async () => {
    const context = { patientId: hcc.patientId, performer: 'Organization/x', order: 'MedicationRequest/m' };
    const body = orderSign(hcc, { hook: 'order-dispatch', context, prefetch: undefined });
    expect(await cardsOf(service(), body)).toEqual([]);
  });
});

describe('a card', () => {
  const forbidden = /approved|covered|eligib|guarantee/i;

  it('keeps the rules of CDS Hooks and of this product, for every chart', async () => {
    const mark = expect.stringMatching(/^[0-9a-f]{16}$/);
    for (const chart of charts.values()) {
      const card = await only(orderSign(chart));
      expect(card.summary.length).toBeLessThan(140);
      expect(['info', 'warning']).toContain(card.indicator);
      expect(JSON.stringify(card)).not.toMatch(forbidden);
      expect(card.source).toMatchObject({
        label: expect.stringContaining('MED140'),
        url: 'https://app.test/about',
        topic: { system: 'http://terminology.hl7.org/CodeSystem/cdshooks-card-type', code: 'guideline' },
      });
      for (const reason of card.overrideReasons)
        expect(Object.keys(reason)).toEqual(['system', 'code', 'display']);
      expect(card.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(card.links).toHaveLength(1);
      expect(card.links[0]).toMatchObject({ type: 'smart', url: 'https://app.test/launch/' });
      expect(JSON.parse(card.links[0]?.appContext ?? '')).toEqual({
        order: `ServiceRequest/${chart.order.id}`,
        coverage: expect.stringMatching(/^Coverage\/[A-Za-z0-9.-]+$/),
        policy: 'med140',
        about: { therapy: mark, site: mark, codes: mark },
      });
    }
  });

  it('says "appear met" where they do, in a card that only informs', async () => {
    const card = await only(orderSign(charts.get('tace-order') as ChartInHand));
    expect(card.indicator).toBe('info');
    expect(card.detail).toContain('appear met');
  });

  it('has the same id whenever the same hook fires again, another for another order, and another when the chart changes', async () => {
    const ids = [];
    const later = service({ now: () => Date.parse('2025-06-16T15:00:00Z') });
    ids.push(
      (await only(orderSign(hcc))).uuid,
      (await only(orderSign(hcc, { hookInstance: 'another' }))).uuid,
    );
    const [again] = await cardsOf(later, orderSign(hcc), '2025-06-16T15:00:00Z');
    ids.push(again?.uuid);
    expect(new Set(ids).size).toBe(1);
    const other = { ...orderSign(hcc).context, draftOrders: drafts({ ...hcc.order, id: 'another' }) };
    expect((await only(orderSign(hcc, { context: other }))).uuid).not.toBe(ids[0]);
    const changed = await only(orderSign(hcc, { prefetch: { ...hcc.prefetch, conditions: null } }));
    expect(changed.uuid).not.toBe(ids[0]);
    expect(changed.uuid.slice(0, 18)).toBe(ids[0]?.slice(0, 18));
  });

  it('shows chart text as text, whatever it holds', async () => {
    const evil =
      '[click](https://evil.test) <img src=x onerror=alert(1)> **bold** `code` www.evil.test https://evil.test';
    const poisoned = JSON.parse(
      JSON.stringify(hcc.prefetch, (key, value) =>
        ['text', 'display', 'title', 'unit'].includes(key) && typeof value === 'string' ? evil : value,
      ),
    );
    const { detail, summary } = await only(orderSign(hcc, { prefetch: poisoned }));
    expect(summary).not.toContain('evil');
    expect(detail).not.toMatch(/<img|\]\(|(?<!\\)`|https:\/\/evil|www\.evil/);
  });
});
