import { describe, expect, it } from 'vitest';
import { chart, concept, type Json, lab, prescription, procedure, subject } from '../../support/chart.ts';
import { assessed, judged } from '../../support/facts.ts';

const labs = [lab('bilirubin', 0.9), lab('albumin', 4), lab('inr', 1.1), lab('creatinine', 1)];
/** The highest sum that the labs leave: 9 with the INR, 11 without it. */
const highest = (...others: readonly Json[]) => judged([...labs, ...others]).scores.childPugh?.high;
const counted = 9;
const open = 11;

const modifier = { modifierExtension: [{ url: 'http://x.example/changed', valueBoolean: true }] };
const of = (medication: Json, extra: Json = {}) => {
  const { medicationCodeableConcept: _, ...rest } = prescription('rxnorm 1', { id: 'm', ...extra });
  return { ...rest, ...medication };
};
const worded = (medication: Json, extra: Json = {}) => of({ medicationCodeableConcept: medication }, extra);
const containing = (medication: Json, display?: string) =>
  of({
    medicationReference: { reference: '#c', ...(display !== undefined && { display }) },
    contained: [{ resourceType: 'Medication', id: 'c', ...medication }],
  });
const referring = (display?: string) =>
  of({ medicationReference: { reference: 'Medication/w', ...(display !== undefined && { display }) } });
const separate = (extra: Json): Json => ({ resourceType: 'Medication', id: 'w', ...extra });
const warfarin = concept('rxnorm 11289');
const ingredients = (...items: readonly Json[]) => ({
  ingredient: items.map((itemCodeableConcept) => ({ itemCodeableConcept })),
});

describe('an anticoagulant', () => {
  it.each<[string, readonly Json[]]>([
    ['in the text', [worded({ text: 'Warfarin 5 mg' })]],
    [
      'in a display beside another text',
      [worded({ text: 'Tablet 5 mg daily', coding: [{ display: 'Warfarin 5 mg' }] })],
    ],
    ['in the second display', [worded({ coding: [{ display: 'Tablet' }, { display: 'Eliquis' }] })]],
    ['in the words of a reference', [referring('warfarin')]],
    ['in the words of a reference to what is contained', [containing({}, 'warfarin')]],
    ['as a contained medication', [containing({ code: warfarin })]],
    ['as an ingredient of it', [containing(ingredients(warfarin))]],
    [
      'as its second ingredient',
      [containing({ code: { text: 'Tablet' }, ...ingredients({ text: 'Lactose' }, warfarin) })],
    ],
    [
      'as an ingredient by reference',
      [containing({ ingredient: [{ itemReference: { display: 'Warfarin' } }] })],
    ],
    ['as a separate medication', [referring(), separate({ code: warfarin })]],
    [
      'as the second ingredient of it',
      [referring('Tablet'), separate(ingredients({ text: 'Lactose' }, warfarin))],
    ],
    ['in the words of the reference alone', [referring('Coumadin'), separate({ code: { text: 'Tablet' } })]],
  ])('%s leaves the INR uncounted', (_, resources) => {
    expect(highest(...resources)).toBe(open);
    expect(judged([...labs, ...resources]).scores.meld3).toBeNull();
  });

  it.each<[string, Json]>([
    ['with a modifier', prescription('rxnorm 11289', modifier)],
    ['with a modifier in words', worded({ text: 'Warfarin 5 mg' }, modifier)],
    ['with a malformed part', prescription('rxnorm 11289', { dosageInstruction: 'daily' })],
    ['with a malformed part in words', worded({ coding: [{ display: 'Warfarin' }] }, { authoredOn: 7 })],
    ['with a malformed part, contained', { ...containing({ code: { text: 'warfarin' } }), authoredOn: 7 }],
    ['without a subject', prescription('rxnorm 11289', { subject: undefined })],
    ['with a status that cannot be read', prescription('rxnorm 11289', { status: 7 })],
    ['of unknown status', prescription('rxnorm 11289', { status: 'unknown' })],
    ['with a name that cannot be read', worded({ text: 7 })],
    ['with a code that cannot be read', of({ medicationCodeableConcept: 'warfarin' })],
    ['that says no name', of({})],
    [
      'that names only who gives it',
      {
        ...of({ medicationReference: { reference: '#c' } }, { authoredOn: 7 }),
        contained: [{ resourceType: 'Organization', id: 'o', type: [{ text: 'Pharmacy' }] }],
      },
    ],
    ['whose reference leads nowhere', referring()],
    ['whose code is empty', worded({ coding: [{ system: 'urn:local' }] })],
  ])('%s may be in use', (_, resource) => {
    expect(highest(resource)).toBe(open);
    expect(judged([...labs, resource]).candidacy.verdict).not.toBe('met');
  });

  it('that two copies disagree on may be in use', () => {
    expect(
      highest(
        prescription('rxnorm 11289', { id: 'm' }),
        prescription('rxnorm 11289', { id: 'm', status: 'stopped' }),
      ),
    ).toBe(open);
  });

  it('as a medication that cannot be used may be in use', () =>
    expect(highest(separate({ code: warfarin, ...modifier }))).toBe(open));

  it.each<[string, Json]>([
    ['another medication', worded({ text: 'Lactulose', coding: [{ display: 'Lactulose oral' }] })],
    ['another medication by code alone', prescription('rxnorm 6218')],
    ['another one that cannot be used', prescription('rxnorm 6218', modifier)],
    ['another one in words that cannot be used', worded({ text: 'Lactulose' }, modifier)],
    ['another one that is contained', containing({ code: { text: 'Lactulose' } })],
    ['another one by reference', referring('Lactulose')],
    [
      'one that was stopped and cannot be used',
      prescription('rxnorm 11289', { status: 'stopped', ...modifier }),
    ],
    ['one of another person', prescription('rxnorm 11289', { subject: { reference: 'Patient/q' } })],
    ['one that was entered in error', prescription('rxnorm 11289', { status: 'entered-in-error' })],
    [
      'one of unknown status that is over',
      prescription('rxnorm 11289', {
        status: 'unknown',
        dispenseRequest: { validityPeriod: { end: '2025-01-01' } },
      }),
    ],
    ['a nameless one that was stopped', of({}, { status: 'stopped' })],
    ['another resource that cannot be used', { ...procedure('cpt 47120'), status: 7, subject }],
  ])('is not seen in %s', (_, resource) => expect(highest(resource)).toBe(counted));

  it('is not in use any more by its older version', () => {
    const at = (lastUpdated: string, status: string) =>
      prescription('rxnorm 11289', { id: 'm', status, meta: { lastUpdated } });
    expect(highest(at('2025-01-01T00:00:00Z', 'active'), at('2025-02-01T00:00:00Z', 'stopped'))).toBe(
      counted,
    );
  });

  it('is named as the reason where it is, and where it may be', () => {
    const notes = (...others: readonly Json[]) =>
      assessed(chart(...labs, ...others)).facts.scores.childPugh?.notes;
    expect(notes()).toEqual([]);
    expect(notes(prescription('rxnorm 11289'))).toEqual([
      'The INR is not counted: an anticoagulant is on record.',
    ]);
    expect(notes(of({}))).toEqual(['The INR is not counted: an anticoagulant may be in use.']);
  });
});
