import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ChartInHand,
  cardsOf,
  chartInHand,
  deployment,
  drafts,
  orderSign,
  post,
  sandboxEhr,
  service,
  serviceUrl,
  token,
} from './calling.ts';

let hcc: ChartInHand;
beforeAll(async () => {
  hcc = await chartInHand(sandboxEhr(), 'textbook-hcc');
});

const at = '2025-06-16T12:00:00Z';
const url = `${serviceUrl}/feedback`;
const put = (card: string | undefined, code = 'not-now') => ({
  feedback: [
    {
      card,
      outcome: 'overridden',
      outcomeTimestamp: at,
      overrideReason: { reason: { code, system: 'x' }, userComment: 'Ada Canary will come again on Monday' },
    },
  ],
});

describe('feedback', () => {
  it('of "not now" keeps that order quiet for some hours, in every hook, and no other order', async () => {
    let time = Date.parse(at);
    const made = service({ now: () => time });
    const [card] = await cardsOf(made, orderSign(hcc));
    expect((await made.fetch(await post(put(card?.uuid), { url }))).status).toBe(200);
    expect(await cardsOf(made, orderSign(hcc))).toEqual([]);
    const context = { ...orderSign(hcc).context, selections: [`ServiceRequest/${hcc.order.id}`] };
    expect(await cardsOf(made, orderSign(hcc, { hook: 'order-select', context }))).toEqual([]);
    const other = { ...orderSign(hcc).context, draftOrders: drafts({ ...hcc.order, id: 'another' }) };
    expect(await cardsOf(made, orderSign(hcc, { context: other }))).toHaveLength(1);
    time += 8 * 3_600_000;
    expect(await cardsOf(made, orderSign(hcc), new Date(time).toISOString())).toHaveLength(1);
  });

  it('of "not now" keeps the order quiet also when the chart has changed since', async () => {
    const made = service();
    const [card] = await cardsOf(made, orderSign(hcc));
    await made.fetch(await post(put(card?.uuid), { url }));
    expect(await cardsOf(made, orderSign(hcc, { prefetch: { ...hcc.prefetch, laboratory: null } }))).toEqual(
      [],
    );
  });

  it('of "not now" from one caller does not touch the orders of another', async () => {
    const issuers = deployment().issuers.map((issuer) => issuer);
    const [first] = issuers;
    if (!first) throw new Error('no issuer');
    const second = { ...first, iss: 'https://ehr.test/other' };
    const made = service({ deployment: { ...deployment(), issuers: [first, second] } });
    const [card] = await cardsOf(made, orderSign(hcc));
    const authorization = `Bearer ${await token(url, { claims: { iss: second.iss } })}`;
    await made.fetch(await post(put(card?.uuid), { url, headers: { authorization } }));
    expect(await cardsOf(made, orderSign(hcc))).toHaveLength(1);
  });

  it('of any other kind is counted, and its words are not kept', async () => {
    const made = service();
    const [card] = await cardsOf(made, orderSign(hcc));
    const accepted = { card: card?.uuid, outcome: 'accepted', outcomeTimestamp: at };
    const body = { feedback: [...put(card?.uuid, 'another-payer').feedback, accepted] };
    expect((await made.fetch(await post(body, { url }))).status).toBe(200);
    expect(made.lines.at(-1)).toMatchObject({
      outcome: 'feedback',
      feedback: { accepted: 1, overridden: 1, snoozed: 0 },
    });
    expect(JSON.stringify(made.lines)).not.toMatch(/Canary|Monday/);
    expect(await cardsOf(made, orderSign(hcc))).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['an empty list', { feedback: [] }],
    ['no card of ours', put('2c7a36a1-1e82-4608-87be-fc13f730ec49')],
    ['an unknown outcome', { feedback: [{ card: 'x', outcome: 'seen', outcomeTimestamp: at }] }],
  ])('is a 400 with %s', async (_, body) => {
    const response = await service().fetch(await post(body, { url }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('expected');
  });
});
