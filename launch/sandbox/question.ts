import type { Store } from './store.ts';

/** A search as it came in; `patient` is the one whose chart the token opens. */
export interface Question {
  readonly type: string;
  readonly parameters: URLSearchParams;
  readonly url: URL;
  readonly base: string;
  readonly store: Store;
  readonly patient: string | undefined;
  /** Whether the app is registered for records from outside, so that nothing has to be left out. */
  readonly outsideRecords: boolean;
}
