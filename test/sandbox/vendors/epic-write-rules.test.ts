import { describe, expect, it } from 'vitest';
import { note } from './epic-note.ts';
import { codes, encoded, like } from './like.ts';

describe('a note', () => {
  const { context: _, ...withoutEncounter } = note;
  const attachment = (contentType: string, data: string) => ({
    ...note,
    content: [{ attachment: { contentType, data } }],
  });
  const ofType = (code: string) => ({ ...note, type: { coding: [{ system: 'http://loinc.org', code }] } });
  it.each([
    ['without an encounter', withoutEncounter, 'Valid encounter required'],
    [
      'with an encounter of another patient',
      { ...note, context: { encounter: [{ reference: 'Encounter/net-ir-consult' }] } },
      'Valid encounter required',
    ],
    [
      'about another patient',
      { ...note, subject: { reference: 'Patient/midgut-net' } },
      'Invalid subject received',
    ],
    ['in HTML', attachment('text/html', encoded('<p>x</p>')), 'The note must be text/plain, in base64'],
    ['in PDF', attachment('application/pdf', encoded('%PDF')), 'The note must be text/plain, in base64'],
    ['not in base64', attachment('text/plain', 'not base64!'), 'The note must be text/plain, in base64'],
    ['of a type that is not mapped', ofType('18842-5'), 'The note type is not mapped for this organization'],
    ['that is superseded', { ...note, status: 'superseded' }, 'status must be current'],
    ['that is amended', { ...note, docStatus: 'amended' }, 'docStatus must be preliminary or final'],
  ])('is refused %s [EWB]', async (_, body, says) => {
    const { ehr, post } = await like('epic');
    const before = ehr.stored('DocumentReference').length;
    const response = await post(body);
    const { issue } = await response.json();
    expect(response.status).toBe(400);
    expect(codes(issue)).toContain('59159');
    expect(issue.map(({ diagnostics }: { diagnostics: string }) => diagnostics)).toContain(says);
    expect(ehr.stored('DocumentReference')).toHaveLength(before);
  });
});
