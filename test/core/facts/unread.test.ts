import { describe, expect, it } from 'vitest';
import { condition, type Json, lab, order, procedure } from '../../support/chart.ts';
import { judged, type Printed } from '../../support/facts.ts';

const withheld = (what: string): Json => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'warning', code: 'suppressed', details: { text: `${what} results were withheld` } }],
});
const gapOf = ({ gaps }: Printed, question: string) => gaps.find((gap) => gap.question === question);

const tare = order('sct 764677008');
const labs = [
  lab('bilirubin', 0.8),
  lab('albumin', 4.1),
  lab('inr', 1),
  lab('creatinine', 1),
  lab('sodium', 138),
];

describe('where diagnoses were withheld', () => {
  const hcc = condition('icd C22.0');

  it.each(['ascites', 'encephalopathy'])('a silence about %s is a refusal, not an absence', (question) => {
    const gap = gapOf(judged([hcc, tare, ...labs, withheld('Condition')]), question);
    expect(gap).toMatchObject({ gap: 'denied', who: 'it' });
    expect(gap?.because).toContain('withheld');
  });

  it('a silence about symptoms is a refusal, and the EHR office can lift it', () => {
    const gap = gapOf(judged([condition('icd C7B.02'), tare, withheld('Condition')]), 'symptomatic');
    expect(gap).toMatchObject({ gap: 'denied', who: 'it' });
  });

  it('a silence about the portal vein is a refusal', () => {
    const gap = gapOf(judged([hcc, withheld('Condition')], { therapy: 'tare' }), 'macrovascular-invasion');
    expect(gap).toMatchObject({ gap: 'denied', who: 'it' });
  });

  it('what was found among the others still counts', () => {
    const found = judged([hcc, condition('icd I81'), withheld('Condition')], { therapy: 'tace' });
    expect(found.candidacy.verdict).toBe('not-met');
  });

  it('primary biliary cholangitis cannot be ruled out, so both bilirubin tables are allowed for', () => {
    const answers = { ascites: 'none', encephalopathy: 'none' };
    const jaundiced = [hcc, tare, lab('bilirubin', 3.5), lab('albumin', 4.1), lab('inr', 1)];
    expect(judged(jaundiced, { answers }).scores.childPugh).toMatchObject({ low: 7, high: 7 });
    expect(judged([...jaundiced, withheld('Condition')], { answers }).scores.childPugh).toMatchObject({
      low: 5,
      high: 7,
    });
  });
});

describe('dialysis', () => {
  it.each(['Condition', 'Procedure'])('is not ruled out where %s results were withheld: no MELD', (what) => {
    expect(judged([tare, ...labs]).scores.meldNa).not.toBeNull();
    expect(judged([tare, ...labs, withheld(what)]).scores.meldNa).toBeNull();
  });

  it('stays proven where it is on record', () => {
    const dependent = condition('icd Z99.2');
    expect(judged([tare, ...labs, dependent, withheld('Procedure')]).scores.meldNa).not.toBeNull();
  });

  it('is not settled by other procedures on record', () => {
    expect(judged([tare, ...labs, procedure('cpt 75726')]).scores.meldNa).not.toBeNull();
  });
});
