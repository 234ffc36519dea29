import { act, render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { connectionDetails, detailsText } from '../../src/app/connection/connection-details.ts';
import { StoppedScreen } from '../../src/app/StoppedScreen.tsx';
import { StageContext } from '../../src/app/use-stage.ts';
import type { ChartRead } from '../../src/ehr/read-record.ts';
import { base, fakeSession, show, staged } from './staged.tsx';
import '../../src/app/paper/Sheets.tsx';

const requested = [
  'launch',
  'openid',
  'fhirUser',
  'online_access',
  'patient/Patient.r',
  'patient/Condition.rs',
  'patient/Observation.rs',
  'patient/QuestionnaireResponse.crus',
];
const granted = [
  'launch',
  'patient/Patient.r',
  'patient/Condition.rs',
  'patient/Observation.rs?category=laboratory',
];
const read: Partial<ChartRead> = {
  finished: true,
  sources: [
    { id: 'a', label: 'Diagnoses', state: 'complete', count: 3 },
    {
      id: 'b',
      label: 'Procedures',
      state: 'denied',
      count: 0,
      because: 'this launch was not granted access to it',
    },
  ],
};

/** A page whose launch was granted less than it asked for, and on which one request failed. */
function narrowed() {
  const { stage, fake } = staged(textbook, [], {
    requestedScopes: requested,
    grantedScopes: granted,
    fhirUser: undefined as never,
    encounterId: 'encounter-4711',
  });
  const { session } = fakeSession(fake, stage.getState().now().getTime() + 9.5 * 60_000);
  const { read: before } = stage.getState();
  if (!before) throw new Error('nothing was read');
  stage.setState({
    session: { ...session, iss: `${base}/` },
    read: { ...before, ...read },
    faults: [
      {
        request: 'GET Procedure',
        status: 403,
        kind: 'denied',
        requestId: 'req-77',
        at: '2026-06-16T09:05:00Z',
      },
      { request: 'GET metadata', status: 0, kind: 'unreachable', at: '2026-06-16T09:06:00Z' },
    ],
  });
  return { stage, fake };
}

function textOf({ stage }: ReturnType<typeof narrowed>): string {
  const now = stage.getState();
  if (!now.ehr) throw new Error('there is no EHR');
  const types = new Map([
    ['QuestionnaireResponse', { interactions: ['create', 'read'], conditionalCreate: true }],
  ]);
  return detailsText(
    connectionDetails(
      { ...now, ehr: now.ehr },
      { ok: true, software: 'Test EHR 9', fhirVersion: '4.0.1', types },
    ),
  );
}

describe('the connection details', () => {
  it('say where the page is connected, and what the EHR says of itself', () => {
    const text = textOf(narrowed());
    expect(text).toContain(`Issuer: ${base}/`);
    expect(text).toContain(`FHIR base: ${base}`);
    expect(text).toContain('Software, as it says: Test EHR 9');
    expect(text).toContain('Forms, as it says: create, read');
    expect(text).toMatch(/Policy: med140, \d/);
    expect(text).toMatch(/Form: \S+\|\S+/);
  });

  it('say which access is missing, and what that means for what could be read', () => {
    const text = textOf(narrowed());
    expect(text).toContain(
      'Requested, not among the granted: openid fhirUser online_access patient/Observation.rs patient/QuestionnaireResponse.crus',
    );
    expect(text).toContain('- Procedures: not granted, so not read; what rests on it stays unknown.');
    expect(text).toContain('- Examinations: granted in part; absence there proves nothing.');
    expect(text).toContain('- Prior-authorization form: not granted in full; it may not be found or stored.');
    expect(text).toContain('The access cannot be renewed');
    expect(text).not.toContain('Diagnoses: not granted');
    expect(text).not.toContain('Laboratory results: ');
  });

  it('name what was not read, and each request that failed with the number that the EHR gave it', () => {
    const text = textOf(narrowed());
    expect(text).toContain('Read in full: 1 of 2');
    expect(text).toContain('- Procedures: access denied, this launch was not granted access to it');
    expect(text).toMatch(/- \d\d:\d\d, GET Procedure, denied \(403\), request id req-77/);
    expect(text).toMatch(/GET metadata, unreachable, no request id/);
  });

  it('hold nothing of the patient', () => {
    const made = narrowed();
    const text = textOf(made);
    const { patientId } = made.fake.ehr.context;
    expect(patientId).not.toBe('');
    for (const word of [patientId, 'Testcase', 'MRN-400101', 'encounter-4711', '1957'])
      expect(text).not.toContain(word);
  });

  it('leave out the patient that a launch simulator writes into its address', () => {
    const made = narrowed();
    const { session } = made.stage.getState();
    if (!session) throw new Error('there is no session');
    made.stage.setState({
      session: { ...session, iss: 'https://launch.example/v/r4/sim/WzIsInBhdGllbnQiXQ/fhir' },
    });
    expect(textOf(made)).toContain('Issuer: https://launch.example/v/r4/sim/…/fhir');
  });

  it('are reached from the line that says what was read, asked of the EHR, and left again', async () => {
    const { stage } = narrowed();
    const user = show(stage);
    await user.click(screen.getByRole('button', { name: 'Connection details' }));
    const part = await screen.findByRole('region', { name: 'EHR' });
    // This EHR has no statement of what it can do.
    await within(part).findAllByText(/^not known: the EHR does not have it/);
    await user.click(screen.getByRole('button', { name: /Back/ }));
    expect(document.querySelector('.verdict')).not.toBeNull();
  });

  it('stand below the reason where a launch got as far as the EHR and no further', async () => {
    const { stage } = narrowed();
    render(
      <StageContext value={stage}>
        <StoppedScreen stopped={{ because: 'no-patient' }} />
      </StageContext>,
    );
    await act(async () => {});
    expect(await screen.findByRole('region', { name: 'Requests that failed' })).toBeTruthy();
  });
});
