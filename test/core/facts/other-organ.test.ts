import { describe, expect, it } from 'vitest';
import { concept, condition, type Json, observation, order, patient } from '../../support/chart.ts';
import { judged, verdicts } from '../../support/facts.ts';

const lungSite = concept('sct 39607008');
const lung = (extra: Json = {}) => order('cpt 79445', { bodySite: [lungSite], ...extra });
const outcome = (...resources: readonly Json[]) => {
  const output = judged(resources);
  return [output.site, verdicts(output)['I.A'], output.verdict].join(' ');
};
const elsewhere = 'other met met';
const open = 'unknown unknown unknown';

describe('an order for the lung', () => {
  it.each<[string, Json]>([
    ['alone', {}],
    ['with the words of its site', { bodySite: [{ ...lungSite, text: 'Left lung' }] }],
    ['for a tumor of the lung', { reasonCode: [{ text: 'Non-small cell lung cancer' }] }],
    ['for a coded tumor of the lung', { reasonCode: [concept('icd C34.90')] }],
    ['for metastases of the colon', { reasonCode: [{ text: 'Pulmonary metastases of colon cancer' }] }],
    ['beside hepatitis', { reasonCode: [concept('icd C34.90'), { text: 'Chronic hepatitis C' }] }],
    [
      'for a lung tumor with the mark of a risk category',
      { reasonCode: [{ text: 'Malignant neoplasm of lung (HCC)' }] },
    ],
    [
      'for a kidney tumor with another such mark',
      { reasonCode: [{ text: 'Renal cell carcinoma (CMS-HCC)' }] },
    ],
    ['for a part of the colon', { note: [{ text: 'Primary in the hepatic flexure' }] }],
    ['for disease outside the liver', { note: [{ text: 'Extrahepatic disease only' }] }],
    ['by a department for the liver', { performer: [{ display: 'Liver Center' }] }],
    [
      'by a department that it contains',
      { contained: [{ resourceType: 'Organization', id: 'd', name: 'Liver', alias: ['Liver'] }] },
    ],
  ])('%s is outside the liver', (_, extra) => expect(outcome(lung(extra))).toBe(elsewhere));

  it.each<[string, Json]>([
    ['for a liver tumor in words', { reasonCode: [{ text: 'Hepatocellular carcinoma' }] }],
    ['for a liver tumor in short', { reasonCode: [{ text: 'HCC' }] }],
    ['for a liver tumor', { reasonCode: [concept('icd C22.0')] }],
    [
      'for a liver tumor in the ICD of another country',
      { reasonCode: [concept('http://hl7.org/fhir/sid/icd-10 C22.0')] },
    ],
    ['for a liver tumor in words beside a code', { reasonCode: [{ ...concept('icd R91.8'), text: 'HCC' }] }],
    ['whose site is the liver in words', { bodySite: [{ ...lungSite, text: 'Liver, right lobe' }] }],
    [
      'whose site is the liver in the words of another code',
      {
        bodySite: [
          { coding: [...(lungSite.coding as Json[]), { system: 'urn:x', code: '1', display: 'Liver' }] },
        ],
      },
    ],
    [
      'whose code is of the liver in words',
      { code: { ...concept('cpt 79445'), text: 'Y-90 radioembolization, liver' } },
    ],
    ['with a lobe of the liver as its detail', { orderDetail: [{ text: 'Right hepatic lobe' }] }],
    ['with the code of the liver as its detail', { orderDetail: [concept('sct 10200004')] }],
    ['with a note on the liver', { note: [{ text: 'For the lesion in the liver' }] }],
    [
      'for a record that is called a liver tumor',
      { reasonReference: [{ identifier: { value: '1' }, display: 'Hepatocellular carcinoma' }] },
    ],
    [
      'for a liver tumor that it contains',
      {
        contained: [{ resourceType: 'Condition', id: 'h1', code: concept('icd C22.0') }],
        reasonReference: [{ reference: '#h1' }],
      },
    ],
    ['for a record that the chart does not hold', { reasonReference: [{ reference: 'Condition/gone' }] }],
    ['for a record that it should contain', { reasonReference: [{ reference: '#gone' }] }],
  ])('%s is in doubt', (_, extra) => expect(outcome(lung(extra))).toBe(open));

  it('is in doubt where another order of it speaks of the liver', () => {
    const other = order('cpt 37243', { id: 'o2', orderDetail: [{ text: 'Right hepatic lobe' }] });
    expect(outcome(lung(), other)).toBe(open);
    expect(outcome(lung(), { ...other, status: 'completed' })).toBe(elsewhere);
  });

  it('for a diagnosis of the chart that is not of the liver is outside it', () =>
    expect(
      outcome(lung({ reasonReference: [{ reference: 'Condition/icd-C34.90' }] }), condition('icd C34.90')),
    ).toBe(elsewhere));

  const nobodys = { ...condition('icd C22.0'), subject: undefined };
  const histology = (code: string, extra: Json = {}) =>
    observation('loinc 31206-6', { valueCodeableConcept: concept(`icdo ${code}`), ...extra });
  const size = (site: Json, extra: Json = {}) =>
    observation('loinc 21889-1', { valueQuantity: { value: 3, unit: 'cm' }, bodySite: site, ...extra });

  it.each<[string, Json]>([
    ['a liver tumor that does not say whose it is', nobodys],
    ['a histology of the liver', histology('8170/3')],
    ['a histology of bile ducts that may be those of the liver', histology('8160/3')],
    ['a diagnosis of bile ducts that may be those of the liver', condition('sct 70179006')],
    [
      'a component with a histology of the liver',
      observation('loinc 31206-6', {
        component: [{ code: concept('loinc 31206-6'), valueCodeableConcept: concept('icdo 8170/3') }],
      }),
    ],
    ['a tumor measured in the liver', size(concept('sct 10200004'))],
    ['a tumor measured in the liver, in words', size({ text: 'Liver segment 6' })],
    [
      'a malignancy with the liver as its site',
      condition('icd C80.1', { extra: { bodySite: [concept('sct 10200004')] } }),
    ],
    [
      'a metastasis with the liver as its site in words',
      condition([], { id: 'm', extra: { code: { text: 'Metastasis' }, bodySite: [{ text: 'Liver' }] } }),
    ],
  ])('is in doubt beside %s', (_, resource) => expect(outcome(lung(), resource)).toBe(open));

  it.each<[string, Json]>([
    [
      'a diagnosis of the lung that does not say whose it is',
      { ...condition('icd C34.90'), subject: undefined },
    ],
    ['a liver tumor of another person', { ...nobodys, subject: { reference: 'Patient/q' } }],
    ['a histology of the lung', histology('8140/3')],
    ['bile ducts outside the liver', condition('icd C24.0')],
    ['a histology that was entered in error', histology('8170/3', { status: 'entered-in-error' })],
    ['a tumor measured in the lung', size(lungSite)],
    ['fat in the liver', condition('icd K76.0', { extra: { bodySite: [concept('sct 10200004')] } })],
    [
      'a tumor of the liver that is over',
      condition('icd C80.1', { clinical: 'resolved', extra: { bodySite: [{ text: 'Liver' }] } }),
    ],
    ['a patient', patient()],
  ])('is outside the liver beside %s', (_, resource) => expect(outcome(lung(), resource)).toBe(elsewhere));
});
