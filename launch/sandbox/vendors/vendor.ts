import type { Extras, Grant, Launch } from '../authorization.ts';
import type { CapabilityStatement } from '../capability.ts';
import type { SandboxChart } from '../chart.ts';
import type { SandboxClient } from '../client.ts';
import type { Dress } from '../dressing.ts';
import type { Page } from '../paging.ts';
import type { Question } from '../question.ts';
import type { JsonObject, Resource } from '../resource.ts';
import type { Issue } from '../respond.ts';
import type { Store, Version } from '../store.ts';
import type { Settings } from './settings.ts';

/** The EHRs that the sandbox can stand in for. */
export type VendorName = 'epic' | 'cerner' | 'hapi' | 'smart';

/** A resource on its way into the store. */
export interface Sent {
  readonly type: string;
  readonly resource: Resource;
  readonly grant: Grant;
  readonly base: string;
  readonly store: Store;
  /** The ISO instant of filing. */
  readonly at: string;
  readonly isUpdate: boolean;
}

/** How a vendor searches. */
export interface SearchHooks {
  /** The parameters that it heeds, or its refusal. */
  readonly ask: (question: Question) => URLSearchParams | Response;
  readonly arrange: (versions: readonly Version[], question: Question) => readonly Version[];
  /** One page as Bundle JSON. */
  readonly bundle: (page: Page) => string;
  /** A name for the next page, and its address; `pageOf` finds the name in a request again. */
  readonly pageName: () => string;
  readonly nextUrl: (name: string, page: Page) => string;
  readonly pageOf: (url: URL) => string | null;
}

/** How a vendor takes resources. */
export interface WriteHooks {
  /** Its own rules, before those of FHIR; undefined when it has nothing against the resource. */
  readonly check: (sent: Sent) => Response | undefined;
  /** What it files: the resource as it keeps it, and what it makes of it besides. */
  readonly file: (sent: Sent) => readonly [Resource, ...Resource[]];
  readonly written: (status: number, version: Version, request: Request, base: string) => Response;
}

/** How a vendor refuses. */
export interface Refusals {
  readonly login: (sent: boolean) => Response;
  readonly scope: (type: string, registered: boolean) => Response;
  readonly type: (path: string) => Response;
  readonly missing: (reference: string) => Response;
  readonly deleted: (reference: string) => Response;
  readonly method: (method: string, path: string) => Response;
  readonly expired: (page: string) => Response;
  readonly search: (issues: readonly Issue[], type: string) => Response;
  readonly invalid: (issues: readonly Issue[]) => Response;
  readonly stale: (version: Version) => Response;
  readonly unversioned: () => Response;
}

/** One launch, as the token response is made from it. */
export interface LaunchFacts {
  readonly base: string;
  readonly root: string;
  readonly chart: SandboxChart;
  readonly scopes: readonly string[];
  readonly clientId: string;
}

/** An OAuth error that a launch asks to see, and the endpoint that is to answer it. */
export interface SimulatedError {
  readonly on: 'authorize' | 'token' | 'refresh';
  readonly error: string;
  readonly description: string;
  readonly status: number;
}

/** A launch token that carries its launch in itself, read. */
export interface Opened extends Launch {
  readonly simulatedError: SimulatedError | undefined;
}

/** How a vendor launches apps. */
export interface LaunchHooks {
  /** The registered app of an authorization request; undefined for an unknown one. */
  readonly client: (clients: readonly SandboxClient[], id: string | null) => SandboxClient | undefined;
  readonly redirects: (client: SandboxClient, uri: string) => boolean;
  readonly grant: (asked: string, client: SandboxClient) => readonly string[];
  /** The token endpoint's error (400) for what was asked, else undefined. */
  readonly refuseScopes: (asked: string, client: SandboxClient, root: string) => JsonObject | undefined;
  readonly tokenResponse: (plain: JsonObject, facts: LaunchFacts) => Extras;
  readonly claims: (plain: JsonObject, facts: LaunchFacts) => JsonObject;
  readonly configuration: (plain: JsonObject) => JsonObject;
  /** A launch token that carries its launch in itself, and its reader; undefined where tokens are kept and spent. */
  readonly mint: ((launch: Launch) => string) | undefined;
  readonly open: (launch: string, charts: readonly SandboxChart[]) => Opened | undefined;
  readonly pageHeaders: Readonly<Record<string, string>>;
}

/** How one vendor's server departs from the plain sandbox. */
export interface Vendor {
  readonly name: string;
  readonly settings: Settings;
  readonly dress: Dress;
  /** A stored resource as its API shows it. */
  readonly show: (resource: Resource) => Resource;
  readonly versionHeaders: (version: Version) => Readonly<Record<string, string>>;
  readonly capability: (plain: CapabilityStatement) => CapabilityStatement;
  readonly search: SearchHooks;
  readonly write: WriteHooks;
  readonly refusals: Refusals;
  readonly launch: LaunchHooks;
  /** The last word on every answer from the FHIR base. */
  readonly finish: (request: Request, response: Response, base: string) => Response | Promise<Response>;
}
