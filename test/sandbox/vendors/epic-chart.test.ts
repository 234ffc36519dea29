import { describe, expect, it } from 'vitest';
import { like } from './like.ts';

const epicId = 'urn:oid:1.2.840.114350.1.13.0.1.7.2.768282';
const app = await like('epic');
const { matches, read, status } = app;

describe('in Epic', () => {
  it('a result has LOINC and a number of Epic [MAP observation-lab]', async () => {
    const [found] = await matches('Observation?patient=textbook-hcc&code=http://loinc.org|2951-2');
    expect(found.code.coding).toMatchObject([
      { system: 'http://loinc.org', code: '2951-2' },
      { system: epicId, code: expect.stringMatching(/^\d{7}$/) },
    ]);
  });

  it('a result has two categories, one of them Epic’s [MAP observation-lab]', async () => {
    const [found] = await matches('Observation?patient=textbook-hcc&code=2951-2');
    expect(found.category).toMatchObject([
      { coding: [{ code: 'laboratory' }], text: 'Laboratory' },
      { coding: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7.10.798268.30', code: 'Lab' }], text: 'Lab' },
    ]);
  });

  it('a result that nobody interpreted says (NONE) [MAP observation-lab]', async () => {
    const found = await matches('Observation?patient=textbook-hcc&category=laboratory');
    const interpretations = new Set(found.map(({ interpretation }) => JSON.stringify(interpretation)));
    expect(interpretations).toContain('[{"text":"(NONE)"}]');
    expect(interpretations).not.toContain(undefined);
  });

  it.each([
    ['HbA1c has no unit at all', '4548-4', { value: 6.9 }],
    ['leukocytes have a unit of the wrong magnitude', '6690-2', { unit: '10*3/mL', code: '10*3/mL' }],
  ])('%s [MAP observation-lab]', async (_, code, quantity) => {
    const everywhere = await Promise.all(
      ['textbook-hcc', 'colorectal-two-lines', 'stale-labs', 'breast-metastases'].map(async (chart) => {
        const each = await like('epic', chart);
        return each.matches(`Observation?patient=${chart}&code=http://loinc.org|${code}`);
      }),
    );
    const quantities = everywhere.flat().map(({ valueQuantity }) => valueQuantity);
    expect(quantities).toContainEqual(code === '4548-4' ? quantity : expect.objectContaining(quantity));
  });

  it('ECOG is a SmartData element: status unknown, a date of issue only, the grade in a component [CTM]', async () => {
    const found = await matches(
      'Observation?patient=textbook-hcc&category=smartdata&focus=Encounter/hcc-ir-consult',
    );
    expect(found[0]).toMatchObject({
      status: 'unknown',
      category: [
        {
          coding: [
            {
              system: 'http://open.epic.com/FHIR/StructureDefinition/observation-category',
              code: 'smartdata',
            },
          ],
        },
        { coding: [{ code: 'exam' }] },
      ],
      code: { coding: [{ system: 'urn:oid:1.2.840.114350.1.13.0.1.7.2.727688', code: 'EPIC#31000083940' }] },
      issued: '2025-06-03T09:10:00-05:00',
      component: [{ code: { text: 'Line 1' }, valueString: '1' }],
    });
    expect(found[0]).not.toHaveProperty('effectiveDateTime');
    expect(found[0]).not.toHaveProperty('valueInteger');
    expect(await matches('Observation?patient=textbook-hcc&code=http://loinc.org|89247-1')).toEqual([]);
  });

  it.each([
    ['transplant-listed-hcc', 'EPIC#31000083940', /^0 - Fully active/],
    ['midgut-net', 'EPIC#31000083940', /^1$/],
    ['uveal-melanoma', 'EPIC#31000083940', /^0$/],
    ['breast-metastases', 'EPIC#1500', /^80$/],
    ['intrahepatic-cholangiocarcinoma', 'EPIC#31000083940', /^1 - Restricted/],
    ['cpt-37243-only', 'EPIC#31000083940', /^2$/],
  ])('the performance status of %s is under %s', async (chart, code, grade) => {
    const each = await like('epic', chart);
    const found = await each.matches(`Observation?patient=${chart}&category=smartdata`);
    expect(found.map((one) => one.code.coding[0].code)).toContain(code);
    expect(found[0].component[0].valueString).toMatch(grade);
  });

  it('a performance status that was withdrawn stays withdrawn', async () => {
    const each = await like('epic', 'provisional-diagnosis');
    const found = await each.matches('Observation?patient=provisional-diagnosis&category=smartdata');
    expect(found.map(({ id, status: said }) => `${id} ${said}`)).toContain('prov-ecog-2 entered-in-error');
  });

  it('a diagnosis of a visit has no status; one of the problem list has, and a code of IMO [MAP condition-*]', async () => {
    const [visit] = await matches('Condition?patient=textbook-hcc&category=encounter-diagnosis');
    expect(visit).not.toHaveProperty('clinicalStatus');
    expect(visit).not.toHaveProperty('verificationStatus');
    expect(visit.category.at(-1)).toMatchObject({ coding: [{ code: 'visit-diagnosis' }] });
    const [problem] = await matches('Condition?patient=textbook-hcc&category=problem-list-item');
    expect(problem.clinicalStatus).toBeDefined();
    expect(problem.code.coding.at(-1).system).toBe('urn:oid:2.16.840.1.113883.3.247.1.1');
  });

  it('an unsigned order is nowhere, and a signed one is [ECDS]', async () => {
    const each = await like('epic', 'provisional-diagnosis');
    expect(each.token.encounter).toBe('prov-ir-consult');
    expect(await each.status('ServiceRequest/prov-order')).toBe(404);
    const found = await each.matches('ServiceRequest?patient=provisional-diagnosis');
    expect(found.map(({ id }) => id)).not.toContain('prov-order');
    expect(await status('ServiceRequest/hcc-order')).toBe(200);
  });

  it('a note lies behind two Binaries of relative address [MAP DocumentReference]', async () => {
    const note = await read('DocumentReference/hcc-tumor-board');
    expect(note.content.map(({ attachment }: { attachment: object }) => attachment)).toEqual([
      { contentType: 'text/html', url: 'Binary/html-hcc-tumor-board' },
      { contentType: 'text/rtf', url: 'Binary/rtf-hcc-tumor-board' },
    ]);
    const { data } = await read('Binary/html-hcc-tumor-board');
    expect(atob(data)).toContain('LIVER TUMOR BOARD');
  });

  it('a medication is a resource of its own, which needs its own scope [MAP Medication.Read]', async () => {
    const order = await read('MedicationRequest/hcc-propranolol');
    expect(order).not.toHaveProperty('medicationCodeableConcept');
    expect(order.medicationReference.display).toBe('propranolol 20 mg tablet');
    expect((await read(order.medicationReference.reference)).code.coding[0].code).toBe('8787');
    const without = await like('epic', 'textbook-hcc', { scopes: 'launch patient/MedicationRequest.read' });
    expect(await without.status(order.medicationReference.reference)).toBe(403);
  });

  it('a procedure is an ordered one, a visit of a class of Epic’s own, a report under SNOMED CT by OID [MAP]', async () => {
    const [procedure] = await matches('Procedure?patient=textbook-hcc');
    expect(procedure.category.text).toBe('Ordered Procedures');
    expect(procedure.code.coding[0].system).toBe('http://www.ama-assn.org/go/cpt');
    expect((await read('Encounter/hcc-ir-consult')).class.system).toBe(
      'urn:oid:1.2.840.114350.1.72.1.7.7.10.696784.13260',
    );
    const [report] = await matches('DiagnosticReport?patient=textbook-hcc&category=LAB');
    expect(report.code.coding[0].system).toBe('urn:oid:1.2.840.114350.1.13.0.1.7.2.696580');
  });
});
