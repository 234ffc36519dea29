import { createResponse } from './create-response.ts';
import type { Ehr } from './ehr.ts';
import { locate } from './fhir-base.ts';
import { findResponse } from './find-response.ts';
import type { StorableResponse } from './stored-copy.ts';
import { updateResponse } from './update-response.ts';
import { formOf, type Journal, type StoredForm, type WriteBackResult } from './write-back-result.ts';

const journals = new WeakMap<Ehr, Journal>();

/**
 * Stores the form as a QuestionnaireResponse: creates it first, updates `previous` afterwards.
 *
 * Nothing is sent twice by itself. A double click gets the first click's result; after an unknown outcome the next call
 * looks for our identifier and sends nothing; an update names the version that it replaces.
 *
 * @param previous where this form is stored already; what this page stored itself is known without
 * @param storeAgain after an `unknown`, a person takes the risk of a second record
 * @throws RangeError when the form is not about the launch's patient or carries no identifier: a mistake of ours
 */
export async function saveResponse(
  ehr: Ehr,
  response: StorableResponse,
  previous?: StoredForm,
  { storeAgain = false }: { readonly storeAgain?: boolean } = {},
): Promise<WriteBackResult> {
  const key = keyOf(ehr, response, previous);
  const journal = journalOf(ehr);
  const content = JSON.stringify(response);
  const running = journal.running.get(key);
  if (running) {
    const first = await running.result;
    if (running.content === content) return first;
    return saveResponse(ehr, response, first.status === 'saved' ? first : previous, { storeAgain });
  }
  const rung = ehr.profile.writeBack.find(({ as }) => as === 'QuestionnaireResponse');
  if (rung?.as !== 'QuestionnaireResponse') {
    return {
      status: 'refused',
      httpStatus: 0,
      because: 'this EHR does not take the form itself, only a note about it',
    };
  }
  const place = previous ?? journal.places.get(key);
  const responseRung = rung;
  const result = store().finally(() => journal.running.delete(key));
  journal.running.set(key, { content, result });
  return result;

  async function store(): Promise<WriteBackResult> {
    const ended = await (place
      ? updateResponse(ehr, responseRung, response, place, journal)
      : createResponse(ehr, responseRung, response, key, journal, storeAgain));
    if (ended.status !== 'saved') return ended;
    journal.places.set(key, formOf(ended));
    journal.unsettled.delete(key);
    return journal.repeated.has(key) ? await withCopies(ehr, ended, response) : ended;
  }
}

/** Whether this page has stored the form already, so that the next store is an update. */
export function isStored(ehr: Ehr, response: StorableResponse): boolean {
  return journalOf(ehr).places.has(keyOf(ehr, response));
}

/** Whether something was sent of which nobody knows yet whether it is stored. */
export function isInDoubt(ehr: Ehr, response: StorableResponse, previous?: StoredForm): boolean {
  const { unsettled, places } = journalOf(ehr);
  const key = keyOf(ehr, response, previous);
  const place = previous ?? places.get(key);
  return [key, place?.reference ?? ''].some((each) => (unsettled.get(each) ?? []).length > 0);
}

/** Both attempts may have been stored by now: then a person hears of all records, to withdraw the surplus. */
async function withCopies(
  ehr: Ehr,
  saved: Extract<WriteBackResult, { status: 'saved' }>,
  { identifier = {} }: StorableResponse,
): Promise<WriteBackResult> {
  const lookup = await findResponse(ehr, identifier);
  return lookup.status === 'found' && lookup.copies.length > 1 ? { ...saved, copies: lookup.copies } : saved;
}

function keyOf({ context }: Ehr, { identifier, subject }: StorableResponse, previous?: StoredForm): string {
  const whose = locate(context.base, subject?.reference ?? '');
  if (whose?.resourceType !== 'Patient' || whose.id !== context.patientId) {
    throw new RangeError('the form is not about the patient of this launch');
  }
  if (!identifier?.system || !identifier.value) {
    // Another app's draft that is to be stopped.
    if (previous) return previous.reference;
    throw new RangeError('the form carries no identifier of ours');
  }
  return `${identifier.system}|${identifier.value}`;
}

function journalOf(ehr: Ehr): Journal {
  const known = journals.get(ehr);
  if (known) return known;
  const journal: Journal = {
    running: new Map(),
    unsettled: new Map(),
    repeated: new Set(),
    places: new Map(),
    stored: new Map(),
  };
  journals.set(ehr, journal);
  return journal;
}
