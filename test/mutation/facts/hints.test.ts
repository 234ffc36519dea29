import { describe, expect, it } from 'vitest';
import { references } from '../../../src/core/facts/finding.ts';
import { isLeafName, type LeafName } from '../../../src/core/facts/leaves.ts';
import {
  chart,
  concept,
  condition,
  daysAgo,
  diseaseStatus,
  type Json,
  lab,
  prescription,
} from '../../support/chart.ts';
import { assessed } from '../../support/facts.ts';
import { colon, hcc, mets, provisional, resolved } from './diagnoses-on-record.ts';

const leaf = (name: LeafName, resources: readonly Json[], answers: Json = {}) =>
  assessed(chart(...resources), { answers }).facts.leaves[name];
const ids = (provenance: Parameters<typeof references>[0] | undefined) =>
  references(provenance ?? []).map((each) => each.split('/')[1] ?? each);
const drug = (id: string, extra: Json = {}) => prescription('rxnorm 495881', { id, ...extra });
const ended = (id: string, reason: string, extra: Json = {}) =>
  drug(id, { status: 'stopped', statusReason: concept(`sct ${reason}`), ...extra });
const noResponse = '266721009';
const notTolerated = '407563006';

describe('what speaks for or against what only a clinician can say', () => {
  it.each<[string, LeafName, readonly Json[], readonly string[], readonly string[]]>([
    ['nothing on record', 'unresectable', [hcc()], [], []],
    ['cirrhosis', 'unresectable', [condition('icd K74.60', { id: 'x' })], ['x'], []],
    ['portal hypertension', 'unresectable', [condition('icd K76.6', { id: 'x' })], ['x'], []],
    ['liver failure', 'unresectable', [condition('sct 59927004', { id: 'x' })], ['x'], []],
    ['metastases elsewhere', 'unresectable', [condition('icd C78.01', { id: 'x' })], ['x'], []],
    [
      'cirrhosis that is provisional',
      'unresectable',
      [condition('icd K74.60', { id: 'x', ...provisional })],
      ['x'],
      [],
    ],
    ['cirrhosis that is over', 'unresectable', [condition('icd K74.60', { id: 'x', ...resolved })], [], []],
    ['another disease', 'unresectable', [condition('icd I10', { id: 'x' })], [], []],
    ['a place on the list', 'bridge-to-transplant', [condition('icd Z76.82', { id: 'x' })], ['x'], []],
    [
      'a liver that was transplanted',
      'bridge-to-transplant',
      [condition('icd Z94.4', { id: 'x' })],
      [],
      ['x'],
    ],
    ['metastases elsewhere', 'liver-dominant', [condition('icd C78.01', { id: 'x' })], [], ['x']],
    ['nothing ever', 'diffuse', [hcc(), condition('icd C78.01', { id: 'x' })], [], []],
    ['a line that was not tolerated', 'systemic-not-candidate', [ended('rx', notTolerated)], ['rx'], []],
    ['a line that was not tolerated', 'chemo-not-candidate', [ended('rx', notTolerated)], ['rx'], []],
    ['a line that was refused', 'systemic-not-candidate', [ended('rx', '105480006')], [], []],
    ['a line that goes on', 'chemo-not-candidate', [drug('rx')], [], []],
    ['a line without response', 'chemo-refractory', [ended('rx', noResponse)], ['rx'], []],
    ['a line that was not tolerated', 'chemo-refractory', [ended('rx', notTolerated)], [], []],
    [
      'a somatostatin analogue, with carcinoid syndrome',
      'systemic-failed-symptoms',
      [prescription('rxnorm 898589', { id: 'rx' }), condition('icd E34.0', { id: 'x' })],
      ['rx', 'x'],
      [],
    ],
    [
      'a somatostatin analogue alone',
      'systemic-failed-symptoms',
      [prescription('rxnorm 898589', { id: 'rx' })],
      [],
      [],
    ],
    ['carcinoid syndrome alone', 'systemic-failed-symptoms', [condition('icd E34.0', { id: 'x' })], [], []],
    [
      'an analogue that was stopped',
      'systemic-failed-symptoms',
      [prescription('rxnorm 898589', { id: 'rx', status: 'stopped' }), condition('icd E34.0', { id: 'x' })],
      [],
      [],
    ],
    [
      'another drug, with carcinoid syndrome',
      'systemic-failed-symptoms',
      [drug('rx'), condition('icd E34.0', { id: 'x' })],
      [],
      [],
    ],
  ])('%s, of %s', (_, name, resources, support, against) => {
    const found = leaf(name, resources);
    expect([found.truth, found.gap]).toEqual(['open', 'clinician-only']);
    expect([ids(found.support), ids(found.against)]).toEqual([support, against]);
  });

  it('Child-Pugh C speaks for unresectable; a class that is open, or B, does not', () => {
    const labs = (bilirubin: number, albumin: number, inr: number) => [
      lab('bilirubin', bilirubin),
      lab('albumin', albumin),
      lab('inr', inr),
    ];
    const support = (resources: readonly Json[], answers: Json = {}) =>
      ids(leaf('unresectable', resources, answers).support);
    expect(support(labs(9, 2, 3))).toEqual(['bilirubin', 'albumin', 'inr']);
    expect(support(labs(2.5, 3, 2))).toEqual([]);
    expect(support(labs(2.5, 3, 1), { ascites: 'none', encephalopathy: 'none' })).toEqual([]);
  });

  it('a disease that worsened after a line without response speaks for refractory; before it, or unchanged, it does not', () => {
    const line = (from: number) => ended('rx', noResponse, { authoredOn: daysAgo(from) });
    const support = (from: number, course: 'worsened' | 'stable') =>
      ids(
        leaf('chemo-refractory', [
          mets(),
          colon(),
          line(from),
          diseaseStatus(course, { effectiveDateTime: daysAgo(20) }),
        ]).support,
      );
    expect(support(60, 'worsened')).toEqual(['rx', 'status']);
    expect(support(10, 'worsened')).toEqual(['rx']);
    expect(support(20, 'worsened')).toEqual(['rx']);
    expect(support(60, 'stable')).toEqual(['rx']);
  });

  it('two lines: it is enough that the disease worsened after one', () => {
    const two = [
      ended('old', noResponse, { authoredOn: daysAgo(200) }),
      ended('new', noResponse, { authoredOn: daysAgo(10) }),
    ];
    expect(
      ids(
        leaf('chemo-refractory', [
          mets(),
          colon(),
          ...two,
          diseaseStatus('worsened', { effectiveDateTime: daysAgo(20) }),
        ]).support,
      ),
    ).toEqual(['old', 'new', 'status']);
  });

  it('nothing that speaks against is said to be against where there is nothing', () =>
    expect(leaf('liver-dominant', [hcc()])).not.toHaveProperty('against'));

  it('is settled by what the clinician says, and stands on it', () => {
    for (const said of [true, false]) {
      const found = leaf('unresectable', [], { unresectable: said });
      expect([found.truth, ids(found.evidence), found.because.includes(said ? ': yes' : ': no')]).toEqual([
        said ? 'yes' : 'no',
        ['answer:unresectable'],
        true,
      ]);
    }
  });
});

