import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappings } from '../../src/catalogue/catalogue.ts';
import { parseRecord } from '../../src/core/record/patient-record.ts';
import { launchReferences, readAppContext } from '../../src/ehr/app-context.ts';
import { orderContext } from '../../src/ehr/order-context.ts';
import { context } from './test-ehr.ts';

const today = '2025-06-16';
const cpt = 'http://www.ama-assn.org/go/cpt';
const order = (id: string, code: object, more: object = {}) => ({
  resourceType: 'ServiceRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/ada' },
  authoredOn: '2025-06-12',
  code,
  ...more,
});
const coded = (code: string, text?: string) => ({ coding: [{ system: cpt, code }], ...(text && { text }) });
const y90 = coded('79445', 'Y-90');
const words = (text: string) => ({ text });
const found = (
  orders: readonly object[],
  launch: Parameters<typeof context>[0] = {},
  unread: Parameters<typeof parseRecord>[1] = {},
) =>
  orderContext(
    context(launch),
    parseRecord([{ resourceType: 'Patient', id: 'ada' }, ...orders], unread),
    mappings.concepts,
    today,
  );
const named = (id: string) => ({
  fhirContext: [{ resourceType: 'ServiceRequest' as const, reference: `ServiceRequest/${id}` }],
});

describe('the order of a launch', () => {
  it('is the one that fhirContext names, before one that appContext names, before the others', () => {
    const orders = [order('a', y90), order('b', y90), order('c', y90)];
    const appContext = JSON.stringify({ order: 'ServiceRequest/b', policy: 'med140' });
    expect(found(orders, { ...named('a'), appContext })).toMatchObject({
      status: 'one',
      candidate: { reference: 'ServiceRequest/a', found: 'launch' },
      toConfirm: [],
    });
    expect(found(orders, { appContext })).toMatchObject({ candidate: { reference: 'ServiceRequest/b' } });
    expect(found(orders)).toMatchObject({ status: 'several' });
  });

  const ct = order('ct', coded('71260', 'CT chest'));
  it.each([
    ['appContext', { appContext: JSON.stringify({ order: 'ServiceRequest/ct' }) }],
    ['fhirContext', named('ct')],
  ])('is never taken unasked for another kind of order that %s names', (_, launch) => {
    expect(found([ct], launch)).toMatchObject({
      status: 'one',
      candidate: { reference: 'ServiceRequest/ct', match: 'none' },
      toConfirm: ['order', 'agent'],
    });
    expect(found([ct, order('a', y90), order('b', words('TACE'))], launch)).toMatchObject({
      status: 'several',
      candidates: [{ reference: 'ServiceRequest/ct' }, { reference: 'ServiceRequest/a' }],
    });
  });

  it('may be another one that the launch names too, where the first is of another kind', () => {
    const old = order('a', y90, { authoredOn: '2024-01-01' });
    const launch = { ...named('ct'), appContext: JSON.stringify({ order: 'ServiceRequest/a' }) };
    expect(found([ct, old], launch)).toMatchObject({
      status: 'several',
      candidates: [{ reference: 'ServiceRequest/ct' }, { reference: 'ServiceRequest/a' }],
    });
  });

  it('is the recent one whose code names the therapy, though others have words of it', () => {
    expect(found([order('a', y90), order('b', words('TACE planning clinic'))])).toMatchObject({
      status: 'one',
      candidate: { reference: 'ServiceRequest/a', match: 'code', therapy: 'tare' },
      toConfirm: [],
    });
  });

  it('is confirmed by the person where only its words say so', () => {
    expect(found([order('a', words('Y90 radioembolization right lobe'))])).toMatchObject({
      status: 'one',
      candidate: { match: 'words', therapy: 'tare' },
      toConfirm: ['order', 'agent'],
    });
  });

  it('asks for the agent where 37243 stands alone', () => {
    expect(found([order('a', coded('37243'))])).toMatchObject({
      status: 'one',
      candidate: { match: 'embolization', therapy: undefined },
      toConfirm: ['order', 'agent'],
    });
    expect(found([order('a', coded('37243'))], named('a'))).toMatchObject({ toConfirm: ['agent'] });
  });

  it('may be unsigned: a draft is as good as another', () => {
    expect(found([order('a', y90, { status: 'draft' })])).toMatchObject({
      status: 'one',
      candidate: { unsigned: true },
      toConfirm: [],
    });
  });

  it('may be one that the EHR does not give out yet, and then nothing stops', () => {
    expect(found([], named('temporary-1'))).toEqual({ status: 'none', because: 'unsigned', mapping: [] });
  });

  it('is chosen by the person where there are several', () => {
    const result = found([order('a', y90), order('b', coded('79445'))]);
    expect(result).toMatchObject({
      status: 'several',
      candidates: [{ reference: 'ServiceRequest/a' }, { reference: 'ServiceRequest/b' }],
    });
  });

  it('is the treatment, with the mapping study beside it', () => {
    expect(found([order('a', y90), order('maa', words('Tc-99m MAA mapping'))])).toMatchObject({
      status: 'one',
      candidate: { reference: 'ServiceRequest/a' },
      mapping: [{ reference: 'ServiceRequest/maa' }],
    });
    expect(found([order('maa', words('Tc-99m MAA mapping'))])).toMatchObject({
      status: 'none',
      because: 'mapping-only',
    });
  });

  it('has no mapping study beside it that was withdrawn', () => {
    const maa = order('maa', words('Tc-99m MAA mapping'), { status: 'revoked' });
    expect(found([order('a', y90), maa])).toMatchObject({ mapping: [] });
    expect(found([maa])).toMatchObject({ because: 'not-found' });
  });

  it.each([
    ['completed', { status: 'completed' }, ['order']],
    ['of a status that the EHR does not tell', { status: 'unknown' }, ['order']],
  ])('is confirmed where it is %s', (_, more, toConfirm) => {
    expect(found([order('a', y90, more)])).toMatchObject({ status: 'one', toConfirm });
    expect(found([order('a', y90, more), order('b', y90)])).toMatchObject({
      candidate: { reference: 'ServiceRequest/b' },
    });
  });

  it.each([
    ['revoked', { status: 'revoked' }],
    ['entered in error', { status: 'entered-in-error' }],
    ['old', { authoredOn: '2024-01-01' }],
    ['an order not to do it', { doNotPerform: true }],
    ['of something else', { code: coded('71046', 'Chest X-ray') }],
  ])('is none that is %s', (_, more) => {
    expect(found([order('a', y90, more)])).toMatchObject({ status: 'none', because: 'not-found' });
  });

  it('is not said to be missing where the orders could not be read', () => {
    const unread = [
      { requirement: 'ServiceRequest', resourceType: 'ServiceRequest', gap: 'denied', because: 'x' },
    ] as const;
    expect(found([], {}, { unread })).toMatchObject({ status: 'none', because: 'unread' });
  });
});

