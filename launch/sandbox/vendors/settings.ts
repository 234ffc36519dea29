/** A number per resource type; `*` is for every type not named. */
export type PerType = Readonly<Record<string, number>> & { readonly '*': number };

/** What a vendor sets where the sandbox's options say nothing. */
export interface Settings {
  readonly accessTokenSeconds: number;
  readonly writable: readonly string[];
  readonly requireIfMatch: boolean;
  /** Types that it does not serve. */
  readonly absent: readonly string[];
  /** Whether an id of the client's own may be created by PUT, and resources deleted. */
  readonly fullCrud: boolean;
  readonly ifNoneExist: boolean;
  /** `tokens`: a token that is sent must be good, and opens everything. */
  readonly enforces: 'scopes' | 'tokens';
  /** Entries on a page: without `_count`, and at most. Infinity for a type that is never paged. */
  readonly pageSize: PerType;
  readonly largestPage: PerType;
  /** How long an unread next page is kept. */
  readonly pageSeconds: number;
  /** How long an identical search is answered from memory, unless the request says `Cache-Control: no-cache`. */
  readonly reuseSeconds: number;
  /** Request body in bytes. */
  readonly largestBody: number;
  readonly refreshTokens: boolean;
  readonly cors: {
    /** Request headers that a preflight allows; `as asked` repeats the question. */
    readonly allow: string;
    readonly expose: string;
    /** Whether it answers `*` instead of the origin that asked. */
    readonly anyOrigin: boolean;
    readonly credentials: boolean;
  };
}
