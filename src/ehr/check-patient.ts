import { isObject } from '../core/fhir/json-object.ts';
import type { Ehr } from './ehr.ts';

/** Whether the EHR still means the patient whose chart the person has before them. */
export type PatientCheck =
  | { readonly status: 'same' }
  | { readonly status: 'changed'; readonly because: string }
  | { readonly status: 'unread'; readonly because: string; readonly sessionEnded: boolean };

/**
 * Reads the launch's patient again and compares it with the one shown. A launch is not told when the EHR moves on, so
 * nothing is stored on the word of a banner alone.
 *
 * @param shown the Patient resource on the screen; without one, only what the EHR says now is judged
 */
export async function checkPatient(ehr: Ehr, shown?: unknown): Promise<PatientCheck> {
  const { patientId } = ehr.context;
  const reply = await ehr.transport.get(`Patient/${patientId}`, { label: 'GET Patient' });
  if (!reply.ok) {
    const { because, kind } = reply.fault;
    return { status: 'unread', because, sessionEnded: kind === 'session-ended' };
  }
  const now = reply.body;
  if (!isObject(now) || now.resourceType !== 'Patient' || now.id !== patientId) {
    return { status: 'changed', because: 'the EHR answered with somebody else' };
  }
  if (now.active === false)
    return { status: 'changed', because: 'the EHR says that this chart is no longer in use' };
  const links = Array.isArray(now.link) ? (now.link as readonly unknown[]) : [];
  if (links.some((link) => isObject(link) && link.type === 'replaced-by')) {
    return { status: 'changed', because: 'the EHR has merged this chart into another one' };
  }
  if (!isObject(shown)) return { status: 'same' };
  const changed = identity.filter((element) => !sameValue(shown[element], now[element]));
  return changed.length === 0
    ? { status: 'same' }
    : { status: 'changed', because: `the EHR now says something else in ${changed.join(' and ')}` };
}

const identity = ['id', 'birthDate', 'gender', 'name'] as const;

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Servers order keys as they like. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
