import { isObject } from '../core/fhir/json-object.ts';
import { searchPath } from '../core/record/data-requirements.ts';
import { type Note, textOf } from './document-note.ts';
import type { Ehr } from './ehr.ts';
import type { DocumentRung } from './ehr-profile.ts';
import { searchPages } from './search-pages.ts';
import type { StoredForm } from './write-back-result.ts';

/** What the chart's notes tell: `unsure` when one of them cannot be read, and nothing may be filed on it. */
export type NoteLookup =
  | { readonly status: 'found'; readonly note: StoredForm; readonly copies: readonly string[] }
  | { readonly status: 'none' }
  | { readonly status: 'unsure' };

/** Looks through the notes since the day before for our draft id. */
export async function findNotes(
  ehr: Ehr,
  { lookup }: DocumentRung,
  { draftId, at }: Note,
): Promise<NoteLookup> {
  const since = Date.parse(at) - 86_400_000;
  const params = Object.entries(lookup).map(([name, value]) => [
    name,
    value.replace('{since}', new Date(since).toISOString()),
  ]);
  const resourceType = 'DocumentReference';
  const path = searchPath({ resourceType, params: Object.fromEntries(params) }, ehr.context.patientId);
  const { resources, doubts, fault } = await searchPages(ehr, {
    path,
    question: 'DocumentReference',
    resourceType,
  });
  const recent = resources.filter(isObject).filter((note) => !isBefore(note, since));
  let unread = fault !== undefined || doubts.length > 0 || recent.length > most;
  const copies = new Set<string>();
  for (const resource of recent.slice(0, most)) {
    const text = await textOf(ehr, resource);
    if (text === undefined) unread = true;
    else if (text.includes(draftId)) copies.add(`DocumentReference/${String(resource.id)}`);
  }
  const [reference] = copies;
  if (reference !== undefined) return { status: 'found', note: { reference }, copies: [...copies] };
  return { status: unread ? 'unsure' : 'none' };
}

const most = 50;

/** Only what is certainly older is passed over: a note without a date may be ours. */
function isBefore({ date, meta }: Readonly<Record<string, unknown>>, since: number): boolean {
  const written = [date, isObject(meta) ? meta.lastUpdated : undefined].find(
    (each) => typeof each === 'string',
  );
  return typeof written === 'string' && Date.parse(written) < since;
}
