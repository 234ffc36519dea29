import type { EhrFault } from './ehr-fault.ts';
import type { FoundResponse } from './find-response.ts';
import { wordsOf } from './outcome.ts';
import type { StorableResponse } from './stored-copy.ts';

/** A form that the EHR holds: where, and which version of it. */
export interface StoredForm {
  readonly reference: string;
  readonly versionId?: string;
  /** The copy itself, as a person saw it and chose to replace it, where the EHR keeps no version by which to name it. */
  readonly seen?: unknown;
}

/** What became of the form. A refusal is an answer to show, not a crash; nothing is called saved that was not accepted. */
export type WriteBackResult =
  | (StoredForm & {
      readonly status: 'saved';
      readonly as: 'QuestionnaireResponse' | 'DocumentReference';
      /** Whether it was read back and said the same; `because` says why not. */
      readonly verified: boolean;
      readonly because?: string;
      /** Every record of this form, where the EHR holds more than one: a person withdraws all but one. */
      readonly copies?: readonly string[];
    })
  /** Not stored. `because` holds the EHR's own words: for the screen only. */
  | { readonly status: 'refused'; readonly httpStatus: number; readonly because: string }
  /** Not stored: the EHR's copy was changed meanwhile. Both versions, for a person to choose. */
  | {
      readonly status: 'conflict';
      readonly httpStatus: number;
      readonly because: string;
      readonly ours: unknown;
      readonly theirs?: unknown;
      readonly current?: StoredForm;
    }
  /**
   * Stored or not: nobody can say yet. Calling again looks for it and stores nothing that might be a second record.
   *
   * `mayBecomeTwo`: the EHR may still store what was sent, so that storing again, which only a person may ask for, risks a second record.
   */
  | { readonly status: 'unknown'; readonly because: string; readonly mayBecomeTwo?: true };

/** What one launch has tried to store, so that a repeat knows. Lives as long as the page. */
export interface Journal {
  readonly running: Map<string, { readonly content: string; readonly result: Promise<WriteBackResult> }>;
  /** Identifier of a form to be created, or reference of one to be updated → the bodies whose fate is unknown. */
  readonly unsettled: Map<string, readonly StorableResponse[]>;
  /** Identifiers of which there are two records, or may be: sent again on a person's word, so they are looked for after every store. */
  readonly repeated: Set<string>;
  /** Identifier → where it is stored: a form that was created is only ever updated. */
  readonly places: Map<string, StoredForm>;
  /** Reference → the body that we last knew to be stored. */
  readonly stored: Map<string, StorableResponse>;
}

/** A refusal with the EHR's own words. */
export function refused({
  status,
  because,
  outcome,
}: EhrFault): Extract<WriteBackResult, { status: 'refused' }> {
  const words = wordsOf(outcome);
  const said = words === undefined ? because : `${because}: ${words}`;
  return { status: 'refused', httpStatus: status, because: said };
}

/** Both versions, ours and the one that the EHR has, where that could be read. */
export function conflict(
  { status, because }: Pick<EhrFault, 'status' | 'because'>,
  ours: unknown,
  found?: FoundResponse,
): WriteBackResult {
  const seen = found?.versionId === undefined ? { seen: found?.resource } : {};
  const theirs = found && { theirs: found.resource, current: { ...formOf(found), ...seen } };
  return { status: 'conflict', httpStatus: status, because, ours, ...theirs };
}

/** Somebody completed the form, and what was to be stored is a draft. */
export function alreadyCompleted(ours: unknown, found: FoundResponse): WriteBackResult {
  return conflict({ status: 409, because: 'the EHR holds this form as completed' }, ours, found);
}

/** The place of a form, without the form. */
export function formOf({ reference, versionId }: StoredForm): StoredForm {
  return { reference, ...(versionId !== undefined && { versionId }) };
}
