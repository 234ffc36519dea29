import { describe, expect, it } from 'vitest';
import { policies } from '../../src/catalogue/catalogue.ts';
import { draftPolicies } from '../../src/catalogue/draft-policies.ts';
import { explanation } from '../../src/cli/explain.ts';
import { policyDiff } from '../../src/cli/policy-diff.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import {
  chart,
  condition,
  daysAgo,
  diseaseStatus,
  ecog,
  type Json,
  lab,
  observation,
  order,
  patient,
  prescription,
  today,
} from '../support/chart.ts';
import { type Asked, assessed, edits, med140, recordOf } from '../support/facts.ts';

const policy = (id: string): Policy => {
  const found = [...policies, ...draftPolicies].find((each) => each.id === id);
  if (!found) throw new Error(`no policy ${id}`);
  return found;
};
const hcc = condition('icd C22.0', { id: 'hcc' });
const tare = order('sct 764677008');
const size = observation('loinc 21889-1', { id: 'size', valueQuantity: { value: 4, unit: 'cm' } });

const labs = [lab('bilirubin', 0.8), lab('albumin', 4.1), lab('inr', 1)];

describe('a comparison of two policies', () => {
  const diff = (other: string, resources: readonly Json[], answers: Json = {}, therapy?: 'tace') =>
    policyDiff(med140, policy(other), recordOf(chart(...resources)), {
      asOf: today,
      edits: edits(answers),
      therapy,
    }).split('\n');
  const answers = { unresectable: true, 'extrahepatic-disease': 'absent' };

  it('gives ECOG 3 another verdict where it is a criterion', () => {
    const lines = diff('bcbst-y90', [hcc, tare, ecog(3), size, ...labs], answers);
    expect(lines.slice(0, 2)).toEqual([`med140 ${med140.version}: met`, 'bcbst-y90 draft-1: not-met']);
    expect(lines).toContain('bcbst-y90 is a draft: a comparison of formats, not a determination.');
    const alone = lines.slice(lines.indexOf('Asked by bcbst-y90 alone'), lines.indexOf('Asked by both'));
    expect(alone.some((line) => /ECOG.* <= 2 .*: not-met/.test(line))).toBe(true);
  });

  it('tells two limits on one value apart', () => {
    const lines = diff('hcsc-tace', [hcc, size], {}, 'tace');
    expect(lines).toEqual(
      expect.arrayContaining([
        '  Tumor size: tumor-size < 5 cm: met',
        '  Tumor size: tumor-size < 3 cm: not-met',
      ]),
    );
  });

  it('does not speak of therapies that are not requested as if they were met', () => {
    const lines = diff('bcbst-y90', [hcc, tare]);
    expect(lines).toContain('  Chemoembolization: not the requested therapy');
    expect(lines.filter((line) => line.includes('without further condition'))).toEqual([]);
  });

  it('of a policy with itself finds nothing that one alone asks', () => {
    const lines = diff('med140', [hcc, tare]);
    expect(lines.filter((line) => line.includes('alone'))).toEqual([]);
    expect(lines).toContain('  Hepatocellular carcinoma: met');
  });
});