describe('symptoms', () => {
  const symptomatic = (resources: readonly Json[], answers: Json = {}) => {
    const { truth, gap, evidence, support } = leaf('symptomatic', resources, answers);
    return [truth === 'open' ? gap : truth, ...ids(truth === 'open' ? support : evidence)].join(' ');
  };
  it.each<[string, readonly Json[], Json, string]>([
    ['nothing on record', [hcc()], {}, 'not-recorded'],
    ['carcinoid syndrome', [condition('icd E34.0', { id: 'x' })], {}, 'yes x'],
    [
      'carcinoid syndrome, provisional',
      [condition('icd E34.0', { id: 'x', ...provisional })],
      {},
      'unconfirmed x',
    ],
    ['carcinoid syndrome, over', [condition('icd E34.0', { id: 'x', ...resolved })], {}, 'unconfirmed x'],
    [
      'carcinoid syndrome, ruled out elsewhere',
      [condition('icd E34.0', { id: 'x' }), condition('icd E34.0', { id: 'no', verification: 'refuted' })],
      {},
      'conflict x',
    ],
    [
      'carcinoid syndrome, another disease ruled out',
      [condition('icd E34.0', { id: 'x' }), condition('icd I10', { id: 'no', verification: 'refuted' })],
      {},
      'yes x',
    ],
    ['the clinician says so', [], { symptomatic: true }, 'yes answer:symptomatic'],
    [
      'the clinician says not, whatever is on record',
      [condition('icd E34.0', { id: 'x' })],
      { symptomatic: false },
      'no answer:symptomatic',
    ],
  ])('%s', (_, resources, answers, expected) => expect(symptomatic(resources, answers)).toBe(expected));
});

it('a leaf is known by its name', () =>
  expect(['unresectable', 'dx.hcc', 'nothing', 'toString'].map(isLeafName)).toEqual([
    true,
    true,
    false,
    false,
  ]));
