import { describe, expect, it } from 'vitest';
import { condition, diseaseStatus, type Json, order } from '../../support/chart.ts';
import { judged, leaf } from '../../support/facts.ts';

const kinds = ['hcc', 'icc', 'net-liver-mets', 'crc-liver-mets', 'melanoma-liver-mets'] as const;
const signs = { met: '+', 'not-met': '-', unknown: '?' } as const;
/** hcc icc net crc melanoma in one word: `+` met, `-` not met, `?` unknown. */
const dx = (resources: readonly Json[]): string => {
  const { leaves } = judged(resources);
  return kinds.map((kind) => signs[leaves[`dx.${kind}`] as keyof typeof signs]).join('');
};

const mets = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C78.7', { id: 'mets', ...options });
const eye = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C69.31', { id: 'eye', ...options });
const lung = (options: Parameters<typeof condition>[1] = {}) =>
  condition('icd C34.90', { id: 'lung', ...options });
const linkedTo = (id: string) => ({ primary: `Condition/${id}` });
const melanoma = { histology: 'icdo 8720/3' };

describe('a metastasis that tells its type, of a primary whose code does not', () => {
  const linked = mets({ ...melanoma, ...linkedTo('eye') });
  const unlinked = mets(melanoma);

  it.each<[string, readonly Json[], string]>([
    ['linked', [linked, eye()], '----+'],
    ['linked to one that is over', [linked, eye({ clinical: 'resolved' })], '----+'],
    ['unlinked', [unlinked, eye()], '----+'],
    ['linked to one that is unconfirmed', [linked, eye({ verification: 'provisional' })], '?????'],
    ['linked, without a type', [mets(linkedTo('eye')), eye()], '?????'],
    ['linked to an organ that is another', [mets({ ...melanoma, ...linkedTo('lung') }), lung()], '?????'],
    [
      'linked to an eye, of another type',
      [mets({ histology: 'icdo 8240/3', ...linkedTo('eye') }), eye()],
      '?????',
    ],
    [
      'a neuroendocrine one by its code',
      [condition('icd C7B.02', { id: 'm', ...linkedTo('lung') }), lung()],
      '--+--',
    ],
  ])('%s', (_, resources, expected) => expect(dx(resources)).toBe(expected));

  it('takes a status without a focus for its own beside that primary', () => {
    for (const metastasis of [linked, unlinked]) {
      expect(leaf('progressive', [metastasis, eye(), diseaseStatus('worsened')])).toBe('met');
      expect(leaf('progressive', [metastasis, eye(), diseaseStatus('stable')])).toBe('not-met');
    }
    const skin = condition('icd C43.59', { id: 'skin' });
    expect(leaf('progressive', [unlinked, skin, diseaseStatus('worsened')])).toBe('met');
  });

  it('does not beside another cancer', () => {
    const breast = condition('icd C50.911', { id: 'breast' });
    for (const metastasis of [linked, unlinked])
      expect(leaf('progressive', [metastasis, eye(), breast, diseaseStatus('worsened')])).toBe('unknown');
    // A link says which of two primaries of one type it is.
    const skin = condition('icd C43.59', { id: 'skin' });
    expect(leaf('progressive', [linked, eye(), skin, diseaseStatus('worsened')])).toBe('unknown');
  });

  it('does not take a status about that primary for one about another disease', () => {
    const about = { about: 'Condition/eye' };
    expect(leaf('progressive', [linked, eye(), diseaseStatus('worsened', about)])).toBe('met');
    const { leaves, ignored } = judged([unlinked, eye(), diseaseStatus('worsened', about)]);
    expect(leaves.progressive).toBe('unknown');
    expect(ignored.filter(({ because }) => because === 'about another disease')).toEqual([]);
  });

  it('meets the policy as one charted by mCODE', () => {
    const answers = { unresectable: true, 'liver-dominant': true, diffuse: true, 'chemo-refractory': true };
    const resources = [linked, eye(), diseaseStatus('worsened'), order('sct 764677008')];
    expect(judged(resources, { answers }).verdict).toBe('met');
  });
});

describe('a cancer of the lung beside a metastasis in the liver', () => {
  const paired = [mets(), lung()];
  const linked = [mets(linkedTo('lung')), lung()];

  it('excludes every tumor of the policy but a neuroendocrine one, which small-cell cancer is', () => {
    for (const resources of [paired, linked]) expect(dx(resources)).toBe('--?--');
    expect(dx([mets(), condition('icd C34.11', { id: 'lung' })])).toBe('--?--');
    const [gap] = judged(paired).gaps.filter(({ question }) => question === 'tumor-type');
    expect(gap?.because).toContain('of an organ where it may be one');
  });

  it('excludes that too where a histology says another type', () => {
    expect(dx([mets(), lung({ histology: 'icdo 8140/3' })])).toBe('-----');
    expect(dx([mets({ histology: 'icdo 8140/3' }), lung()])).toBe('-----');
    expect(dx([mets(), lung({ histology: 'icdo 8041/3' })])).toBe('--?--');
  });

  it('leaves the policy open, not unmet', () => {
    const asked = { answers: { unresectable: true } };
    expect(judged([...paired, order('sct 764677008')], asked)).toMatchObject({
      verdict: 'unknown',
      conclusion: 'undetermined',
    });
  });
});
