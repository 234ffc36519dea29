import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappings, policies } from '../../../src/catalogue/catalogue.ts';
import { assess } from '../../../src/core/assess.ts';
import { checkedEdit } from '../../../src/core/facts/answers.ts';
import { letterOfMedicalNecessity } from '../../../src/core/paper/letter.ts';
import { packet, proof } from '../../../src/core/paper/packet.ts';
import { notRecorded, paperText } from '../../../src/core/paper/paper.ts';
import { peerToPeerSheet } from '../../../src/core/paper/peer-to-peer.ts';
import { bundleContents } from '../../../src/core/record/bundle.ts';
import { parseRecord } from '../../../src/core/record/patient-record.ts';

const asOf = '2025-06-16';
const ask = (question: string) => `What of ${question}?`;

function assessed(story: string, answers: Readonly<Record<string, unknown>> = {}) {
  const contents = bundleContents(JSON.parse(readFileSync(`launch/sandbox/patients/${story}.json`, 'utf8')));
  const [policy] = policies;
  if (!policy) throw new Error('no policy');
  const edits = Object.entries(answers).map(([question, value]) =>
    checkedEdit(question, value, 'Practitioner/x', asOf),
  );
  return assess(parseRecord(contents.resources, contents), policy, { asOf, edits, mappings });
}

describe('the letter of medical necessity', () => {
  const text = paperText(letterOfMedicalNecessity(assessed('colorectal-two-lines')));

  it.each([
    'Member id: HCH-7745-0310',
    'Procedure codes (CPT/HCPCS): S2095',
    'Diagnosis codes (ICD-10-CM): C18.7, C78.7',
    'Requested: Y-90 radioembolization (TARE)',
    'Site: Liver',
    'I.B.3.b.i: “The disease is liver-dominant, progressive, and diffuse',
    '- Progressive | appears met; the latest disease status is worsened',
    'FOLFOX + bevacizumab, 2023-06-17 to 2024-08-28, ended: no response',
    'D3 Why surgery is not an option. Missing: rationale.',
    'the contract language takes precedence',
  ])('carries "%s"', (words) => expect(text).toContain(words));

  it.each(['Units and sessions', 'Planned date', 'Approach', 'Extrahepatic disease'])(
    'prints a missing "%s" as missing',
    (label) => expect(text).toContain(`${label}: ${notRecorded}`),
  );

  it('cites the words of a criterion once, over all its parts', () => {
    const quote = 'Colorectal tumors, including but not limited to adenocarcinoma';
    expect(text.split(quote)).toHaveLength(2);
  });

  it('names each alternative where none was written, and guesses nothing', () => {
    for (const alternative of ['No treatment', 'Chemoembolization (TACE)', 'Ablation', 'Surgery'])
      expect(text).toContain(`${alternative}: ${notRecorded}`);
    expect(text).toContain(`Embolization agent: Yttrium-90 microspheres; product ${notRecorded}`);
  });

  it('takes the clinician’s words once they are there', () => {
    const said = { approach: 'femoral', 'planned-sessions': 2, 'surgical-rationale': 'Bilobar disease.' };
    const filled = paperText(letterOfMedicalNecessity(assessed('colorectal-two-lines', said)));
    expect(filled).toContain('Approach: femoral');
    expect(filled).toContain('Units and sessions: 2 sessions');
    expect(filled).toContain('Bilobar disease.');
  });

  it('never says that no treatment was given because none was found', () => {
    const silent = paperText(letterOfMedicalNecessity(assessed('textbook-hcc')));
    expect(silent).toContain('None found in this record, which does not mean that there were none');
    const confirmed = letterOfMedicalNecessity(
      assessed('textbook-hcc', { 'prior-treatments-confirmed': true }),
    );
    expect(paperText(confirmed)).toContain('None; the list was confirmed as complete.');
  });

  it.each(['textbook-hcc', 'breast-metastases', 'tace-order', 'provisional-diagnosis'])(
    'says of %s neither approved nor covered nor eligible',
    (story) => {
      const papers = [letterOfMedicalNecessity(assessed(story)), peerToPeerSheet(assessed(story), ask)];
      expect(papers.map(paperText).join('\n')).not.toMatch(/\b(approved|covered|eligible)\b/i);
    },
  );
});

describe('the peer-to-peer sheet', () => {
  it('answers what the reviewer will ask, part by part', () => {
    const text = paperText(peerToPeerSheet(assessed('breast-metastases'), ask));
    expect(text).toContain('appears not met');
    expect(text).toContain('LIKELY OBJECTIONS');
  });

  it('puts what is open as the form puts it, not by its name in the code', () => {
    const text = paperText(peerToPeerSheet(assessed('textbook-hcc'), ask));
    expect(text).toContain('What of bridge-to-transplant? ');
    expect(text).not.toMatch(/bridge to transplant:/);
  });
});

describe('the packet', () => {
  const parts = {
    engineVersion: '0',
    options: {},
    selectedBy: 'default' as const,
    edits: [],
    chart: { patientId: 'p', resources: [], unread: [] },
    policySha256: 'x',
  };

  it('is the same for the same input, to the byte', () => {
    const twice = [1, 2].map(() => JSON.stringify(packet(assessed('textbook-hcc'), parts)));
    expect(twice[0]).toBe(twice[1]);
  });

  it('names the records that the criteria rest on, each once', () => {
    const { resources } = proof(assessed('textbook-hcc'));
    expect(resources).toContain('Condition/hcc-hcc');
    expect(new Set(resources).size).toBe(resources.length);
  });
});
