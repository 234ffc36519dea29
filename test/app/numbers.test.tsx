import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import twoLines from '../../launch/sandbox/patients/colorectal-two-lines.json' with { type: 'json' };
import si from '../../launch/sandbox/patients/si-units.json' with { type: 'json' };
import stale from '../../launch/sandbox/patients/stale-labs.json' with { type: 'json' };
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { show, staged } from './staged.tsx';

interface Chart {
  readonly entry: readonly { readonly resource: { readonly resourceType: string; readonly id: string } }[];
}

const tile = (name: RegExp) => {
  const found = screen.getByRole('heading', { name }).closest('li');
  if (!found) throw new Error(`no tile ${name}`);
  return found;
};

/** A second result of the same test and time as the newest one, with another value. */
function contradicting(chart: unknown, loinc: string, value: number) {
  const results = (chart as Chart).entry
    .map(
      ({ resource }) =>
        resource as { id: string; code?: { coding?: { code?: string }[] }; effectiveDateTime?: string },
    )
    .filter(({ code }) => code?.coding?.some((each) => each.code === loinc))
    .toSorted((a, b) => (a.effectiveDateTime ?? '').localeCompare(b.effectiveDateTime ?? ''));
  const newest = results.at(-1) as unknown as Record<string, unknown>;
  const { valueQuantity } = newest as { valueQuantity: object };
  return { ...newest, id: 'another', valueQuantity: { ...valueQuantity, value } };
}

describe('a number', () => {
  it('says value, unit, date with its month named, and its age against the days for which it counts', () => {
    show(staged(textbook).stage);
    const text = tile(/^Total bilirubin/).textContent ?? '';
    expect(text).toMatch(/1\.3 mg\/dL/);
    expect(text).toMatch(/\d{1,2} [A-Z][a-z]{2,3} \d{4}/);
    expect(text).toMatch(/\d+ days old \(counts for 90\)/);
  });

  it('says how it was converted', () => {
    show(staged(si).stage);
    expect(tile(/^Total bilirubin/).textContent).toMatch(/recorded \S+ µmol\/L ÷ 17\.1/);
    expect(tile(/^Albumin/).textContent).toMatch(/recorded \S+ g\/L ÷ 10/);
  });

  it('says for each abbreviation what it stands for, without a tooltip', () => {
    show(staged(textbook).stage);
    for (const [name, means] of [
      ['ECOG', 'performance status'],
      ['ALBI', 'albumin and bilirubin'],
      ['MELD 3.0', 'liver disease score'],
      ['INR', 'blood clotting'],
    ])
      expect(screen.getByRole('heading', { name: `${name} ${means}` })).toBeTruthy();
  });

  it('shows two values of one time beside each other, chooses neither, and names both records', () => {
    show(staged(textbook, [contradicting(textbook, '1975-2', 2.9)]).stage);
    const both = within(tile(/^Total bilirubin/)).getByRole('list', { name: 'Records that disagree' });
    const records = within(both).getAllByRole('listitem');
    expect(records).toHaveLength(2);
    expect(both.textContent).toContain('1.3 mg/dL');
    expect(both.textContent).toContain('2.9 mg/dL');
    expect(both.textContent).toContain('Observation/another');
  });

  it('that is not known says why, in a word and in a sentence', () => {
    show(staged(stale).stage);
    const open = [...document.querySelectorAll('.tile')].filter((each) => each.querySelector('.value-open'));
    expect(open.length).toBeGreaterThan(0);
    for (const each of open)
      expect(each.textContent, each.innerHTML).toMatch(
        /too old The newest one .*older than 90 days|not recorded None found in this record|Cannot be worked out without: .+ \(too old\)/,
      );
  });
});

describe('the timeline', () => {
  it('has a track for each treatment: a bar from start to end for a therapy', () => {
    show(staged(twoLines).stage);
    const panel = screen.getByRole('region', { name: 'Treatments on record' });
    const rows = within(panel)
      .getAllByRole('listitem')
      .filter((each) => each.querySelector('.track'));
    expect(rows).toHaveLength(2);
    const [first, second] = rows.map((each) => each.querySelector<HTMLElement>('.track-bar')?.style);
    expect(Number.parseFloat(first?.left ?? '')).toBeLessThan(Number.parseFloat(second?.left ?? ''));
    for (const bar of [first, second]) expect(Number.parseFloat(bar?.width ?? '')).toBeGreaterThan(1);
    expect(rows[0]?.textContent).toMatch(/FOLFOX \+ bevacizumab/);
  });

  it('is not there where nothing was found: that is not a statement that there was nothing', () => {
    show(staged(textbook).stage);
    expect(document.querySelector('.timeline-years')).toBeNull();
    expect(screen.getByText(/That is not a statement that there were none/)).toBeTruthy();
  });
});

describe('a criterion of another therapy', () => {
  it('is called not requested, not unmet', () => {
    show(staged(textbook).stage);
    const other = screen.getByText('Bland embolization').closest('summary');
    expect(other?.textContent).toMatch(/not requested/);
    expect(other?.textContent).not.toMatch(/not met/);
  });
});
