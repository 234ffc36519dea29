import { describe, expect, it } from 'vitest';
import { charts } from '../../../launch/sandbox/charts.ts';
import { changesSince } from '../../../src/core/form/changes-since.ts';
import { lab } from '../../support/chart.ts';
import { drafted, draftOf, form, responseOf } from './form.ts';

const bilirubin = (value: number, day: string) =>
  lab('bilirubin', value, { unit: 'mg/dL', id: `bilirubin-${day}`, effectiveDateTime: day });

describe('what changed since a draft', () => {
  it('is nothing where the chart says the same', () => {
    for (const chart of charts.slice(0, 6)) {
      const draft = drafted(chart).draft;
      expect(changesSince(responseOf(draft), draft, form)).toEqual([]);
    }
  });

  it('is a value with its date, as it was and as it is', () => {
    const was = responseOf(draftOf([bilirubin(1.2, '2025-06-01')]));
    const now = draftOf([bilirubin(1.2, '2025-06-01'), bilirubin(2.4, '2025-06-12')]);
    expect(changesSince(was, now, form)).toContainEqual({
      linkId: 'liver-function.bilirubin',
      text: 'Total bilirubin',
      what: 'chart',
      was: ['1.2 mg/dL, 2025-06-01'],
      now: ['2.4 mg/dL, 2025-06-12'],
    });
  });

  const ofBilirubin = (changes: ReturnType<typeof changesSince>) =>
    changes.filter(({ linkId }) => linkId === 'liver-function.bilirubin');

  it('is what the chart no longer says, and what it says for the first time', () => {
    const [one, none] = [draftOf([bilirubin(1.2, '2025-06-01')]), draftOf([])];
    expect(ofBilirubin(changesSince(responseOf(one), none, form))).toMatchObject([
      { was: ['1.2 mg/dL, 2025-06-01'], now: [] },
    ]);
    expect(ofBilirubin(changesSince(responseOf(none), one, form))).toMatchObject([
      { was: [], now: ['1.2 mg/dL, 2025-06-01'] },
    ]);
  });

  it('is an answer that the chart contradicts, and no answer that it does not', () => {
    const answers = { bilirubin: { value: 1.7, unit: 'mg/dL', date: '2025-06-15' }, unresectable: true };
    const was = responseOf(draftOf([], { answers }));
    expect(changesSince(was, draftOf([], { answers }), form)).toEqual([]);
    expect(changesSince(was, draftOf([bilirubin(2.4, '2025-06-12')], { answers }), form)).toMatchObject([
      { linkId: 'liver-function.bilirubin', what: 'answer', was: ['1.7 mg/dL'], now: ['2.4 mg/dL'] },
    ]);
  });

  it('is nothing where a person leaves an item empty on purpose: the chart may say the same as it did', () => {
    const records = [bilirubin(1.2, '2025-06-01')];
    const was = responseOf(draftOf(records));
    const emptied = {
      linkId: 'liver-function.bilirubin',
      values: [],
      by: 'Practitioner/dr',
      at: '2025-06-16',
    };
    expect(changesSince(was, draftOf(records, { entries: [emptied] }), form)).toEqual([]);
  });

  it('is never anything that is thrown, whatever was stored', () => {
    for (const odd of [undefined, null, 7, {}, { resourceType: 'QuestionnaireResponse', item: 3 }])
      expect(Array.isArray(changesSince(odd, draftOf([]), form))).toBe(true);
  });
});