describe('an explanation', () => {
  const said = (resources: readonly Json[], asked: Asked = {}) =>
    explanation(assessed(chart(...resources), asked)).split('\n');
  const below = (lines: readonly string[], heading: string) => {
    const from = lines.slice(lines.indexOf(heading) + 1);
    return from.slice(0, from.indexOf(''));
  };

  it('answers first, with the questions that would settle it', () => {
    const lines = said([hcc, tare]);
    expect(lines[2]).toBe('Requested: TARE; site: liver.');
    expect(lines.slice(4, 8)).toEqual([
      'The criteria appear open: they cannot be determined from the record.',
      'Favourable answers to any one of these sets would settle them:',
      '  - unresectable',
      '  - bridge-to-transplant',
    ]);
  });

  it('offers no to-do list where nothing can change the verdict', () => {
    const lines = said([condition('icd C78.7'), condition('icd C50.911'), tare]);
    expect(lines[4]).toBe('The criteria appear not met.');
    expect(lines).not.toContain('Favourable answers to any one of these sets would settle them:');
  });

  it('shows with what is missing what the chart holds for it and against it', () => {
    const crc = [
      condition('icd C78.7', { id: 'mets' }),
      condition('icd C18.7', { id: 'colon' }),
      condition('icd C79.51', { id: 'bone' }),
      prescription('rxnorm 253337', {
        id: 'bevacizumab',
        status: 'stopped',
        authoredOn: daysAgo(200),
        statusReason: { coding: [{ system: 'http://snomed.info/sct', code: '266721009' }] },
      }),
      diseaseStatus('worsened', { effectiveDateTime: daysAgo(5) }),
    ];
    const missing = below(said([...crc, tare]), 'Missing');
    expect(missing).toContain(
      '  chemo-refractory (clinician): Refractory to chemotherapy: only a clinician can say. On record for it: MedicationRequest/bevacizumab, Observation/status. Waiting for it: I.B.3.b.ii, D5.',
    );
    expect(missing).toContain(
      '  liver-dominant (clinician): Liver-dominant: only a clinician can say. On record against it: Condition/bone. Waiting for it: I.B.3.b.i, D2b.',
    );
  });

  it.each<[string, readonly Json[], Json, string]>([
    [
      'what the record bounds, as a span',
      labs,
      {},
      '  Child-Pugh 5 to 9, class A or B; points: bilirubin 1, albumin 1, inr 1, ascites 1 to 3, encephalopathy 1 to 3.',
    ],
    [
      'what the clinician settles',
      labs,
      { ascites: 'none', encephalopathy: 'none' },
      '  Child-Pugh 5, class A; points: bilirubin 1, albumin 1, inr 1, ascites 1, encephalopathy 1.',
    ],
    [
      'ALBI with its split grade',
      [lab('bilirubin', 1), lab('albumin', 4)],
      {},
      '  ALBI -2.586, grade 2 (2a).',
    ],
    [
      'ALBI below a comparator',
      [lab('bilirubin', 0.2, { comparator: '<' }), lab('albumin', 4.1)],
      {},
      '  ALBI -3.132 or below, grade 1.',
    ],
    [
      'a Karnofsky score as what it is',
      [observation('loinc 89243-0', { valueInteger: 70 })],
      {},
      `  ECOG 1, from a Karnofsky score (${today}).`,
    ],
    [
      'an anticoagulant beside the INR',
      [...labs, prescription('rxnorm 11289')],
      {},
      '  The INR is not counted: an anticoagulant is on record.',
    ],
    [
      'Gilbert syndrome',
      [condition('icd E80.4')],
      {},
      '  Gilbert syndrome is on record: it raises indirect bilirubin without loss of liver function.',
    ],
    [
      'results that are not of one time',
      [lab('bilirubin', 1, { effectiveDateTime: daysAgo(40) }), lab('albumin', 4)],
      {},
      '  The laboratory values lie 40 days apart.',
    ],
  ])('says of the scores %s', (_, resources, answers, expected) => {
    expect(below(said([tare, ...resources], { answers }), 'Scores')).toContain(expected);
  });

  it('shows MELD for both sexes where the record does not say which', () => {
    const renal = [lab('creatinine', 1.9), lab('sodium', 137)];
    const sick = [lab('bilirubin', 4.2), lab('albumin', 3.5), lab('inr', 1.2), ...renal];
    expect(below(said([tare, ...sick]), 'Scores')).toContain('  MELD 20, MELD-Na 20, MELD 3.0 21.');
    const unsaid = {
      ...chart(tare, ...sick),
      entry: [patient({ gender: 'unknown' }), tare, ...sick].map((resource) => ({ resource })),
    };
    expect(explanation(assessed(unsaid)).split('\n')).toContain(
      '  MELD 20, MELD-Na 20, MELD 3.0 23 (female) or 21 (male).',
    );
  });

  it('names with each statement of others who says so, when, and with which interests', () => {
    const others = below(said([hcc, tare]), 'What others say (shown side by side; they may disagree)').join(
      '\n',
    );
    expect(others).toContain(
      'Seoul National University Hospital; expert opinion, undated; interests: None disclosed.)',
    );
    expect(others).toMatch(
      /Northwestern Medicine; expert opinion, undated; interests: Consultant to Boston Scientific/,
    );
    expect(others).toContain(
      'unreviewed text, 2025-05-17, not reviewed by a person; interests: Not stated.)',
    );
  });

  it('shows where the policy is silent or contradicts itself, and resolves nothing', () => {
    const silences = below(said([hcc, tare]), 'Where the policy is silent or contradicts itself');
    expect(silences).toHaveLength(med140.silences.length);
    expect(silences.join(' ')).toContain('The criterion governs.');
  });

  it('says "Nothing." below a heading that has nothing', () => {
    const lines = said([]);
    expect(below(lines, 'How long the evidence holds')).toEqual(['  Nothing.']);
    expect(below(lines, 'Set aside')).toEqual(['  Nothing.']);
  });

  it('says which evidence does not last until the planned date', () => {
    const lines = said([hcc, tare, lab('bilirubin', 1, { effectiveDateTime: daysAgo(60) })], {
      answers: { 'planned-date': daysAgo(-40) },
    });
    expect(below(lines, 'How long the evidence holds')).toEqual([
      `  Total bilirubin: until ${daysAgo(-30)}, before the planned date`,
    ]);
  });

  it('ends with the contract notice, and with who decides', () => {
    const lines = said([hcc, tare]);
    expect(lines.at(-2)).toBe(med140.notice);
    expect(lines.at(-1)).toBe('A draft for a clinician, who decides. It is no decision of the payer.');
  });

  it('never says approved, covered or eligible', () => {
    for (const resources of [[hcc, tare], [], [condition('icd C78.7'), condition('icd C50.911'), tare]])
      expect(said(resources).join(' ')).not.toMatch(/\b(approved|covered|eligible)\b/i);
  });
});