describe('appContext', () => {
  const { base } = context();
  const read = (appContext: string) => readAppContext({ base, appContext });
  const expected = { order: 'ServiceRequest/y90', coverage: 'Coverage/c1', policy: 'med140' };

  it.each([
    ['JSON', JSON.stringify({ order: 'ServiceRequest/y90', coverage: 'Coverage/c1', policy: 'med140' })],
    ['percent-encoded JSON', encodeURIComponent(JSON.stringify(expected))],
    ['a query', 'order=ServiceRequest%2Fy90&coverage=Coverage/c1&policy=med140'],
    [
      'absolute references',
      JSON.stringify({ order: `${base}/ServiceRequest/y90`, coverage: 'c1', policy: 'med140' }),
    ],
    ['more than that', JSON.stringify({ ...expected, eligible: true, __proto__: { x: 1 }, nested: [1] })],
  ])('is read as %s', (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['another server’s order', { order: 'https://evil.test/fhir/ServiceRequest/y90' }],
    ['another type', { order: 'Patient/bob' }],
    ['a policy that is a path', { policy: '../../etc' }],
    ['something else', { order: { reference: 'ServiceRequest/y90' } }],
  ])('with %s says nothing', (_, value) => {
    expect(read(JSON.stringify(value))).toEqual({});
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.webQueryParameters()), (text) => {
        const said = read(text);
        for (const value of Object.values(said)) expect(typeof value).toBe('string');
      }),
    );
  });

  it('adds to what fhirContext names, each once', () => {
    const launch = context({ ...named('y90'), appContext: JSON.stringify(expected) });
    expect(launchReferences(launch).map(({ reference }) => reference)).toEqual([
      'ServiceRequest/y90',
      'Coverage/c1',
    ]);
  });
});
