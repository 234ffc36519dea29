import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployment, post, service } from './calling.ts';

const folder = join(process.env.CORPORA ?? '', 'fhir-test-cases-cdshooks');
const here = (process.env.CORPORA ?? '') !== '' && existsSync(folder);
if (!here) console.log('skipped: no corpora (name their folder in CORPORA)');

interface Call {
  readonly hook: string;
  readonly context: { readonly patientId: string; readonly draftOrders?: object };
}

const requests = here
  ? readdirSync(folder)
      .filter((file) => file.startsWith('cdshooks-request') && file.endsWith('.json'))
      .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
  : [];

/** What each published request deserves: its orders are prescriptions, so a good one brings no card; a bad one a sentence. */
function deserved({ hook, context }: Call): { readonly status: number; readonly because?: string } {
  if (hook === 'patient-view') return { status: 400, because: 'hook: ' };
  if (context.patientId.includes('/')) return { status: 400, because: 'context.patientId: ' };
  if (!context.draftOrders) return { status: 400, because: 'context.draftOrders: ' };
  return { status: 200 };
}

describe.runIf(here)('the published CDS Hooks requests', () => {
  it('are there', () => expect(requests.length).toBeGreaterThanOrEqual(8));

  it.each(requests)('are answered rightly: $file', async ({ text }) => {
    const fhirServer = 'http://localhost:8080/fhir';
    const made = service({ deployment: deployment({ development: true }, { fhirServer }) });
    const response = await made.fetch(await post(text));
    const { status, because } = deserved(JSON.parse(text) as Call);
    expect(response.status).toBe(status);
    const answer: unknown = await response.json();
    if (because === undefined) expect(answer).toEqual({ cards: [] });
    else expect(JSON.stringify(answer)).toContain(because);
  });

  it('that are no requests at all are refused in words', async () => {
    for (const file of readdirSync(folder).filter((name) => /(?:response|services)/.test(name))) {
      const response = await service().fetch(await post(readFileSync(join(folder, file), 'utf8')));
      expect([file, response.status]).toEqual([file, 400]);
    }
  });
});
