import { capabilityOf } from './capability.ts';
import { checkPatient } from './check-patient.ts';
import type { Note } from './document-note.ts';
import type { Ehr } from './ehr.ts';
import type { Rung } from './ehr-profile.ts';
import { oneWindow } from './one-window.ts';
import { isNoteInDoubt, isSentAsNote, type NoteResult, saveNote } from './save-note.ts';
import type { StorableResponse } from './stored-copy.ts';
import { isInDoubt, isStored, saveResponse } from './write-back.ts';
import type { StoredForm } from './write-back-result.ts';
import { type Ladder, type PassedRung, writeLadder } from './write-ladder.ts';

/** A form to store, and all that its ways of being stored need. */
export interface Draft {
  readonly response: StorableResponse;
  /** The form as text, for EHRs that take notes only; without one that way is closed. */
  readonly note?: Note | undefined;
  /** The Patient resource on the screen: it is read again and compared before anything is sent. */
  readonly patient?: unknown;
  /** Where the form is stored already, if it was opened from there. */
  readonly previous?: StoredForm | undefined;
  /** The person knows that the note is signed the moment that it is stored, and wants that. */
  readonly confirmedFinal?: boolean;
  /** After an `unknown`, the person takes the risk of a second record. */
  readonly storeAgain?: boolean;
}

/** By which way the form went, what came of it, and which better ways were closed. Nothing is lost in any of them. */
export interface DraftResult {
  /** `export`: no way in is left; the form is to be copied, printed or downloaded. `none`: nothing was tried. */
  readonly rung: 'QuestionnaireResponse' | 'DocumentReference' | 'export' | 'none';
  readonly outcome:
    | NoteResult
    | { readonly status: 'export'; readonly because: string }
    /** Nothing was sent: the EHR may mean another patient by now, or could not be asked. */
    | { readonly status: 'stopped'; readonly because: string }
    /** Nothing was sent: another window is storing this patient's form. */
    | { readonly status: 'busy'; readonly because: string };
  readonly passed: readonly PassedRung[];
}

/** Refusals that say "not this way", so that the next one is tried; any other is about the content or the person. */
const wayIsClosed = [0, 400, 403, 404, 405, 410, 415, 422, 501];

/**
 * Stores a form by the best way that this EHR has: create or update the form itself, else file it as a note, else say
 * that it must be exported.
 *
 * A way is left for the next one only after a refusal, when it is certain that nothing was stored.
 */
export function saveDraft(ehr: Ehr, draft: Draft): Promise<DraftResult> {
  const content = JSON.stringify([draft.response, draft.confirmedFinal, draft.storeAgain]);
  const clicks = underWay.get(ehr) ?? new Map<string, Promise<DraftResult>>();
  underWay.set(ehr, clicks);
  const before = clicks.get(content);
  if (before) return before;
  const result = alone(ehr, draft).finally(() => clicks.delete(content));
  clicks.set(content, result);
  return result;
}

/** A second click while the first is under way gets the first one's result. */
const underWay = new WeakMap<Ehr, Map<string, Promise<DraftResult>>>();

async function alone(ehr: Ehr, draft: Draft): Promise<DraftResult> {
  const { base, patientId } = ehr.context;
  const about = (draft.response as { readonly questionnaire?: unknown }).questionnaire;
  const single = await oneWindow(`${base}|${patientId}|${String(about)}`, () => climb(ehr, draft));
  if (single.ran) return single.result;
  const because = 'another window is storing a form for this patient right now';
  return { rung: 'none', outcome: { status: 'busy', because }, passed: [] };
}

async function climb(ehr: Ehr, draft: Draft): Promise<DraftResult> {
  const check = await checkPatient(ehr, draft.patient);
  // "Not stored" would be more than we know.
  const inDoubt =
    isInDoubt(ehr, draft.response, draft.previous) || (draft.note && isNoteInDoubt(ehr, draft.note));
  if (check.status === 'unread' && inDoubt) {
    return { rung: 'none', outcome: { status: 'unknown', because: check.because }, passed: [] };
  }
  if (check.status === 'unread' && check.sessionEnded) {
    return { rung: 'export', outcome: { status: 'export', because: check.because }, passed: [] };
  }
  if (check.status !== 'same') {
    const because =
      check.status === 'changed'
        ? check.because
        : `the patient could not be read again before storing: ${check.because}`;
    return { rung: 'none', outcome: { status: 'stopped', because }, passed: [] };
  }
  const ladder = await waysLeft(ehr, draft);
  const passed: PassedRung[] = [...ladder.passed];
  for (const { as } of ladder.open) {
    const outcome = as === 'QuestionnaireResponse' ? await asResponse(ehr, draft) : await asNote(ehr, draft);
    const closed = outcome.status === 'refused' && wayIsClosed.includes(outcome.httpStatus);
    // Of a form that lies in the EHR, a refused change is no reason to file a note beside it.
    if (!closed || (as === 'QuestionnaireResponse' && lies(ehr, draft) && !isGone(outcome)))
      return { rung: as, outcome, passed };
    passed.push({ as, because: outcome.because });
  }
  const because = passed[0]?.because ?? 'this EHR takes neither forms nor notes from the app';
  return { rung: 'export', outcome: { status: 'export', because }, passed };
}

/** The ways that are open; but where one may have been gone already, that one alone: another would store the form a second time. */
async function waysLeft(ehr: Ehr, draft: Draft): Promise<Ladder> {
  const only = isSentAsNote(ehr, draft.response.identifier?.value ?? '')
    ? 'DocumentReference'
    : isInDoubt(ehr, draft.response, draft.previous)
      ? 'QuestionnaireResponse'
      : undefined;
  if (only === undefined) return writeLadder(ehr.profile, await capabilityOf(ehr), lies(ehr, draft));
  const because = 'an earlier attempt went another way';
  const isOpen = ({ as }: Rung) => as === only;
  const { writeBack } = ehr.profile;
  return {
    open: writeBack.filter(isOpen),
    passed: writeBack.filter((rung) => !isOpen(rung)).map(({ as }) => ({ as, because })),
  };
}

function lies(ehr: Ehr, { previous, response }: Draft): boolean {
  return previous !== undefined || isStored(ehr, response);
}

function isGone(outcome: NoteResult): boolean {
  return outcome.status === 'refused' && [404, 410].includes(outcome.httpStatus);
}

function asResponse(ehr: Ehr, { response, previous, storeAgain = false }: Draft): Promise<NoteResult> {
  return saveResponse(ehr, response, previous, { storeAgain });
}

async function asNote(ehr: Ehr, { note, confirmedFinal, storeAgain }: Draft): Promise<NoteResult> {
  if (!note)
    return {
      status: 'refused',
      httpStatus: 0,
      because: 'this EHR takes a form only once it is completed, as a note',
    };
  return saveNote(ehr, note, {
    ...(confirmedFinal !== undefined && { confirmedFinal }),
    ...(storeAgain !== undefined && { storeAgain }),
  });
}
