import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { answer } from '../../src/app/answering.ts';
import { save } from '../../src/app/saving.ts';
import { show } from './staged.tsx';
import { decided, openedBy, physician } from './two-people.ts';
// Loaded beforehand, so that what is waited for is the focus alone.
import '../../src/app/BesidePanels.tsx';
import '../../src/app/paper/Sheets.tsx';

const bar = () => document.querySelector<HTMLElement>('.bar') as HTMLElement;
const focus = () => document.activeElement;

describe('the focus of who works by keyboard', () => {
  it('is at the bar after a step that the bar led to, and at the page after one that its head led to', async () => {
    const { stage } = openedBy(physician);
    const user = show(stage);
    await user.click(within(bar()).getByRole('button', { name: 'Review and complete' }));
    expect(focus()?.id).toBe('completion-heading');
    const [inHead, inBar] = screen.getAllByRole('button', { name: 'Back to the answers' });
    await user.click(inBar as HTMLElement);
    await waitFor(() => expect(focus()?.id).toBe('bar'));
    await user.click(within(bar()).getByRole('button', { name: 'Review and complete' }));
    expect(inHead).toBeTruthy();
    const [head] = screen.getAllByRole('button', { name: 'Back to the answers' });
    await user.click(head as HTMLElement);
    await waitFor(() => expect(focus()?.id).toBe('main'));
  });

  it('stays at the question whose answer is taken back', async () => {
    const { stage } = openedBy(physician);
    answer(stage, 'unresectable', true);
    const user = show(stage);
    const card = screen.getByRole('article', { name: 'Is the tumor unresectable?' });
    await user.click(within(card).getByRole('button', { name: 'Take back' }));
    await waitFor(() => expect(card.contains(focus())).toBe(true));
    expect(focus()).not.toBe(document.body);
  });

  it('stays at the bar when the last change is undone', async () => {
    const { stage } = openedBy(physician);
    answer(stage, 'unresectable', true);
    const user = show(stage);
    await user.click(within(bar()).getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(bar().contains(focus())).toBe(true));
  });

  it('is at the bar, with what became of it, after the form was completed', async () => {
    const { stage } = openedBy(physician);
    decided(stage);
    stage.setState({ step: 'completion' });
    show(stage);
    const store = screen.getByRole('button', { name: 'Complete and store' });
    store.focus();
    await act(() => save(stage, { attestation: { remark: '' }, as: 'completed' }));
    await waitFor(() => expect(focus()?.id).toBe('bar'));
  });

  it.each([
    ['open-about', /^About Hepauth/],
    ['open-connection', /^Connection details/],
  ])('is back at #%s after the page that it opened', async (id, name) => {
    const { stage } = openedBy(physician);
    const user = show(stage);
    await user.click(await screen.findByRole('button', { name }));
    await user.click(await screen.findByRole('button', { name: 'Back to the review' }));
    await waitFor(() => expect(focus()?.id).toBe(id));
  });
});
