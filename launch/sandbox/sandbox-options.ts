import type { Extras } from './authorization.ts';
import type { SandboxChart } from './chart.ts';
import type { SandboxClient } from './client.ts';
import type { FaultSwitches } from './faults.ts';
import type { Resource } from './resource.ts';
import type { VendorName } from './vendors/vendor.ts';

/** What a sandbox is made of. */
export interface SandboxOptions {
  /** The absolute FHIR base, which is also the issuer; OAuth and the start page live beside it. */
  readonly base: string;
  /** Transaction Bundles, one chart each (`./charts.ts` has ours). */
  readonly charts: readonly unknown[];
  /** The ISO date that each story's day becomes. */
  readonly today: string;
  readonly clients: readonly SandboxClient[];
  /** Where the start page launches the app; without it the page only lists the patients. */
  readonly appLaunchUrl?: string;
  /** Milliseconds since the epoch: expiry and meta.lastUpdated. Default, the clock. */
  readonly now?: () => number;
  /** The vendor's server that it behaves like; by default it behaves as the specifications have it. */
  readonly like?: VendorName;
  /** Whether every request is answered without a token, as on a public test server. Default false. */
  readonly open?: boolean;
  /** The most entries on one page, whatever `_count` asks. Default 100, or the vendor's. */
  readonly pageSize?: number;
  /** How long an unread next page is kept, in seconds. Default for ever, or the vendor's. */
  readonly pageSeconds?: number;
  /** Life of an access token in seconds. Default 3600, or the vendor's. */
  readonly accessTokenSeconds?: number;
  /** The types that take create and update. Default QuestionnaireResponse and DocumentReference, or the vendor's. */
  readonly writable?: readonly string[];
  /** Whether an update without If-Match is refused (412). Default false, or the vendor's. */
  readonly requireIfMatch?: boolean;
  /** Whether the app is registered for records from outside; without it Epic says in most answers that it left them out. Default false. */
  readonly outsideRecords?: boolean;
}

/** One request that the sandbox answered; a status of 0 is an answer lost on the way. */
export interface RequestLog {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly hasToken: boolean;
}

/** A pretend EHR: one function from Request to Response, so that node:http, MSW and Vite can each mount it. */
export interface SandboxEhr {
  handle(request: Request): Promise<Response>;
  readonly base: string;
  readonly charts: readonly SandboxChart[];
  /**
   * The URL by which this EHR would open the app on a chart: the app's launch URL with `iss` and a fresh single-use `launch`.
   * `extras` are added to the token response of that launch; a member that is undefined is taken from it.
   * `user` opens it instead of who ordered, such as `Person/abara`.
   */
  launchUrl(chartId: string, appLaunchUrl: string, extras?: Extras, user?: string): string;
  readonly faults: FaultSwitches;
  /** The current resources of a type, in every chart. */
  stored(type: string): readonly Resource[];
  /** Stores a version behind the app's back, as a colleague at another screen would. */
  put(resource: Resource & { readonly id: string }): Resource;
  readonly requests: readonly RequestLog[];
}

/** The sandbox's options, with a port instead of a base; port 0 takes a free one. The host is this machine alone. */
export interface ServeOptions extends Omit<SandboxOptions, 'base'> {
  readonly port: number;
}
