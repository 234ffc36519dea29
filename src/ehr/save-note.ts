import { searchPath } from '../core/record/data-requirements.ts';
import { documentReference, type Note, textOf } from './document-note.ts';
import type { Ehr } from './ehr.ts';
import { isUndecided } from './ehr-fault.ts';
import type { DocumentRung } from './ehr-profile.ts';
import { isRecord, wordsOf } from './outcome.ts';
import { storedAt } from './read-back.ts';
import { searchPages } from './search-pages.ts';
import { versionOf } from './stored-copy.ts';
import type { StoredForm, WriteBackResult } from './write-back-result.ts';

/** What became of a note. `unconfirmed`: nothing was sent, because this EHR signs it the moment that it is stored. */
export type NoteResult = WriteBackResult | { readonly status: 'unconfirmed'; readonly because: string };

interface Attempts {
  readonly running: Map<string, Promise<NoteResult>>;
  readonly unsettled: Set<string>;
  readonly places: Map<string, NoteResult>;
}

const attempts = new WeakMap<Ehr, Attempts>();

/**
 * Files the form as a note (DocumentReference). Sent once per draft: notes cannot be updated here, and a repeat would file a second one.
 *
 * @param confirmedFinal the person knows that the note is signed the moment it is stored, and wants that
 * @param storeAgain a person has looked in the EHR after an `unknown` and did not find it
 */
export async function saveNote(
  ehr: Ehr,
  note: Note,
  {
    confirmedFinal = false,
    storeAgain = false,
  }: { readonly confirmedFinal?: boolean; readonly storeAgain?: boolean } = {},
): Promise<NoteResult> {
  const rung = ehr.profile.writeBack.find(({ as }) => as === 'DocumentReference');
  if (rung?.as !== 'DocumentReference')
    return { status: 'refused', httpStatus: 0, because: 'this EHR takes no notes from the app' };
  if (rung.docStatus === 'final' && !confirmedFinal) {
    return { status: 'unconfirmed', because: 'this EHR stores the note as signed, at once' };
  }
  const documentRung = rung;
  const known = attempts.get(ehr) ?? { running: new Map(), unsettled: new Set(), places: new Map() };
  attempts.set(ehr, known);
  const { draftId } = note;
  const before = known.running.get(draftId) ?? known.places.get(draftId);
  if (before) return before;
  const result = file();
  known.running.set(draftId, result);
  try {
    const ended = await result;
    if (ended.status === 'saved') known.places.set(draftId, ended);
    return ended;
  } finally {
    known.running.delete(draftId);
  }

  async function file(): Promise<NoteResult> {
    const made = documentReference(documentRung, ehr.context, note);
    if (!made.ok) return { status: 'refused', httpStatus: 0, because: made.because };
    if (known.unsettled.has(draftId)) {
      const found = await find(ehr, documentRung, note);
      if (typeof found === 'object') return settle(found);
      if (found === 'unsure' && !storeAgain) return { status: 'unknown', because: lookYourself };
    }
    known.unsettled.add(draftId);
    const reply = await ehr.transport.send('POST', 'DocumentReference', {
      label: 'POST DocumentReference',
      body: made.resource,
      headers: documentRung.prefer ? { prefer: 'return=representation' } : {},
    });
    if (!reply.ok && !isUndecided(reply.fault)) {
      known.unsettled.delete(draftId);
      const { status, because, outcome } = reply.fault;
      return {
        status: 'refused',
        httpStatus: status,
        because: [because, wordsOf(outcome)].filter(Boolean).join(': '),
      };
    }
    const stored = reply.ok ? storedAt(ehr, reply, 'DocumentReference') : undefined;
    if (stored) return settle(stored);
    const found = await find(ehr, documentRung, note);
    if (typeof found === 'object') return settle(found);
    const why = reply.ok ? 'the EHR accepted the note but did not say where it is' : reply.fault.because;
    return {
      status: 'unknown',
      because: `${why}; ${found === 'none' ? 'it was not found there yet' : lookYourself}`,
    };
  }

  async function settle(stored: StoredForm): Promise<NoteResult> {
    known.unsettled.delete(draftId);
    return readNote(ehr, stored, note);
  }
}

const lookYourself = 'please look in the chart for a note of today before storing it again';

async function readNote(ehr: Ehr, { reference, versionId }: StoredForm, { text }: Note): Promise<NoteResult> {
  const reply = await ehr.transport.get(reference, { label: 'GET DocumentReference' });
  const version = reply.ok ? (versionOf(reply.body, reply.etag) ?? versionId) : versionId;
  const saved = {
    status: 'saved',
    as: 'DocumentReference',
    reference,
    ...(version !== undefined && { versionId: version }),
  } as const;
  if (!reply.ok)
    return { ...saved, verified: false, because: `it could not be read back: ${reply.fault.because}` };
  const stored = await textOf(ehr, reply.body);
  if (stored === undefined)
    return { ...saved, verified: false, because: 'the EHR does not give its text back to the app' };
  if (plain(stored) === plain(text)) return { ...saved, verified: true };
  return { ...saved, verified: false, because: 'the stored text differs' };
}

/** EHRs rewrap lines, trim blanks and give plain text back as HTML; words are what counts. */
export function plain(text: string): string {
  const isHtml = /^\s*<(!doctype|html|\?xml)/i.test(text);
  const words = isHtml ? unescaped(text.replaceAll(/<[^>]*>/g, ' ')) : text;
  return words.replaceAll(/\s+/g, ' ').trim();
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');
}

/** Looks through the notes since the day before for our draft id. `unsure` when one of them cannot be read. */
async function find(
  ehr: Ehr,
  { lookup }: DocumentRung,
  { draftId, at }: Note,
): Promise<StoredForm | 'none' | 'unsure'> {
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
  const recent = resources.filter(isRecord).filter((note) => !isBefore(note, since));
  let unread = fault !== undefined || doubts.length > 0 || recent.length > most;
  for (const resource of recent.slice(0, most)) {
    const text = await textOf(ehr, resource);
    if (text === undefined) unread = true;
    else if (text.includes(draftId)) return { reference: `DocumentReference/${String(resource.id)}` };
  }
  return unread ? 'unsure' : 'none';
}

const most = 50;

/** Only what is certainly older is passed over: a note without a date may be ours. */
function isBefore({ date, meta }: Readonly<Record<string, unknown>>, since: number): boolean {
  const written = [date, isRecord(meta) ? meta.lastUpdated : undefined].find(
    (each) => typeof each === 'string',
  );
  return typeof written === 'string' && Date.parse(written) < since;
}
