import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer } from '../../src/app/answering.ts';
import { answersAsFile } from '../../src/app/ending.ts';
import { answered } from '../../src/app/entries.ts';
import { goOnWith } from '../../src/app/resuming.ts';
import type { Judged } from '../../src/app/review.ts';
import { responseNow } from '../../src/app/saving.ts';
import { show, staged } from './staged.tsx';

/** A draft whose planned date no policy is in force on any more. */
function draftOf(date: string) {
  const { stage } = staged(textbook);
  answer(stage, 'unresectable', true);
  answer(stage, 'planned-date', '2025-07-01');
  const form = responseNow(stage.getState(), stage.getState().review as Judged);
  return JSON.parse(JSON.stringify(form).replaceAll('2025-07-01', date));
}

describe('a planned date on which no policy is in force', () => {
  it('is refused in a sentence, and the review stays', () => {
    const { stage } = staged(textbook);
    answer(stage, 'unresectable', true);
    expect(answered(stage, 'planned-date', '0026-12-10')).toMatch(/^Not taken: .*not yet in force/);
    expect(stage.getState().review?.assessment).toBeDefined();
    expect(stage.getState().edits).toHaveLength(1);
  });

  it('that comes with a draft can be taken back, and takes no answer with it', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    await act(async () => goOnWith(stage, { resource: draftOf('1999-07-01'), isFile: true }));
    expect(screen.getByRole('alert').textContent).toMatch(/Nothing that was answered is lost/);
    expect((await answersAsFile(stage.getState()))?.text).toContain('surgery.unresectable');
    await user.click(screen.getByRole('button', { name: 'Take the planned date back (1 July 1999)' }));
    expect(stage.getState().review?.assessment).toBeDefined();
    expect(stage.getState().edits.map(({ question }) => question)).toEqual(['unresectable']);
  });
});
