import { describe, expect, it } from 'vitest';
import { like } from './like.ts';

const { matches, read } = await like('cerner');
const codeSet = (number: number) =>
  `https://fhir.cerner.com/ec2458f2-1e24-41c8-b71b-0e701af7583d/codeSet/${number}`;
const of = (type: string) => `${type}?patient=textbook-hcc`;

describe('in Cerner', () => {
  it('a result is coded by code set 72, chosen by the user, and by LOINC [MAP observation-lab-12724066]', async () => {
    const [result] = await matches(`${of('Observation')}&code=http://loinc.org|2951-2`);
    expect(result.code.coding).toMatchObject([
      { system: codeSet(72), userSelected: true },
      { system: 'http://loinc.org', code: '2951-2', userSelected: false },
    ]);
    expect(result.identifier[0].system).toBe('https://fhir.cerner.com/ceuuid');
    expect(result.category[0].text).toBe('Laboratory');
  });

  it('results are of three categories only [CERN observation.md]', async () => {
    const results = [
      ...(await matches(`${of('Observation')}&_count=200`)),
      ...(await matches(`${of('Observation')}&category=survey`)),
    ];
    const categories = new Set(results.flatMap(({ category }) => category[0].coding[0].code));
    expect([...categories].toSorted()).toEqual(['laboratory', 'social-history', 'vital-signs']);
  });

  it('a performance status is found in a note, not among the results [CERN observation.md, inferred]', async () => {
    expect(await matches(`${of('Observation')}&code=http://loinc.org|89247-1`)).toEqual([]);
    const note = await read('DocumentReference/textbook-hcc-powerform');
    const { data } = await read(note.content[0].attachment.url);
    const text = atob(data);
    expect(text).toContain('2025-06-03 ECOG performance status: 1');
    expect(text).toContain('2025-05-27 Tumor size: 6.2 cm');
    expect(text).not.toContain('Sodium');
  });

  it('a note of somebody else’s values, or of withdrawn ones, is not made', async () => {
    const app = await like('cerner', 'provisional-diagnosis');
    const note = await app.read('DocumentReference/provisional-diagnosis-powerform');
    const text = atob((await app.read(note.content[0].attachment.url)).data);
    expect(text.match(/ECOG performance status: \d/g)).toEqual(['ECOG performance status: 1']);
  });

  it('an order has a catalogue code and words, and no CPT [CERN service-request.md]', async () => {
    const orders = await matches(of('ServiceRequest'));
    const order = orders.find(({ id }) => id === 'hcc-order');
    expect(order.code).toEqual({
      coding: [{ system: codeSet(200), code: expect.stringMatching(/^\d+$/), userSelected: true }],
      text: 'Y-90 radioembolization of liver tumors (TARE)',
    });
    expect(order.category[0].coding[0].system).toBe(codeSet(6000));
    expect(JSON.stringify(orders)).not.toContain('ama-assn');
    expect(JSON.stringify(orders)).not.toContain('S2095');
  });

  it('a medication is named where it is used, for there is no Medication [MAP CapabilityStatement]', async () => {
    const statement = await read('metadata');
    const types = statement.rest[0].resource.map(({ type }: { type: string }) => type);
    for (const type of ['Medication', 'MedicationStatement', 'BodyStructure', 'PractitionerRole']) {
      expect(types).not.toContain(type);
    }
    const [order] = await matches(of('MedicationRequest'));
    expect(order.medicationCodeableConcept.text).toBeTypeOf('string');
  });

  it('a procedure keeps its CPT code [MAP procedure-12742399]', async () => {
    const [procedure] = await matches(of('Procedure'));
    expect(procedure.code.coding[0].system).toBe('http://www.ama-assn.org/go/cpt');
  });
});
