import type { StorableResponse } from './stored-copy.ts';

/** A form that the EHR holds: where, and which version of it. */
export interface StoredForm {
  readonly reference: string;
  readonly versionId?: string;
}

/** What became of the form. A refusal is an answer to show, not a crash; nothing is called saved that was not accepted. */
export type WriteBackResult =
  | (StoredForm & {
      readonly status: 'saved';
      readonly as: 'QuestionnaireResponse' | 'DocumentReference';
      /** Whether it was read back and said the same; `because` says why not. */
      readonly verified: boolean;
      readonly because?: string;
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
  /** Stored or not: nobody can say yet. Calling again looks first and never stores twice. */
  | { readonly status: 'unknown'; readonly because: string };

/** What one launch has tried to store, so that a repeat knows. Lives as long as the page. */
export interface Journal {
  readonly running: Map<string, { readonly content: string; readonly result: Promise<WriteBackResult> }>;
  /** Identifier → the body whose fate is unknown. */
  readonly unsettled: Map<string, StorableResponse>;
  /** Identifier → where it is stored: a form that was created is only ever updated. */
  readonly places: Map<string, StoredForm>;
  /** Reference → the body that we last knew to be stored. */
  readonly stored: Map<string, StorableResponse>;
}
