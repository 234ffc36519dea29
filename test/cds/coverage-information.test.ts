import { beforeAll, describe, expect, it } from 'vitest';
import type { SandboxEhr } from '../../launch/sandbox/sandbox-ehr.ts';
import { mount, networkForTests } from '../ehr/test-ehr.ts';
import {
  authorization,
  type ChartInHand,
  chartInHand,
  deployment,
  drafts,
  orderSign,
  post,
  sandboxEhr,
  service,
} from './calling.ts';

const network = networkForTests();
const payer = { system: 'urn:oid:2.16.840.1.113883.6.300', value: '99901' };
const url = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information';
let ehr: SandboxEhr;
let hcc: ChartInHand;
beforeAll(async () => {
  ehr = sandboxEhr();
  hcc = await chartInHand(ehr, 'textbook-hcc');
});

async function answer(speaksForPayers: readonly object[], order: object = hcc.order) {
  mount(network, ehr);
  const context = { ...orderSign(hcc).context, draftOrders: drafts(order) };
  const body = orderSign(hcc, { context, fhirAuthorization: authorization(hcc) });
  const response = await service({ deployment: deployment({ speaksForPayers }) }).fetch(await post(body));
  return (await response.json()) as {
    readonly cards: readonly { readonly uuid: string; readonly summary: string }[];
    readonly systemActions?: readonly { readonly type: string; readonly resource: Record<string, unknown> }[];
  };
}

describe("the payer's word on an order", () => {
  it.each([
    ['speaks for no payer', []],
    ['speaks for another payer', [{ ...payer, value: '99902' }]],
    ['speaks for a payer of the same number elsewhere', [{ ...payer, system: 'https://other.test' }]],
  ])('is not given where the deployment %s', async (_, speaksFor) => {
    const said = await answer(speaksFor);
    expect(said.cards).toHaveLength(1);
    expect(said).not.toHaveProperty('systemActions');
  });

  it('is conditional, says why, and changes nothing else of the order', async () => {
    const kept = { url: 'https://elsewhere.test/extension', valueString: 'kept' };
    const { cards, systemActions } = await answer([payer], { ...hcc.order, extension: [kept] });
    expect(systemActions).toHaveLength(1);
    const { type, resource } = systemActions?.[0] ?? { type: '', resource: {} };
    const { extension, ...rest } = resource;
    const { extension: _, ...order } = hcc.order;
    expect({ type, rest }).toEqual({ type: 'update', rest: order });
    const [first, information, ...more] = extension as { url: string; extension: { url: string }[] }[];
    expect([first, more]).toEqual([kept, []]);
    expect(information?.url).toBe(url);
    const parts = Object.fromEntries(
      (information?.extension ?? [])
        .filter(({ url: part }) => part !== 'detail')
        .map(({ url: part, ...value }) => [part, value]),
    );
    expect(parts).toEqual({
      coverage: { valueReference: { reference: 'Coverage/hcc-coverage' } },
      covered: { valueCode: 'conditional' },
      'pa-needed': { valueCode: 'auth-needed' },
      'doc-needed': { valueCode: 'clinical' },
      'doc-purpose': { valueCode: 'withpa' },
      'info-needed': { valueCode: 'OTH' },
      reason: { valueCodeableConcept: { text: cards[0]?.summary } },
      date: { valueDate: '2025-06-16' },
      'coverage-assertion-id': { valueString: cards[0]?.uuid },
    });
    expect(JSON.stringify(systemActions)).not.toMatch(
      /"(?:covered|not-covered|satisfied|no-auth)"(?!,"valueCode":"conditional")/,
    );
  });

  it('replaces an older one on the same coverage and leaves those on others', async () => {
    const about = (reference: string) => ({
      url,
      extension: [{ url: 'coverage', valueReference: { reference } }],
    });
    const order = { ...hcc.order, extension: [about('Coverage/hcc-coverage'), about('Coverage/other')] };
    const { systemActions } = await answer([payer], order);
    const extensions = systemActions?.[0]?.resource.extension as {
      extension: { valueReference?: { reference: string } }[];
    }[];
    expect(extensions.map(({ extension }) => extension[0]?.valueReference?.reference)).toEqual([
      'Coverage/other',
      'Coverage/hcc-coverage',
    ]);
  });
});
