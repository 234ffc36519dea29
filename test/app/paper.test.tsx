import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { act, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import bland from '../../launch/sandbox/patients/bland-embolization-order.json' with { type: 'json' };
import breast from '../../launch/sandbox/patients/breast-metastases.json' with { type: 'json' };
import colorectal from '../../launch/sandbox/patients/colorectal-two-lines.json' with { type: 'json' };
import tace from '../../launch/sandbox/patients/tace-order.json' with { type: 'json' };
import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer, enter } from '../../src/app/answering.ts';
import { letterText, packetFile } from '../../src/app/paper/packet-file.ts';
import type { StageStore } from '../../src/app/stage.ts';
import { show, staged } from './staged.tsx';

async function opened(chart: unknown, entry: string) {
  const { stage } = staged(chart);
  const user = show(stage);
  await user.click(screen.getByText('Copies'));
  await user.click(screen.getByRole('button', { name: entry }));
  const back = await screen.findByRole('button', { name: 'Back to the review' });
  return { stage, user, back };
}

const paper = (name: string) => within(screen.getByRole('article', { name }));

describe('the packet', () => {
  it('is the letter, the peer-to-peer sheet and the proof, each with the patient at its head', async () => {
    await opened(colorectal, 'Print the packet');
    await screen.findByRole('article', { name: 'Proof: what this rests on' });
    const papers = screen.getAllByRole('article');
    expect(papers).toHaveLength(3);
    for (const each of papers) {
      const head = each.querySelector('thead td')?.textContent;
      expect(head).toMatch(/, born \d+ \w+ \d{4}, .*MRN/);
    }
  });

  it('marks what is missing where it is missing, and says in how many places', async () => {
    await opened(textbook, 'Print the packet');
    const letter = screen.getByRole('article', { name: 'Letter of medical necessity' });
    const marks = letter.querySelectorAll('mark');
    expect(marks.length).toBeGreaterThan(5);
    expect([...marks].every(({ textContent }) => textContent === 'not recorded')).toBe(true);
    expect(screen.getByText(new RegExp(`${marks.length} places marked`))).toBeTruthy();
    const approach = within(letter).getByText('Approach').closest('div');
    expect(approach?.querySelector('mark')).not.toBeNull();
    // What the chart fills into the form stands in the letter, too.
    const planned = within(letter).getByText('Planned date').closest('div');
    expect(planned?.textContent).toMatch(/Planned date\d+ \w+ \d{4}/);
  });

  it('shows the criteria as a table with the policy’s words, the finding and the evidence', async () => {
    await opened(colorectal, 'Print the packet');
    const letter = paper('Letter of medical necessity');
    expect(letter.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual([
      'Criterion',
      'Finding',
      'Evidence',
    ]);
    expect(letter.getAllByText(/^I\.B\.3\.b\.i: “/).length).toBeGreaterThan(0);
  });

  it('proves itself: records with versions, policy with its hash, engine', async () => {
    await opened(breast, 'Print the packet');
    const proof = within(await screen.findByRole('article', { name: 'Proof: what this rests on' }));
    expect(proof.getByText(/^[0-9a-f]{64}$/)).toBeTruthy();
    expect(proof.getByText('med140 version 2022.1')).toBeTruthy();
    expect(proof.getByText('0.1.0')).toBeTruthy();
    expect(proof.getAllByText(/^Condition\//).length).toBeGreaterThan(0);
  });

  it('holds no criterion of another therapy, and nothing open that could change nothing', async () => {
    await opened(breast, 'Print the packet');
    const table = paper('Letter of medical necessity').getByRole('columnheader', { name: 'Criterion' });
    const rows = [...(table.closest('table')?.querySelectorAll('tbody tr') ?? [])];
    const first = rows.flatMap((row) => row.querySelector('th[scope=rowgroup]')?.textContent ?? []);
    expect(first.length).toBeGreaterThan(1);
    expect(first.filter((each) => !each.startsWith('I.'))).toEqual([]);
    expect(rows.filter(({ textContent }) => textContent?.includes('cannot be determined'))).toEqual([]);
    expect(rows.filter(({ textContent }) => textContent?.includes('appears not met')).length).toBeGreaterThan(
      3,
    );
  });

  it('can be printed by its button, and left again', async () => {
    const printed = vi.fn();
    vi.stubGlobal('print', printed);
    const { user, back } = await opened(textbook, 'Print the packet');
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
    await user.click(await screen.findByRole('button', { name: 'Print' }));
    expect(printed).toHaveBeenCalledOnce();
    await user.click(back);
    expect(document.querySelector('.verdict .tag')?.textContent).toBe('Cannot be determined from the record');
    vi.unstubAllGlobals();
  });

  it('cannot be printed while the chart is still being read', async () => {
    const { stage } = await opened(textbook, 'Print the packet');
    await screen.findByRole('button', { name: 'Print' });
    const { read } = stage.getState();
    if (!read) throw new Error('nothing read');
    act(() => stage.setState({ read: { ...read, finished: false } }));
    expect(screen.queryByRole('button', { name: 'Print' })).toBeNull();
    expect(screen.getByText(/^The chart is still being read/)).toBeTruthy();
  });

  it('never speaks of approval, coverage or eligibility', async () => {
    await opened(colorectal, 'Print the packet');
    expect(document.body.textContent).not.toMatch(/\bapproved\b(?! device)|\beligible\b|\bis covered\b/i);
  });
});

describe('the packet as a file', () => {
  const packed = async (stage: StageStore) => {
    const { review } = stage.getState();
    if (!review?.assessment) throw new Error('nothing judged');
    return packetFile(stage.getState(), review);
  };
  const replayed = (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'hepauth-packet-'));
    const file = join(folder, 'packet.json');
    writeFileSync(file, text);
    const { stdout, status } = spawnSync('node_modules/.bin/tsx', ['src/cli/replay.ts', file], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    return { stdout, status };
  };

  it('is enough to make the same determination again, to the byte', async () => {
    const { stage } = staged(textbook);
    answer(stage, 'unresectable', true);
    const { name, text } = await packed(stage);
    expect(name).toMatch(/^packet-[0-9a-f-]{36}\.json$/);
    const { stdout, status } = replayed(text);
    expect(stdout).toContain('policy: the same content');
    expect(stdout).toContain('determination: byte-equal');
    expect(status).toBe(0);
    const made = JSON.parse(text);
    expect(made.chart.resources).toEqual(stage.getState().read?.resources);
    expect(made.edits).toEqual(stage.getState().edits);
    expect(made.assessment.verdict).toBe('met');
  });

  it('betrays an answer that was changed afterwards', async () => {
    const { stage } = staged(textbook);
    answer(stage, 'unresectable', true);
    const made = JSON.parse((await packed(stage)).text);
    made.edits[0].value = false;
    const { stdout, status } = replayed(JSON.stringify(made));
    expect(stdout).toContain('determination: differs');
    expect(status).toBe(1);
  });
});

describe('the letter as text', () => {
  it('goes to the clipboard', async () => {
    const { stage } = staged(colorectal);
    const user = show(stage);
    const write = vi.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByText('Copies'));
    await user.click(screen.getByRole('button', { name: 'Copy the letter as text' }));
    expect(await screen.findByText('Copied.')).toBeTruthy();
    expect(write.mock.calls[0]?.[0]).toContain('Letter of medical necessity');
    expect(write.mock.calls[0]?.[0]).toContain('Member id: ');
  });
});

describe('the letter beside the form', () => {
  const letter = (stage: StageStore) => {
    const { review } = stage.getState();
    return review?.assessment ? letterText(review) : '';
  };
  const lineOf = (stage: StageStore, label: string) =>
    letter(stage)
      .split('\n')
      .find((line) => line.startsWith(label));

  it('carries what a person wrote in the place of the chart', () => {
    const { stage } = staged(textbook);
    expect(lineOf(stage, 'Procedure codes')).toMatch(/S2095/);
    enter(stage, 'request.procedure-codes', [{ kind: 'string', value: 'CPT 79445' }]);
    enter(stage, 'coverage.payer', [{ kind: 'string', value: 'Another Payer' }]);
    enter(stage, 'disease.liver-diagnosis', [{ kind: 'string', value: 'C22.9' }]);
    expect(lineOf(stage, 'Procedure codes')).toBe('Procedure codes (CPT/HCPCS): CPT 79445');
    expect(lineOf(stage, 'Diagnosis codes')).toBe('Diagnosis codes (ICD-10-CM): C22.9');
    expect(lineOf(stage, 'Payer')).toBe('Payer: Another Payer');
  });

  it('leaves out what was left empty on purpose', () => {
    const { stage } = staged(textbook);
    for (const linkId of ['coverage.member-id', 'request.procedure-codes', 'disease.liver-diagnosis'])
      enter(stage, linkId, []);
    expect(lineOf(stage, 'Member id')).toBe('Member id: not recorded');
    expect(lineOf(stage, 'Procedure codes')).toBe('Procedure codes (CPT/HCPCS): not recorded');
    expect(lineOf(stage, 'Diagnosis codes')).toBe('Diagnosis codes (ICD-10-CM): not recorded');
  });

  it('says the course as a person said it', () => {
    const { stage } = staged(textbook);
    expect(lineOf(stage, 'Course')).toBe('Course: not recorded');
    answer(stage, 'progressive', true);
    expect(lineOf(stage, 'Course')).toBe('Course: progressive');
  });

  it('dates a treatment no more exactly than the record does', () => {
    const { stage } = staged(textbook, [
      {
        resourceType: 'Procedure',
        id: 'ablation',
        status: 'completed',
        subject: { reference: `Patient/${staged(textbook).stage.getState().review?.record.patient.id}` },
        code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '47382' }] },
        performedDateTime: '2024',
      },
    ]);
    expect(letter(stage)).toMatch(/PRIOR TREATMENTS\n- .+, 2024$/m);
  });

  it('calls nobody a clinician who may be none', () => {
    const { stage } = staged(textbook);
    answer(stage, 'prior-treatments-confirmed', true);
    answer(stage, 'unresectable', true);
    expect(letter(stage)).not.toMatch(/by the clinician/);
  });
});

