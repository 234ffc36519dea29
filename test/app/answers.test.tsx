import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import colorectal from '../../launch/sandbox/patients/colorectal-two-lines.json' with { type: 'json' };
import cptOnly from '../../launch/sandbox/patients/cpt-37243-only.json' with { type: 'json' };
import provisional from '../../launch/sandbox/patients/provisional-diagnosis.json' with { type: 'json' };
import tace from '../../launch/sandbox/patients/tace-order.json' with { type: 'json' };
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { show, staged, unfold } from './staged.tsx';

const banner = () => document.querySelector('.banner') as HTMLElement;
const verdict = () => document.querySelector('.verdict .tag')?.textContent;
const question = (name: string) => within(screen.getByRole('article', { name }));
const unresectable = () => question('Is the tumor unresectable?');
const bridge = () => question('Is the treatment a bridge to liver transplantation?');

describe('the determination', () => {
  it('says that the record does not settle it, and which questions can', () => {
    show(staged(textbook).stage);
    expect(verdict()).toBe('Cannot be determined from the record');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      'Two questions are open; each alone can decide',
    );
  });

  it('appears met once the clinician says what no code can say, and names the criterion', async () => {
    const user = show(staged(textbook).stage);
    await user.click(unresectable().getByRole('button', { name: 'Yes' }));
    expect(verdict()).toBe('Criteria appear met');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('I.B.1');
    expect(screen.getByText('Determination: Criteria appear met.')).toBeTruthy();
  });

  it('appears not met when every way is answered with no', async () => {
    const user = show(staged(textbook).stage);
    await user.click(unresectable().getByRole('button', { name: 'No' }));
    expect(verdict()).toBe('Cannot be determined from the record');
    await user.click(bridge().getByRole('button', { name: 'No' }));
    expect(verdict()).toBe('Criteria do not appear met');
  });

  it('is met for a therapy that the policy allows for any indication, without a question', () => {
    show(staged(tace).stage);
    expect(verdict()).toBe('Criteria appear met');
  });

  it.each([
    ['textbook', textbook],
    ['colorectal', colorectal],
    ['TACE', tace],
  ])('never speaks of approval, coverage or eligibility: %s', (_, chart) => {
    show(staged(chart).stage);
    unfold();
    expect(document.body.textContent).not.toMatch(
      /\bapproved\b(?! device)|\beligible\b|\bis covered\b|\bnot covered\b/i,
    );
  });
});

describe('a question that decides', () => {
  it('has nothing chosen beforehand, and answers of equal weight', () => {
    show(staged(textbook).stage);
    expect(
      screen.queryAllByRole('button', { pressed: true }).filter((each) => each.closest('.question')),
    ).toEqual([]);
    const names = unresectable()
      .getAllByRole('button')
      .map(({ textContent }) => textContent);
    expect(names).toEqual(['Yes', 'No', 'Not sure']);
  });

  it('carries the policy’s own sentence and what speaks for it', () => {
    show(staged(textbook).stage);
    expect(unresectable().getByText(/Unresectable primary liver tumors/)).toBeTruthy();
    expect(unresectable().getAllByText(/cirrhosis/i).length).toBeGreaterThan(0);
  });

  it('keeps its place when it is answered, and can be taken back', async () => {
    const user = show(staged(textbook).stage);
    await user.click(unresectable().getByRole('button', { name: 'Yes' }));
    expect(unresectable().getByRole('button', { name: 'Yes' }).getAttribute('aria-pressed')).toBe('true');
    expect(bridge().getByText('No longer needed for the determination.')).toBeTruthy();
    await user.click(unresectable().getByRole('button', { name: 'Take back' }));
    expect(verdict()).toBe('Cannot be determined from the record');
    expect(pressedIn(unresectable())).toEqual([]);
  });

  it('takes "not sure" for what it is: the question stays open, on purpose', async () => {
    const { stage } = staged(textbook);
    const user = show(stage);
    await user.click(unresectable().getByRole('button', { name: 'Not sure' }));
    expect(verdict()).toBe('Cannot be determined from the record');
    expect(unresectable().getByText(/Left open by you/)).toBeTruthy();
    expect(stage.getState().edits).toEqual([]);
    expect(stage.getState().leftOpen).toEqual(['unresectable']);
  });

  it('is undone step by step', async () => {
    const user = show(staged(textbook).stage);
    await user.click(unresectable().getByRole('button', { name: 'No' }));
    await user.click(unresectable().getByRole('button', { name: 'Yes' }));
    await user.click(screen.getByRole('button', { name: /Undo/ }));
    expect(pressedIn(unresectable())).toEqual(['No']);
    await user.click(screen.getByRole('button', { name: /Undo/ }));
    expect(pressedIn(unresectable())).toEqual([]);
    expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull();
  });

  it('asks for the therapy first where the order does not name it, and suggests without choosing', () => {
    show(staged(cptOnly).stage);
    const therapy = question('Which therapy is requested?');
    expect(pressedIn(therapy)).toEqual([]);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      'Which therapy is requested comes first',
    );
  });
});

describe('what was set aside', () => {
  it('is listed, each with its reason', () => {
    show(staged(provisional).stage);
    unfold();
    const aside = within(screen.getByRole('region', { name: 'Records set aside' }));
    expect(aside.getAllByText(/another person's record/).length).toBeGreaterThan(0);
    expect(aside.getAllByText(/entered in error/i).length).toBeGreaterThan(0);
  });
});

describe('the patient', () => {
  it('is named from the chart, with the month of birth in words', () => {
    show(staged(textbook).stage);
    expect(banner().textContent).toMatch(
      /Testcase, Walter.*born \d{1,2} [A-Z][a-z]+ \d{4} \(\d+\).*male.*MRN/,
    );
  });

  it('cannot put markup on the screen', () => {
    const named = structuredClone(textbook) as unknown as {
      entry: { resource: { resourceType: string; name?: unknown } }[];
    };
    for (const { resource } of named.entry)
      if (resource.resourceType === 'Patient')
        resource.name = [{ family: '<img src=x onerror=alert(1)>', given: ['<b>Walter</b>'] }];
    show(staged(named).stage);
    expect(banner().querySelector('img, b')).toBeNull();
    expect(banner().textContent).toContain('<img src=x onerror=alert(1)>');
  });
});

function pressedIn(of: { queryAllByRole(role: string, options: object): HTMLElement[] }): (string | null)[] {
  return of.queryAllByRole('button', { pressed: true }).map((button) => button.textContent);
}
