import { describe, expect, it } from 'vitest';
import { bundleContents } from '../../../src/core/record/bundle.ts';
import { bundleOf, chart, condition, type Json, patient } from '../../support/chart.ts';
import { leaf, printed } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });

describe('a part of a read that did not come', () => {
  const unreadOf = (given: Json) =>
    bundleContents(given).unread.map(({ gap, because }) => `${gap}: ${because}`);
  const answered = (status: unknown) =>
    unreadOf(bundleOf([{ response: { status } }], { type: 'batch-response' }));

  it.each([
    ['202 Accepted', ['partial: the EHR is still at work on a part of the read (202)']],
    ['202', ['partial: the EHR is still at work on a part of the read (202)']],
    ['206 Partial Content', ['partial: the EHR answered 206 to a part of the read']],
    ['304', ['partial: the EHR answered 304 to a part of the read']],
    ['302 Found', ['partial: the EHR answered 302 to a part of the read']],
    ['100 Continue', ['partial: the EHR answered 100 to a part of the read']],
    ['400', ['failed: the EHR answered 400 to a part of the read']],
    ['403 Forbidden', ['denied: the EHR answered 403 to a part of the read']],
    ['500', ['failed: the EHR answered 500 to a part of the read']],
    ['200 OK', []],
    ['201', []],
    ['204 No Content', []],
    [undefined, []],
  ])('a status of %s: %j', (status, expected) => expect(answered(status)).toEqual(expected));

  const found = (total: unknown, entries: readonly Json[], type = 'searchset') =>
    unreadOf({ resourceType: 'Bundle', type, total, entry: entries });
  const match = { resource: hcc };
  const cut = ['partial: only a part of what a search found'];

  it.each<[string, readonly string[], readonly string[]]>([
    ['more than it brought', found(500, [match]), cut],
    ['some, and brought none', found(1, []), cut],
    ['more than its matches', found(2, [match, { resource: patient(), search: { mode: 'include' } }]), cut],
    [
      'some, and a warning',
      found(2, [match, { resource: { resourceType: 'OperationOutcome' }, search: { mode: 'outcome' } }]),
      cut,
    ],
    ['as many as it brought', found(1, [match]), []],
    ['fewer than it brought', found(0, [match]), []],
    ['nothing', found(0, []), []],
    ['something that is no number', found('many', [match]), []],
    ['more, and is no search', found(500, [match], 'collection'), []],
  ])('a Bundle that counts %s', (_, unread, expected) => expect(unread).toEqual(expected));

  it('is not counted as another malignancy that explains the liver', () => {
    const breast = [condition('icd C78.7'), condition('icd C50.911')];
    expect(leaf('dx.hcc', breast)).toBe('not-met');
    expect(printed({ ...chart(...breast), type: 'searchset', total: 500 }).leaves['dx.hcc']).toBe('unknown');
    const running = { response: { status: '202 Accepted' } };
    expect(printed(bundleOf([...breast.map((resource) => ({ resource })), running])).leaves['dx.hcc']).toBe(
      'unknown',
    );
  });

  it('is seen in a Bundle inside a Bundle', () => {
    const inner = { resourceType: 'Bundle', type: 'searchset', total: 2, entry: [match] };
    expect(bundleContents(bundleOf([{ resource: inner }])).unread).toMatchObject([{ gap: 'partial' }]);
    expect(bundleContents(bundleOf([{ resource: { ...inner, total: 1 } }])).unread).toEqual([]);
  });
});
