import * as z from 'zod/mini';
import type { DataRequirement, RequiredType } from '../core/record/data-requirements.ts';
import { LocalCode } from './local-codes.ts';

const text = z.string().check(z.minLength(1));
const list = z._default(z.array(text), []);
const positive = z.int().check(z.positive());

const searchableTypes = [
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest',
  'MedicationStatement',
  'MedicationAdministration',
  'ServiceRequest',
  'Coverage',
] as const satisfies readonly RequiredType[];

/** A search that this EHR wants instead of, or besides, ours. `{encounter}` stands for the launch's Encounter id. */
const AddedSearch = z.strictObject({
  id: text,
  resourceType: z.enum(searchableTypes),
  label: text,
  params: z.record(z.string(), text),
  why: text,
  /** What alone this EHR keeps there: where it cannot be read, nothing else is in doubt. */
  holds: z.optional(z.enum(['performance-status'])),
});

const ReadPlan = z.strictObject({
  /** Ids of data requirements that this EHR has nothing for, or that `add` replaces. */
  omit: list,
  add: z._default(z.array(AddedSearch), []),
  /** `_count` per resource type; without one the EHR's own page size is used. */
  pageSize: z._default(z.record(z.string(), positive), {}),
  /** Whether `Bundle.total` counts all matches, so that fewer delivered means that some are missing. */
  trustTotal: z._default(z.boolean(), true),
});

/** Codes in OperationOutcome issues, as this vendor uses them. What is not listed is judged by its FHIR issue type. */
const OutcomeCodes = z.strictObject({
  empty: list,
  ignoredFilter: list,
  partial: list,
  denied: list,
  pagingExpired: list,
});

/** One way of storing the form, best first. @see WriteBackResult */
const Rung = z.discriminatedUnion('as', [
  z.strictObject({
    as: z.literal('QuestionnaireResponse'),
    /** Whether `Prefer: return=representation` may be sent (some preflights refuse it). */
    prefer: z._default(z.boolean(), false),
    /** Whether `If-None-Exist` works, from a browser too: a repeated create then finds the first one. */
    conditionalCreate: z._default(z.boolean(), false),
  }),
  z.strictObject({
    as: z.literal('DocumentReference'),
    /** `preliminary`: a draft that is signed in the EHR. `final`: signed the moment it is stored, so it is confirmed first. */
    docStatus: z.enum(['preliminary', 'final']),
    contentType: z.enum(['text/plain', 'text/plain;charset=utf-8']),
    type: z.strictObject({ system: text, code: text, display: text }),
    category: z.optional(z.strictObject({ system: text, code: text })),
    author: z.enum(['omit', 'user']),
    encounter: z.enum(['required', 'optional']),
    /** Whether title, creation and `context.period.end` are sent with the text. */
    dated: z._default(z.boolean(), false),
    /** Search parameters that find recent notes, besides the patient; `{since}` is an instant. None: all notes are looked through. */
    lookup: z._default(z.record(z.string(), text), {}),
    prefer: z._default(z.boolean(), false),
  }),
]);
export type Rung = z.infer<typeof Rung>;
export type ResponseRung = Extract<Rung, { as: 'QuestionnaireResponse' }>;
export type DocumentRung = Extract<Rung, { as: 'DocumentReference' }>;

/** Limits per launch: what goes over them is incomplete, never absent. */
const Budgets = z.strictObject({
  pages: z._default(positive, 500),
  entries: z._default(positive, 20_000),
  requestSeconds: z._default(positive, 15),
  totalSeconds: z._default(positive, 45),
  responseMegabytes: z._default(positive, 20),
  /** Pauses before looking again for what was sent and not answered; after the last one a person is asked. */
  lookAgainSeconds: z._default(z.array(z.number().check(z.minimum(0), z.maximum(30))), [1, 3]),
});

/** How one vendor's EHRs behave, wherever they stand. */
const behaviour = {
  /** `open`: no authorization at all, hence no launch. */
  authorization: z._default(z.enum(['smart', 'open']), 'smart'),
  scopeDialect: z.enum(['v1', 'v2']),
  extraScopes: list,
  /** Types whose scope starts with `user/`. */
  userLevelScopes: list,
  /** `online_access`: a refresh token is asked for, for EHRs whose token is over before a review is. It lives in memory only. */
  refresh: z._default(z.enum(['none', 'online_access']), 'none'),
  /** S256 is always sent. `required` also refuses a server that does not advertise it. */
  pkceMode: z._default(z.enum(['required', 'always-sent']), 'required'),
  readPlan: z.prefault(ReadPlan, {}),
  outcomeCodes: z.prefault(OutcomeCodes, {}),
  budgets: z.prefault(Budgets, {}),
  /** Codes of the EHR's own that mean a standard one. A site's list takes the place of its vendor's: repeat what still holds. */
  localCodes: z._default(z.array(LocalCode), []),
  writeBack: z.array(Rung),
  /** What to assume where the launch does not say whether the EHR shows the patient's name. */
  patientBanner: z._default(z.boolean(), true),
};

/** What a file of `mappings/ehr/` says: how to read and write this vendor's EHRs. Which of them there are stands in the deployment. */
export const VendorProfile = z.strictObject({ vendor: text, ...behaviour });
export type VendorProfile = z.infer<typeof VendorProfile>;

/** Where one EHR stands and how we are known there. */
export const placeShape = {
  id: text,
  name: text,
  /** FHIR base URLs that may launch us, matched exactly. */
  issuers: z.array(text),
  /** Anchored regular expressions, for launch simulators whose base carries a payload. */
  issuerPatterns: list,
  /** Origins besides the issuer's own that may serve its authorize and token endpoints. */
  endpointOrigins: list,
};

/**
 * What we know about one EHR or hospital: who it is, how it launches us, how it wants to be read and written.
 *
 * A new hospital is new data, no code. Nothing here is a secret: the whole of it reaches the browser.
 */
export const EhrProfile = z
  .strictObject({
    ...placeShape,
    vendor: z._default(text, 'other'),
    /** False until the app is registered there and `clientId` is real: a launch is then refused in words. */
    enabled: z.boolean(),
    /** Only in development and demonstration builds; alone may use http on this machine and issuer patterns. */
    development: z._default(z.boolean(), false),
    clientId: text,
    ...behaviour,
  })
  .check(
    z.refine(({ development, issuerPatterns }) => development || issuerPatterns.length === 0, {
      path: ['issuerPatterns'],
      error: 'patterns are for development profiles; a hospital is listed by its exact address',
    }),
    z.refine(({ issuerPatterns }) => issuerPatterns.every((pattern) => /^\^https?:.*\$$/.test(pattern)), {
      path: ['issuerPatterns'],
      error: 'a pattern starts with ^ and its scheme and ends with $',
    }),
  );
export type EhrProfile = z.infer<typeof EhrProfile>;

/** Our requirements as this EHR wants to be asked for them. Scopes and searches both come from the result. */
export function requirementsFor(
  profile: Pick<EhrProfile, 'readPlan'>,
  requirements: readonly DataRequirement[],
): readonly DataRequirement[] {
  const { omit, add } = profile.readPlan;
  const added = add.map((search): DataRequirement => ({ ...search, how: 'search' }));
  return [...requirements.filter(({ id }) => !omit.includes(id)), ...added];
}
