import { describe, expect, it } from 'vitest';
import { condition, type Json, patient } from '../../support/chart.ts';
import { printed } from '../../support/facts.ts';

const hcc = condition('icd C22.0', { id: 'hcc' });
const at = (lastUpdated: string, resource: Json = hcc): Json => ({ ...resource, meta: { lastUpdated } });
const seen = (given: Json) => {
  const { leaves, ignored } = printed(given);
  return [leaves['dx.hcc'], ...ignored.map(({ reference, because }) => `${reference}: ${because}`)];
};

describe('one reference on two servers', () => {
  const two = (resource: Json): Json => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      { fullUrl: 'https://a.example/fhir/Patient/p', resource: patient() },
      { fullUrl: 'https://a.example/fhir/Condition/hcc', resource: at('2025-01-01T00:00:00Z') },
      { fullUrl: 'https://b.example/fhir/Condition/hcc', resource },
    ],
  });
  const newer = { meta: { lastUpdated: '2025-02-01T00:00:00Z' } };
  const here = { subject: { reference: 'https://a.example/fhir/Patient/p' } };
  const because = 'two records of two servers under one reference';

  it('is two records of this patient that cannot be told apart: neither is evidence', () => {
    const foreign = condition('icd R10.9', { id: 'hcc', extra: { ...newer, ...here } });
    expect(seen(two(foreign))).toEqual(['unknown', `Condition/hcc: ${because}`]);
  });

  it('counts by the server of the patient where an entry names none', () => {
    const [own, older] = two(hcc).entry as readonly Json[];
    const bare = { resource: at('2025-03-01T00:00:00Z') };
    expect(seen({ resourceType: 'Bundle', type: 'collection', entry: [own, older, bare] })).toEqual([
      'met',
      'Condition/hcc: superseded by a newer version of the same record',
    ]);
  });

  it('is one record where the other server uses another', () => {
    const foreign = condition('icd R10.9', { id: 'hcc', extra: { ...newer, ...here } });
    const [own, , other] = two(foreign).entry as readonly Json[];
    const hccElsewhere = { fullUrl: 'https://b.example/fhir/Condition/hcc', resource: { ...hcc, ...here } };
    expect(seen({ resourceType: 'Bundle', type: 'collection', entry: [own, hccElsewhere] })).toEqual(['met']);
    expect(seen({ resourceType: 'Bundle', type: 'collection', entry: [own, other] })).toEqual(['unknown']);
  });

  it('is not replaced by a newer record of another person', () => {
    const foreign = condition('icd C22.0', { id: 'hcc', clinical: 'resolved', extra: newer });
    expect(seen(two(foreign))).toEqual(['met', "Condition/hcc: another person's record"]);
  });

  it('may hide a second cancer where the other one is this patient’s', () => {
    const pair = [condition('icd C78.7', { id: 'mets' }), condition('icd C18.7', { id: 'colon' })];
    const breast = (extra: Json) => condition('icd C50.911', { id: 'mets', extra });
    const onB = (resource: Json): Json => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: 'https://a.example/fhir/Patient/p', resource: patient() },
        ...pair.map((each) => ({ fullUrl: `https://a.example/fhir/Condition/${each.id}`, resource: each })),
        { fullUrl: 'https://b.example/fhir/Condition/mets', resource },
      ],
    });
    expect(printed(onB(breast(here))).leaves['dx.crc-liver-mets']).toBe('unknown');
    expect(printed(onB(breast({}))).leaves['dx.crc-liver-mets']).toBe('met');
  });
});
