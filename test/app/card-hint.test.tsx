import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer, confirmPolicy } from '../../src/app/answering.ts';
import { packetFile } from '../../src/app/paper/packet-file.ts';
import type { Stage } from '../../src/app/stage.ts';
import { mappings } from '../../src/catalogue/catalogue.ts';
import { type Marked, orderMarks } from '../../src/ehr/order-marks.ts';
import { show, staged } from './staged.tsx';

const order = textbook.entry.find(({ resource }) => resource.id === 'hcc-order')?.resource as object as {
  readonly code: object;
};
const first = textbook.entry.find(({ resource }) => resource.resourceType === 'Coverage')?.resource as object;
/** A second coverage that is active on the same day. */
const second = { ...first, id: 'second', subscriberId: 'SECOND-1' };

/** The page as the link of a card opens it. */
function opened(card: object, more: readonly object[] = []) {
  const { stage } = staged(textbook, more, { appContext: JSON.stringify(card) });
  show(stage);
  return stage;
}

const judged = ({ review }: Stage) => {
  if (!review?.assessment) throw new Error('it is judged');
  return review;
};
const notice = () => document.querySelector('.card-notice')?.textContent ?? '';
const policyLine = () => document.querySelector('.policy-line')?.textContent ?? '';

describe('the policy of a card', () => {
  it('is preselected and says where it comes from; an unmatched payer is still to be confirmed', async () => {
    const stage = opened({ policy: 'med140' });
    expect(policyLine()).toContain('from the order-entry card');
    expect(policyLine()).toContain('Payer not matched');
    await act(async () => confirmPolicy(stage, 'med140'));
    expect(policyLine()).toContain('Policy confirmed by you');
    expect(policyLine()).not.toContain('from the order-entry card');
  });

  it('that is not known here is refused in a sentence', () => {
    opened({ policy: 'med999' });
    expect(notice()).toContain('names a policy that cannot be used: no policy "med999" is known here');
    expect(policyLine()).not.toContain('from the order-entry card');
  });

  it('is not mentioned where no card named one', () => {
    opened({});
    expect(policyLine()).not.toContain('card');
    expect(notice()).toBe('');
  });
});

describe('the coverage of a card', () => {
  const chosen = (stage: ReturnType<typeof opened>) => {
    const { coverage } = judged(stage.getState()).assessment.facts;
    return coverage.coverage ? coverage.coverage.id : coverage.because;
  };

  it('is taken out of several that are active, and is no answer of the user', () => {
    const stage = opened({ coverage: 'Coverage/second' }, [second]);
    expect(chosen(stage)).toBe('second');
    expect(stage.getState().edits).toEqual([]);
    expect(document.querySelector('.change-body')?.textContent).toContain(
      'SECOND-1: from the order-entry card',
    );
    expect(chosen(opened({}, [second]))).toBe('More than one coverage is active: choose one.');
  });

  it('gives way to what a person chooses', async () => {
    const stage = opened({ coverage: 'Coverage/second' }, [second]);
    await act(async () => answer(stage, 'coverage', 'Coverage/hcc-coverage'));
    expect(chosen(stage)).toBe('hcc-coverage');
    expect(document.querySelector('.change-body')?.textContent).not.toContain('order-entry card');
  });

  it.each([
    [
      'another patient’s',
      [{ ...second, beneficiary: { reference: 'Patient/somebody' } }],
      'not on this patient’s record',
    ],
    ['unknown', [], 'not on this patient’s record'],
    ['ended', [{ ...second, period: { start: '2020-01-01', end: '2020-12-31' } }], 'not active today'],
    ['cancelled', [{ ...second, status: 'cancelled' }], 'not active today'],
  ])('that is %s is refused in a sentence', (_, more, because) => {
    const stage = opened({ coverage: 'Coverage/second' }, more);
    expect(notice()).toContain(because);
    expect(chosen(stage)).toBe('hcc-coverage');
  });
});

describe('the order of a card', () => {
  const about = (changes: object) =>
    orderMarks(
      { ...order, ...changes } as Parameters<typeof orderMarks>[0],
      mappings.concepts,
      'textbook-hcc',
    );

  it('that the EHR stored as it was brings no word', async () => {
    opened({ order: 'ServiceRequest/hcc-order', about: await about({}) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(notice()).toBe('');
  });

  it.each<[readonly Marked[], object, string]>([
    [['site'], { bodySite: [{ text: 'Spleen' }] }, 'its site differs'],
    [
      ['codes'],
      {
        code: {
          ...order.code,
          coding: [{ system: 'x', code: 'y' }, ...(order.code as { coding: object[] }).coding],
        },
      },
      'its codes differ',
    ],
    [['therapy', 'codes'], { code: { text: 'TACE' } }, 'its therapy and codes differ'],
  ])('that was stored otherwise is said: %s', async (_, changes, said) => {
    opened({ order: 'ServiceRequest/hcc-order', about: await about(changes) });
    await waitFor(() => expect(notice()).toContain(said));
  });
});

describe('the packet', () => {
  it('holds what the launch chose, so that it can be judged again', async () => {
    const stage = opened({ order: 'ServiceRequest/hcc-order', coverage: 'Coverage/second' }, [second]);
    const { text } = await packetFile(stage.getState(), judged(stage.getState()));
    expect(JSON.parse(text).options).toEqual({
      order: { is: 'this', reference: 'ServiceRequest/hcc-order' },
      coverage: 'Coverage/second',
    });
    const file = join(mkdtempSync(join(tmpdir(), 'hepauth-packet-')), 'packet.json');
    writeFileSync(file, text);
    const { stdout } = spawnSync('node_modules/.bin/tsx', ['src/cli/replay.ts', file], { encoding: 'utf8' });
    rmSync(dirname(file), { recursive: true });
    expect(stdout).toContain('determination: byte-equal');
  });
});
