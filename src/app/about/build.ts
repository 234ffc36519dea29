declare const HEPAUTH_BUILD: string;

/** Beginning of the hash over all sources of this build: who builds the same sources for the same deployment gets the same. */
export const build: string = HEPAUTH_BUILD;
