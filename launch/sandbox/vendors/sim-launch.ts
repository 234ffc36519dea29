import type { Launch } from '../authorization.ts';
import type { SandboxChart } from '../chart.ts';
import type { Opened, SimulatedError } from './vendor.ts';

/** The `auth_error` values that act in a launch with a code, and what each makes fail. */
const simulatedErrors: Readonly<Record<string, SimulatedError>> = {
  auth_invalid_client_id: simulated('authorize', 'invalid_client', 'client_id parameter', 302),
  auth_invalid_redirect_uri: simulated('authorize', 'invalid_request', 'redirect_uri parameter', 302),
  auth_invalid_scope: simulated('authorize', 'invalid_scope', 'scope', 302),
  token_invalid_token: simulated('token', 'invalid_client', 'client', 401),
  token_expired_refresh_token: {
    on: 'refresh',
    error: 'invalid_grant',
    description: 'Expired refresh token',
    status: 403,
  },
};

function simulated(on: SimulatedError['on'], error: string, what: string, status: number): SimulatedError {
  return { on, error, description: `Simulated invalid ${what} error`, status };
}

/** Positions in the array that a sim code holds. */
const at = { patient: 1, provider: 2, encounter: 3, simEhr: 6, authError: 11 } as const;

/** The launch as a sim code: base64url of a JSON array, which says everything and may be used again. */
export function mintSim({ chart, extras }: Launch): string {
  const isWithout = 'encounter' in extras && extras.encounter === undefined;
  const provider = chart.practitioner?.split('/')[1] ?? '';
  const encounter = isWithout ? 'NONE' : 'AUTO';
  const sim = [0, chart.patient.id, provider, encounter, 0, 0, 0, '', '', '', '', '', '', '', 0, 1, ''];
  return base64url(JSON.stringify(sim));
}

/** A sim code read: the chart that it opens, whether the EHR shows a banner, and the error that it asks for. */
export function openSim(launch: string, charts: readonly SandboxChart[]): Opened | undefined {
  const sim = decoded(launch);
  const chart = charts.find(({ patient }) => patient.id === sim?.[at.patient]);
  if (sim === undefined || chart === undefined) return undefined;
  const encounter = String(sim[at.encounter]);
  const named = encounter === 'NONE' ? undefined : encounter;
  return {
    chart,
    extras: {
      need_patient_banner: sim[at.simEhr] !== 1,
      ...(encounter === 'AUTO' || encounter === '' ? {} : { encounter: named }),
    },
    simulatedError: simulatedErrors[String(sim[at.authError])],
  };
}

/** The same launch with one thing otherwise: the error it simulates, or the encounter, by id, `AUTO` or `NONE`. */
export function changedSim(
  launch: string,
  { authError, encounter, simEhr }: { authError?: string; encounter?: string; simEhr?: boolean },
): string {
  const sim = [...(decoded(launch) ?? [])];
  if (authError !== undefined) sim[at.authError] = authError;
  if (encounter !== undefined) sim[at.encounter] = encounter;
  if (simEhr !== undefined) sim[at.simEhr] = simEhr ? 1 : 0;
  return base64url(JSON.stringify(sim));
}

function decoded(launch: string): readonly unknown[] | undefined {
  try {
    const sim: unknown = JSON.parse(atob(launch.replaceAll('-', '+').replaceAll('_', '/')));
    return Array.isArray(sim) ? sim : undefined;
  } catch {
    return undefined;
  }
}

const base64url = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
