import { deployment } from '../../catalogue/ehr-profiles.ts';
import { engineVersion } from '../../catalogue/policy-hash.ts';
import { canonicalOf } from '../../core/form/questionnaire.ts';
import { dataRequirements } from '../../core/record/data-requirements.ts';
import type { Capability } from '../../ehr/capability.ts';
import { requirementsFor } from '../../ehr/ehr-profile.ts';
import { grantFor } from '../../ehr/granted-scopes.ts';
import { form } from '../asking.ts';
import { instantOf, timeInWords } from '../calendar.ts';
import type { FactRow } from '../FactCard.tsx';
import type { Stage } from '../stage.ts';
import { sourceWords } from '../words.ts';
import { connectionWords as words } from './connection-words.ts';

/** One part of the details: rows of a label and what is known, and a list. */
export interface Details {
  readonly title: string;
  readonly rows: readonly FactRow[];
  readonly list?: readonly string[];
}

type Connected = Stage & { readonly ehr: NonNullable<Stage['ehr']> };

/**
 * All that a help desk needs to know of the connection, and nothing of the patient: no id, no name, no value of the chart.
 *
 * @param capability what the EHR says of itself; undefined while it is being asked
 */
export function connectionDetails(stage: Connected, capability: Capability | undefined): readonly Details[] {
  return [
    ehrPart(stage, capability),
    sessionPart(stage),
    accessPart(stage),
    readPart(stage),
    failedPart(stage),
    appPart(stage),
  ];
}

/** The details as text, for a ticket. */
export function detailsText(details: readonly Details[]): string {
  const parts = details.map(({ title, rows, list = [] }) =>
    [
      title.toUpperCase(),
      ...rows.map(([label, value]) => `${label}: ${value}`),
      ...list.map((line) => `- ${line}`),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

function ehrPart({ ehr, session }: Connected, capability: Capability | undefined): Details {
  const { profile, context } = ehr;
  const forms = capability?.ok ? (capability.types.get('QuestionnaireResponse')?.interactions ?? []) : [];
  const said = (of: (told: Extract<Capability, { ok: true }>) => string) =>
    capability === undefined
      ? words.asking
      : capability.ok
        ? of(capability)
        : words.notSaid(capability.because);
  return {
    title: words.ehr,
    rows: [
      [words.name, profile.name],
      [words.profile, `${profile.id} (${profile.vendor})`],
      ...(session ? [[words.issuer, bare(session.iss)] as const] : []),
      [words.base, bare(context.base)],
      [words.software, said(({ software }) => software)],
      [words.fhirVersion, said(({ fhirVersion }) => fhirVersion)],
      [words.forms, said(() => forms.join(', ') || words.none)],
      [words.ways, profile.writeBack.map(wayInWords).join(', ') || words.none],
    ],
  };
}

/** A launch simulator writes the patient into its address. */
function bare(address: string): string {
  return address.replace(/\/sim\/[^/]+/, '/sim/…');
}

function wayInWords(rung: Connected['ehr']['profile']['writeBack'][number]): string {
  return rung.as === 'DocumentReference' ? `${rung.as} (${rung.docStatus}, ${rung.contentType})` : rung.as;
}

function sessionPart({ ehr, session, isSessionOver, read, now }: Connected): Details {
  const { fhirUser, encounterId, fhirContext, appContext } = ehr.context;
  const isOver = isSessionOver || read?.sessionEnded === true;
  const ends = session && timeInWords(instantOf(new Date(session.expiresAt)));
  const state = isOver
    ? words.over
    : session === undefined
      ? words.noLogin
      : session.renewable
        ? words.renewed(ends ?? '')
        : session.expiresAt <= now().getTime()
          ? words.over
          : words.ends(ends ?? '');
  const named = [...new Set(fhirContext.map(({ resourceType }) => resourceType))].join(', ');
  return {
    title: words.session,
    rows: [
      [words.state, state],
      [words.user, fhirUser === undefined ? words.notNamed : (fhirUser.split('/')[0] ?? '')],
      [words.encounter, encounterId === undefined ? words.notNamed : words.named],
      [words.context, named || words.none],
      [words.card, appContext === undefined ? words.none : words.named],
    ],
  };
}

function accessPart({ ehr }: Connected): Details {
  const { profile, context } = ehr;
  const { requestedScopes, grantedScopes } = context;
  const narrowed = requirementsFor(profile, dataRequirements).flatMap((requirement) => {
    const grant = grantFor(requirement, grantedScopes);
    if (grant === 'full') return [];
    return [words.consequence[requirement.how === 'store' ? 'store' : grant](requirement.label)];
  });
  const notEchoed = requestedScopes.filter((scope) => !grantedScopes.includes(scope));
  const personal =
    ['openid', 'fhirUser'].some((scope) => notEchoed.includes(scope)) && context.fhirUser === undefined;
  return {
    title: words.access,
    rows: [
      [words.requested, requestedScopes.join(' ') || words.none],
      [words.granted, grantedScopes.join(' ') || words.none],
      [words.missing, notEchoed.join(' ') || words.none],
    ],
    list: [
      ...(narrowed.length > 0 ? narrowed : [words.allGranted]),
      ...(personal ? [words.noUser] : []),
      ...(notEchoed.some((scope) => scope.endsWith('_access')) ? [words.noRenewal] : []),
    ],
  };
}

function readPart({ read }: Connected): Details {
  const sources = read?.sources ?? [];
  const short = sources.filter(({ state }) => state !== 'complete');
  return {
    title: words.sources,
    rows: [[words.readInFull, words.of(sources.length - short.length, sources.length)]],
    list: short.map(
      ({ label, state, because }) =>
        `${label}: ${sourceWords[state]}${because === undefined ? '' : `, ${because}`}`,
    ),
  };
}

function failedPart({ faults }: Connected): Details {
  return {
    title: words.failed,
    rows: [[words.count, String(faults.length)]],
    list: faults.map(({ request, status, kind, requestId, at }) =>
      [
        timeInWords(at),
        request,
        status === 0 ? kind : `${kind} (${status})`,
        requestId === undefined ? words.noRequestId : words.requestId(requestId),
      ].join(', '),
    ),
  };
}

function appPart({ review }: Connected): Details {
  const policy = review?.assessment?.policy;
  return {
    title: words.app,
    rows: [
      [words.version, engineVersion],
      [words.deployment, deployment.id],
      [words.policy, policy ? `${policy.id}, ${policy.version}` : words.none],
      [words.form, canonicalOf(form)],
      [words.browser, navigator.userAgent],
    ],
  };
}
