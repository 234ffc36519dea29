import { isObject } from '../core/fhir/json-object.ts';
import type { Ehr } from './ehr.ts';
import type { DocumentRung } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import type { LaunchContext } from './launch-context.ts';

/** The form as a note, for EHRs that take no forms. */
export interface Note {
  /** Plain text, complete, under 100 kB; holds `draftId`, by which a lost answer is found again. */
  readonly text: string;
  readonly draftId: string;
  readonly title: string;
  /** When it was written: an ISO instant. */
  readonly at: string;
}

const longest = 100_000;

/** The DocumentReference as this EHR takes it, or why none can be made here. */
export function documentReference(
  rung: DocumentRung,
  { patientId, encounterId, fhirUser }: LaunchContext,
  { text, draftId, title, at }: Note,
): { readonly ok: true; readonly resource: object } | { readonly ok: false; readonly because: string } {
  if (!text.includes(draftId)) throw new RangeError('the note does not hold its draft id');
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength > longest) return { ok: false, because: 'the note is over 100 kB' };
  if (rung.encounter === 'required' && encounterId === undefined) {
    return {
      ok: false,
      because: 'this EHR files a note under a visit, and the app was not started from one',
    };
  }
  if (rung.author === 'user' && !fhirUser?.startsWith('Practitioner/')) {
    return { ok: false, because: 'this EHR needs the author of a note, and did not say who you are' };
  }
  const { type, category, docStatus, contentType, dated } = rung;
  return {
    ok: true,
    resource: {
      resourceType: 'DocumentReference',
      status: 'current',
      docStatus,
      type: { coding: [type], text: type.display },
      ...(category && { category: [{ coding: [category] }] }),
      subject: { reference: `Patient/${patientId}` },
      ...(rung.author === 'user' && { author: [{ reference: fhirUser }] }),
      content: [{ attachment: { contentType, data: base64(bytes), ...(dated && { title, creation: at }) } }],
      context: {
        ...(encounterId !== undefined && { encounter: [{ reference: `Encounter/${encounterId}` }] }),
        ...(dated && { period: { end: at } }),
      },
    },
  };
}

/** The text of a stored note, inline or from its Binary; undefined where the EHR does not give it as FHIR JSON. */
export async function textOf({ transport, context }: Ehr, note: unknown): Promise<string | undefined> {
  const content = isObject(note) && Array.isArray(note.content) ? (note.content as readonly unknown[]) : [];
  for (const each of content) {
    const attachment = isObject(each) && isObject(each.attachment) ? each.attachment : {};
    if (typeof attachment.data === 'string') return decoded(attachment.data);
    const binary = typeof attachment.url === 'string' ? locate(context.base, attachment.url) : undefined;
    if (binary?.resourceType !== 'Binary') continue;
    const reply = await transport.get(`Binary/${binary.id}`, { label: 'GET Binary' });
    if (reply.ok && isObject(reply.body) && typeof reply.body.data === 'string')
      return decoded(reply.body.data);
  }
  return undefined;
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function decoded(data: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
