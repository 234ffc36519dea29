import { cleanup, configure, fireEvent, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll } from 'vitest';
import { takeChart } from '../../src/app/answering.ts';
import { ReviewScreen } from '../../src/app/ReviewScreen.tsx';
import { createStage, type StageStore } from '../../src/app/stage.ts';
import { StageContext, useStage } from '../../src/app/use-stage.ts';
import { ehrProfile } from '../../src/catalogue/ehr-profiles.ts';
import { bundleContents } from '../../src/core/record/bundle.ts';
import type { Ehr } from '../../src/ehr/ehr.ts';
import { fault } from '../../src/ehr/ehr-fault.ts';
import type { LaunchContext } from '../../src/ehr/launch-context.ts';
import type { Revocation, Session } from '../../src/ehr/running-session.ts';
import type { EhrTransport, Reply } from '../../src/ehr/transport.ts';

export const base = 'https://ehr.test/fhir';
export const practitioner = 'Practitioner/hale';

/** An EHR in memory that stores forms; each write may be told to end otherwise. */
export interface FakeEhr {
  readonly ehr: Ehr;
  readonly writes: { readonly method: string; readonly body: Readonly<Record<string, unknown>> }[];
  /** The form that it holds. */
  stored(): Readonly<Record<string, unknown>> | undefined;
  /** Puts a form there that was stored before. */
  holds(form: Readonly<Record<string, unknown>>): void;
  /** Puts a second one there, which comes up in searches only. */
  holdsAlso(form: Readonly<Record<string, unknown>>): void;
  /** What the EHR says of the patient now. */
  patient: Readonly<Record<string, unknown>>;
  /** Whether nothing comes of any request; whether the EHR no longer takes the token. */
  offline: boolean;
  sessionEnded: boolean;
  /** How the next write ends. */
  next: 'store' | 'refuse' | 'lose' | 'conflict' | 'wait';
  /** Lets a write go on that waits. */
  release(): void;
}

export function fakeEhr(patientId: string, launch: Partial<LaunchContext> = {}): FakeEhr {
  let held: Readonly<Record<string, unknown>> | undefined;
  let second: Readonly<Record<string, unknown>> | undefined;
  let version = 0;
  let release = () => {};
  const fake: FakeEhr = {
    ehr: undefined as unknown as Ehr,
    writes: [],
    stored: () => held,
    holds: (form) => {
      held = form;
      version = 1;
    },
    holdsAlso: (form) => {
      second = form;
    },
    patient: {},
    offline: false,
    sessionEnded: false,
    next: 'store',
    release: () => release(),
  };
  const store = (body: Readonly<Record<string, unknown>>): Reply => {
    version += 1;
    held = { ...body, id: 'form', meta: { versionId: String(version) } };
    return { ok: true, status: 201, body: held, etag: `W/"${version}"` };
  };
  const transport: EhrTransport = {
    async get(target) {
      if (fake.offline) return { ok: false, fault: fault('unreachable', target) };
      if (fake.sessionEnded) return { ok: false, fault: fault('session-ended', target, { status: 401 }) };
      if (target.startsWith('Patient/'))
        return { ok: true, status: 200, body: { resourceType: 'Patient', id: patientId, ...fake.patient } };
      if (target === 'metadata') return { ok: false, fault: fault('absent', target, { status: 404 }) };
      if (target.includes('QuestionnaireResponse?')) {
        const entry = [held, second].filter((each) => each !== undefined).map((resource) => ({ resource }));
        return { ok: true, status: 200, body: { resourceType: 'Bundle', type: 'searchset', entry } };
      }
      if (held) return { ok: true, status: 200, body: held };
      return { ok: false, fault: fault('absent', target, { status: 404 }) };
    },
    async send(method, target, { body }) {
      const form = body as Readonly<Record<string, unknown>>;
      fake.writes.push({ method, body: form });
      const how = fake.next;
      fake.next = 'store';
      if (how === 'wait')
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      if (how === 'refuse')
        return {
          ok: false,
          fault: fault('refused', target, { status: 422, because: 'the EHR refused the request (422)' }),
        };
      if (how === 'conflict') return { ok: false, fault: fault('conflict', target, { status: 412 }) };
      if (how === 'lose') return { ok: false, fault: fault('unreachable', target) };
      return store(form);
    },
  };
  const profile = ehrProfile('test.json', {
    id: 'test',
    name: 'Test EHR',
    enabled: true,
    issuers: [base],
    clientId: 'hepauth',
    scopeDialect: 'v2',
    writeBack: [{ as: 'QuestionnaireResponse', prefer: true }],
    budgets: { lookAgainSeconds: [0] },
  });
  const context = {
    base,
    patientId,
    fhirUser: practitioner,
    needPatientBanner: true,
    fhirContext: [],
    requestedScopes: [],
    grantedScopes: [],
    ...launch,
  };
  return Object.assign(fake, { ehr: { profile, context, transport } });
}

/** A session in memory, with what became of it. */
export function fakeSession(
  { ehr: { context } }: FakeEhr,
  expiresAt: number,
  more: Partial<Pick<Session, 'renewable' | 'expiresAt'>> & {
    readonly revocation?: Promise<Revocation>;
  } = {},
): { readonly session: Session; readonly log: string[]; isKept: boolean } {
  const log: string[] = [];
  const fake = {
    log,
    isKept: true,
    session: {
      ...context,
      iss: base,
      profileId: 'test',
      expiresAt,
      renewable: false,
      token: () => 'token',
      renew: async () => 'no' as const,
      isKept: () => fake.isKept,
      logout() {
        log.push('logout');
        return more.revocation ?? Promise.resolve('revoked' as const);
      },
      ...more,
    },
  };
  return fake;
}

interface Chart {
  readonly timestamp: string;
  readonly entry: readonly { readonly resource: { readonly resourceType: string; readonly id: string } }[];
}

/** A stage on which one of the sandbox's charts has been read, on the day of its story. */
export function staged(chart: unknown, more: readonly object[] = [], launch: Partial<LaunchContext> = {}) {
  const { timestamp, entry } = chart as Chart;
  const stage = createStage(() => new Date(`${timestamp.slice(0, 10)}T12:00:00`));
  const patientId = entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource.id ?? '';
  const fake = fakeEhr(patientId, launch);
  stage.setState({ ehr: fake.ehr });
  fake.patient = entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource ?? {};
  const { resources, unread } = bundleContents(chart);
  takeChart(
    stage,
    { resources: [...resources, ...more], unread, sources: [], finished: true, sessionEnded: false },
    { patientId, base },
  );
  return { stage, fake };
}

function Screen() {
  const review = useStage((now) => now.review);
  return review ? <ReviewScreen review={review} /> : null;
}

/** The whole review screen on a stage, and a user at it. */
export function show(stage: StageStore) {
  const user = userEvent.setup();
  render(
    <StageContext value={stage}>
      <Screen />
    </StageContext>,
  );
  return user;
}

beforeAll(() => {
  // Tests of React wait for its updates by themselves.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  // Parts of the screen come in files of their own, which a busy machine takes a while to load.
  configure({ asyncUtilTimeout: 20_000 });
});
afterEach(cleanup);

/** Opens every fold within an element: what is in one is made when it is opened. */
export function unfold(within: Element = document.body): void {
  for (const details of within.querySelectorAll('details')) {
    details.open = true;
    fireEvent(details, new Event('toggle'));
  }
}
