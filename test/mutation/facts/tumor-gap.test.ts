import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import { whyTumorIsOpen } from '../../../src/core/facts/tumor-gap.ts';
import { chart, condition, type Json, warning } from '../../support/chart.ts';
import { type Asked, assessed } from '../../support/facts.ts';

const why = (resources: readonly Json[], asked: Asked = {}) => {
  const told = whyTumorIsOpen(assessed(chart(...resources), asked).facts.tumor);
  return told && [told.gap, told.because, ...references(told.support)];
};
const mets = condition('icd C78.7', { id: 'mets' });
const colon = condition('icd C18.7', { id: 'colon' });
const breast = condition('icd C50.911', { id: 'breast' });

describe('why the tumor is open', () => {
  it.each<[string, readonly Json[], readonly string[]]>([
    ['nothing on record', [], ['not-recorded', 'No tumor in the liver is recorded as confirmed and active.']],
    [
      'a reason that several kinds share, which then names none of them',
      [mets, colon, breast],
      [
        'conflict',
        'A liver metastasis is confirmed; more than one primary is on record, and none is linked.',
        'Condition/mets',
        'Condition/colon',
        'Condition/breast',
      ],
    ],
    [
      'a code that leaves two kinds open',
      [condition('icd C22.9', { id: 'liver' })],
      ['unconfirmed', 'The code on record leaves the type or site open.', 'Condition/liver'],
    ],
    [
      'a reason of one kind, which is named',
      [condition('icd C22.0', { id: 'maybe', verification: 'provisional' })],
      [
        'unconfirmed',
        'Hepatocellular carcinoma: recorded, but not as confirmed and active.',
        'Condition/maybe',
      ],
    ],
    [
      'of two silences the one with something to show',
      [colon],
      [
        'not-recorded',
        'Colorectal metastasis in the liver: a primary is on record, a confirmed metastasis in the liver is not.',
        'Condition/colon',
      ],
    ],
    [
      'more than a silence before a silence that has something to show',
      [condition('icd C43.9', { id: 'skin' }), condition('icd C22.0', { id: 'past', clinical: 'resolved' })],
      [
        'unconfirmed',
        'Hepatocellular carcinoma: recorded as past, not as active.',
        'Condition/past',
        'Condition/skin',
      ],
    ],
    [
      'a refused read, though nothing was found',
      [warning({ severity: 'error', code: 'forbidden', diagnostics: 'Condition' })],
      ['denied', 'Diagnoses: the EHR withheld some results (forbidden).'],
    ],
  ])('is %s', (_, resources, expected) => expect(why(resources)).toEqual(expected));

  it('is nothing once every kind is settled', () => {
    expect(why([condition('icd C22.0')])).toBeUndefined();
    expect(why([mets, colon, breast], { answers: { 'tumor-type': 'other' } })).toBeUndefined();
  });
});
