import { describe, expect, it } from 'vitest';
import { mappings } from '../../src/catalogue/catalogue.ts';
import type { CodeableConcept } from '../../src/core/fhir/r4.ts';
import { readAppContext } from '../../src/ehr/app-context.ts';
import { changedSince, marksIn, orderMarks } from '../../src/ehr/order-marks.ts';

const cpt = 'http://www.ama-assn.org/go/cpt';
const sct = 'http://snomed.info/sct';
const liver = { coding: [{ system: sct, code: '10200004', display: 'Liver' }] };
const y90 = { coding: [{ system: cpt, code: '79445' }], text: 'Y-90' };
const marks = (code: CodeableConcept, bodySite: CodeableConcept[] = [liver], patient = 'ada') =>
  orderMarks({ code, bodySite }, mappings.concepts, patient);

describe('the marks of an order', () => {
  it('are the same for the same order, whatever words the EHR puts beside its codes', async () => {
    const stored = await marks({ ...y90, text: 'Radioembolization' }, [
      { coding: [{ system: 'urn:oid:2.16.840.1.113883.6.96', code: '10200004' }] },
    ]);
    expect(changedSince(await marks(y90), stored)).toEqual([]);
  });

  it.each<[string, CodeableConcept, CodeableConcept[], readonly string[]]>([
    [
      'another therapy',
      {
        coding: [
          { system: cpt, code: '37243' },
          { system: sct, code: '1' },
        ],
      },
      [liver],
      ['therapy', 'codes'],
    ],
    ['a code more', { coding: [...y90.coding, { system: cpt, code: '75894' }] }, [liver], ['codes']],
    ['another site', y90, [{ coding: [{ system: sct, code: '39607008', display: 'Lung' }] }], ['site']],
    ['no site', y90, [], ['site']],
    ['words instead of a code', { text: 'Y-90' }, [liver], ['therapy', 'codes']],
  ])('tell %s', async (_, code, site, changed) => {
    expect(changedSince(await marks(y90), await marks(code, site))).toEqual(changed);
  });

  it('say nothing by themselves, and are others for another patient', async () => {
    const own = await marks(y90);
    expect(JSON.stringify(own)).not.toMatch(/79445|tare|Y-90|10200004|ada/);
    expect(changedSince(own, await marks(y90, [liver], 'bob'))).toEqual(['therapy', 'site', 'codes']);
  });

  it('are read back from what a card says, and nothing else is', async () => {
    const about = await marks(y90);
    const read = (said: object) =>
      readAppContext({ appContext: JSON.stringify(said), base: 'https://ehr.test/fhir' }).about;
    expect(read({ about })).toEqual(about);
    expect(read({ about: { ...about, more: 'x', site: 'Liver' } })).toEqual({
      therapy: about.therapy,
      codes: about.codes,
    });
    expect(read({ about: 'x' })).toBeUndefined();
    expect(marksIn([about])).toEqual({});
    expect(changedSince({}, about)).toEqual([]);
  });
});
