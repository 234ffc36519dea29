import { documentReference, type Note, textOf } from './document-note.ts';
import type { Ehr } from './ehr.ts';
import { isUndecided } from './ehr-fault.ts';
import { findNotes, type NoteLookup } from './find-note.ts';
import { persistently } from './look-again.ts';
import { storedAt } from './read-back.ts';
import { versionOf } from './stored-copy.ts';
import { refused, type StoredForm, type WriteBackResult } from './write-back-result.ts';

/** What became of a note. `unconfirmed`: nothing was sent, because this EHR signs it the moment that it is stored. */
export type NoteResult = WriteBackResult | { readonly status: 'unconfirmed'; readonly because: string };

interface Attempts {
  readonly running: Map<string, Promise<NoteResult>>;
  readonly unsettled: Set<string>;
  /** Draft ids of which there are two notes, or may be. */
  readonly repeated: Set<string>;
  readonly places: Map<string, Saved>;
}

type Saved = Extract<WriteBackResult, { status: 'saved' }>;

const attempts = new WeakMap<Ehr, Attempts>();

/**
 * Files the form as a note (DocumentReference). Sent once per draft: notes cannot be updated here, and a repeat would file a second one.
 *
 * @param confirmedFinal the person knows that the note is signed the moment it is stored, and wants that
 * @param storeAgain after an `unknown`, a person takes the risk of a second note
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
  const known = attempts.get(ehr) ?? {
    running: new Map(),
    unsettled: new Set(),
    repeated: new Set(),
    places: new Map(),
  };
  attempts.set(ehr, known);
  const { draftId } = note;
  const before = known.running.get(draftId);
  if (before) return before;
  const result = known.places.has(draftId) ? filedBefore() : file();
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
    const isRepeat = known.unsettled.has(draftId);
    if (isRepeat) {
      const lookup = await look();
      if (lookup.status === 'found') return settle(lookup.note);
      if (!storeAgain) return undecided('the EHR may still file what was sent before', lookup);
      known.repeated.add(draftId);
    }
    known.unsettled.add(draftId);
    const reply = await ehr.transport.send('POST', 'DocumentReference', {
      label: 'POST DocumentReference',
      body: made.resource,
      headers: documentRung.prefer ? { prefer: 'return=representation' } : {},
    });
    if (!reply.ok && !isUndecided(reply.fault)) {
      const refusal = refused(reply.fault);
      // This one was refused; those before it may still come.
      if (isRepeat) return undecided(refusal.because);
      known.unsettled.delete(draftId);
      return refusal;
    }
    const stored = reply.ok ? storedAt(ehr, reply, 'DocumentReference') : undefined;
    if (stored) return settle(stored);
    const lookup = await persistently(ehr, look, ({ status }) => status === 'none');
    if (lookup.status === 'found') return settle(lookup.note);
    const because = reply.ok ? 'the EHR accepted the note but did not say where it is' : reply.fault.because;
    return undecided(because, lookup);
  }

  /** A note is never filed again; but both attempts may have come by now. */
  async function filedBefore(): Promise<NoteResult> {
    const saved = known.places.get(draftId) as Saved;
    return known.repeated.has(draftId) ? withCopies(saved) : saved;
  }

  async function look(): Promise<NoteLookup> {
    const lookup = await findNotes(ehr, documentRung, note);
    if (lookup.status === 'found' && lookup.copies.length > 1) known.repeated.add(draftId);
    return lookup;
  }

  async function settle(stored: StoredForm): Promise<NoteResult> {
    known.unsettled.delete(draftId);
    const saved = await readNote(ehr, stored, note);
    return known.repeated.has(draftId) ? withCopies(saved) : saved;
  }

  async function withCopies(saved: Saved): Promise<NoteResult> {
    const lookup = await findNotes(ehr, documentRung, note);
    return lookup.status === 'found' && lookup.copies.length > 1
      ? { ...saved, copies: lookup.copies }
      : saved;
  }
}

/** Whether something was sent of which nobody knows yet whether it is filed. */
export function isNoteInDoubt(ehr: Ehr, { draftId }: Note): boolean {
  return attempts.get(ehr)?.unsettled.has(draftId) ?? false;
}

/** Nobody can say, and a person is asked. */
function undecided(because: string, lookup?: NoteLookup): NoteResult {
  const looked =
    lookup === undefined
      ? 'an earlier attempt may still be filed'
      : lookup.status === 'none'
        ? 'it was not found there so far'
        : 'please look in the chart for a note of today';
  return { status: 'unknown', because: `${because}; ${looked}`, mayBecomeTwo: true };
}

async function readNote(ehr: Ehr, { reference, versionId }: StoredForm, { text }: Note): Promise<Saved> {
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
