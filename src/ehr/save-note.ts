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
  readonly running: Map<string, { readonly note: Note; readonly result: Promise<NoteResult> }>;
  /** Draft id → the notes whose fate is unknown. */
  readonly unsettled: Map<string, readonly Note[]>;
  /** Draft ids of which there are two notes, or may be. */
  readonly repeated: Set<string>;
  /** Draft id → where it is filed, and what the filed note says. */
  readonly places: Map<string, { readonly saved: Saved; readonly note: Note }>;
}

type Saved = Extract<WriteBackResult, { status: 'saved' }>;

const attempts = new WeakMap<Ehr, Attempts>();

/** Whether the form was filed as a note, or may have been. */
export function isSentAsNote(ehr: Ehr, draftId: string): boolean {
  const { unsettled, places } = attemptsOf(ehr);
  return unsettled.has(draftId) || places.has(draftId);
}

function attemptsOf(ehr: Ehr): Attempts {
  const known = attempts.get(ehr) ?? {
    running: new Map(),
    unsettled: new Map(),
    repeated: new Set(),
    places: new Map(),
  };
  attempts.set(ehr, known);
  return known;
}

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
  const known = attemptsOf(ehr);
  const { draftId } = note;
  const running = known.running.get(draftId);
  if (running) {
    const first = await running.result;
    return running.note.text === note.text ? first : saveNote(ehr, note, { confirmedFinal, storeAgain });
  }
  const filed = known.places.get(draftId);
  const result = (filed ? filedBefore(filed) : file()).finally(() => known.running.delete(draftId));
  known.running.set(draftId, { note, result });
  return result;

  async function file(): Promise<NoteResult> {
    const made = documentReference(documentRung, ehr.context, note);
    if (!made.ok) return { status: 'refused', httpStatus: 0, because: made.because };
    const earlier = known.unsettled.get(draftId) ?? [];
    if (earlier.length > 0) {
      const lookup = await look();
      if (lookup.status === 'found') return adopt(lookup.copies);
      if (!storeAgain) return undecided('the EHR may still file what was sent before', lookup);
      known.repeated.add(draftId);
    }
    known.unsettled.set(draftId, [...earlier, note]);
    const reply = await ehr.transport.send('POST', 'DocumentReference', {
      label: 'POST DocumentReference',
      body: made.resource,
      headers: documentRung.prefer ? { prefer: 'return=representation' } : {},
    });
    if (!reply.ok && !isUndecided(reply.fault)) {
      const refusal = refused(reply.fault);
      // This one was refused; those before it may still come.
      if (earlier.length > 0) known.unsettled.set(draftId, earlier);
      else known.unsettled.delete(draftId);
      return earlier.length > 0 ? undecided(refusal.because) : refusal;
    }
    const stored = reply.ok ? storedAt(ehr, reply, 'DocumentReference') : undefined;
    if (stored) return settle(note, await readNote(ehr, stored, note));
    const lookup = await persistently(ehr, look, ({ status }) => status === 'none');
    if (lookup.status === 'found') return adopt(lookup.copies);
    const because = reply.ok ? 'the EHR accepted the note but did not say where it is' : reply.fault.because;
    return undecided(because, lookup);
  }

  /** A note is never filed again, nor changed; but both attempts may have come by now. */
  async function filedBefore(was: { readonly saved: Saved; readonly note: Note }): Promise<NoteResult> {
    if (!saysTheSame(was.note, note)) return notChanged;
    return known.repeated.has(draftId) ? withCopies(was.saved) : was.saved;
  }

  /** Some of ours are there. One that says what is to be filed now is the one; of others, which answers they hold is said. */
  async function adopt(copies: readonly string[]): Promise<NoteResult> {
    const sent = known.unsettled.get(draftId) ?? [];
    let other: { readonly note: Note; readonly saved: Saved } | undefined;
    for (const reference of copies) {
      for (const each of sent.toReversed()) {
        const saved = await readNote(ehr, { reference }, each);
        // Where the text cannot be compared, it may be any of them.
        if (!saved.verified && sent.some((one) => !saysTheSame(one, note))) {
          other ??= { note: each, saved };
          continue;
        }
        if (saysTheSame(each, note)) return settle(note, saved);
        other = { note: each, saved };
      }
    }
    if (!other) return undecided('the note that was found cannot be told');
    await settle(other.note, other.saved);
    return notChanged;
  }

  async function look(): Promise<NoteLookup> {
    const lookup = await findNotes(ehr, documentRung, note);
    if (lookup.status === 'found' && lookup.copies.length > 1) known.repeated.add(draftId);
    return lookup;
  }

  async function settle(of: Note, saved: Saved): Promise<NoteResult> {
    known.unsettled.delete(draftId);
    known.places.set(draftId, { saved, note: of });
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

/** What was answered since is in no note; it goes out by another way. */
const notChanged: NoteResult = {
  status: 'refused',
  httpStatus: 0,
  because: 'the form was filed as a note before, with earlier answers, and a note is not changed from here',
};

/** The same answers, whenever they were written down. */
function saysTheSame(one: Note, another: Note): boolean {
  return bare(one) === bare(another);
}

function bare({ text, at }: Note): string {
  return plain(text.replaceAll(at, ''));
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
