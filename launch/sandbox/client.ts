/** An app that may be launched: its id and the exact redirect URIs it has registered. */
export interface SandboxClient {
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  /** The scopes ticked at its registration; everything where it says nothing. */
  readonly scopes?: readonly string[];
  /** The scope dialect chosen at its registration; either where it says nothing. */
  readonly dialect?: 'v1' | 'v2';
}