describe('the peer-to-peer sheet', () => {
  it('has the checklist, the likely objections and the answers to them', async () => {
    await opened(colorectal, 'Peer-to-peer sheet');
    const sheet = paper('Peer-to-peer sheet');
    const headings = sheet.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);
    expect(headings).toEqual(["The reviewer's checklist", 'Likely objections', 'Answers to have at hand']);
  });
});

describe('the patient leaflet', () => {
  it.each([
    ['TARE', textbook, 'Your treatment with radioactive beads (TARE)'],
    ['TACE', tace, 'Your treatment with cancer medicine in the liver (TACE)'],
  ])('is the one for the requested therapy: %s', async (_, chart, title) => {
    await opened(chart, 'Patient leaflet');
    expect(screen.getByRole('article', { name: title })).toBeTruthy();
  });

  it('has nothing of the clinical screen or of the chart beside it', async () => {
    await opened(textbook, 'Patient leaflet');
    expect(document.querySelector('.banner, .verdict, .questions')).toBeNull();
    const family = textbook.entry.flatMap(({ resource }) =>
      resource.resourceType === 'Patient' ? [(resource as unknown as Named).name[0]?.family ?? ''] : [],
    );
    expect(document.body.textContent).not.toContain(family[0]);
  });

  it('is not chosen where there is none for the therapy, until somebody chooses', async () => {
    const { stage, user } = await opened(bland, 'Patient leaflet');
    const therapy = stage.getState().review?.assessment?.facts.request.therapy.value;
    expect(therapy === 'tae' || therapy === undefined).toBe(true);
    expect(screen.queryByRole('article')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Print' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Radioembolization (TARE)' }));
    expect(screen.getByRole('article', { name: /radioactive beads/ })).toBeTruthy();
  });
});

interface Named {
  readonly name: readonly { readonly family: string }[];
}
