import { describe, expect, it } from 'vitest';
import { charts } from '../../../launch/sandbox/charts.ts';
import type { Entries } from '../../../src/core/form/draft.ts';
import { answersFrom } from '../../../src/core/form/stored-answers.ts';
import { lab, today } from '../../support/chart.ts';
import { edits } from '../../support/facts.ts';
import { drafted, draftOf, form, responseOf } from './form.ts';
import { emptiness, problemsOf } from './r4.ts';

const answers = {
  unresectable: true,
  'surgical-rationale': 'Bilobar disease.\nPortal hypertension.',
  'liver-dominant': true,
  diffuse: false,
  progressive: true,
  symptomatic: false,
  'systemic-failed-symptoms': false,
  'systemic-not-candidate': true,
  'extrahepatic-disease': 'absent',
  therapy: 'tare',
  site: 'liver',
  'embolic-agent': 'Glass microspheres',
  approach: 'Right radial access',
  'planned-date': '2025-07-01',
  'planned-sessions': 2,
  ascites: 'mild',
  encephalopathy: 'none',
  ecog: 2,
  'macrovascular-invasion': 'branch',
  'lung-shunt-percent': 4.2,
  'tumor-size-cm': 7.1,
  'tumor-count': 5,
  'life-expectancy-at-least-3-months': true,
  'systemic-rationale': 'Progression on lanreotide.',
  'prior-treatments': 'None',
  'prior-treatments-confirmed': true,
  symptoms: 'Flushing',
  'disease-extent': 'Both lobes',
  'alternatives-considered': 'TACE',
  'follow-up-plan': 'MRI in 3 months',
  bilirubin: { value: 1.7, unit: 'mg/dL', date: '2025-06-15' },
  albumin: { value: 38, unit: 'g/L', date: '2025-06-14' },
  afp: { value: 9, unit: 'kU/L', date: '2025-06-13' },
} as const;
const entries: Entries = [
  {
    linkId: 'attestation.attested',
    values: [{ kind: 'boolean', value: true }],
    by: 'Practitioner/dr',
    at: today,
  },
  {
    linkId: 'coverage.member-id',
    values: [{ kind: 'string', value: 'M-2' }],
    by: 'Practitioner/staff',
    at: '2025-06-16T09:30:00Z',
  },
  {
    linkId: 'request.procedure-codes',
    values: [
      { kind: 'string', value: 'CPT 36247' },
      {
        kind: 'coding',
        system: 'http://www.ama-assn.org/go/cpt',
        code: '37243',
        display: 'Embolization for tumor or organ ischemia',
      },
    ],
    by: 'Practitioner/staff',
    at: today,
  },
];

const netOf = (tumor: string) => ({ ...answers, 'tumor-type': tumor });
const sorted = (list: readonly object[]) => list.map((each) => JSON.stringify(each)).toSorted();
const taken = (response: unknown, subject = 'Patient/p') =>
  answersFrom(response, { questionnaire: form, subject });

describe('a stored response', () => {
  it.each(charts.map((chart) => [(chart as { id: string }).id, chart] as const))(
    'of %s gives back what people answered, and nothing of what the record filled in',
    (_, chart) => {
      const given = netOf('net-liver-mets');
      const { draft } = drafted(chart, { answers: given, entries });
      const read = answersFrom(JSON.parse(JSON.stringify(responseOf(draft))), {
        questionnaire: form,
        subject: draft.subject,
      });
      if (read.status !== 'read') throw new Error(read.because);
      const enabled = draft.enabled.has('coverage.member-id')
        ? entries
        : entries.filter(({ linkId }) => linkId !== 'coverage.member-id');
      expect(sorted(read.edits)).toEqual(sorted(edits(given)));
      expect(sorted(read.entries)).toEqual(sorted(enabled));
      expect(read.lost).toEqual([]);
    },
  );

  it('keeps what a person emptied empty', () => {
    const emptied = [{ linkId: 'liver-function.inr', values: [], by: 'Practitioner/dr', at: today }];
    const response = responseOf(draftOf([lab('inr', 1.1)], { entries: emptied }));
    expect(problemsOf(response)).toEqual([]);
    expect(emptiness(response)).toEqual([]);
    const read = taken(JSON.parse(JSON.stringify(response)));
    expect(read).toEqual({ status: 'read', edits: [], entries: emptied, lost: [] });
  });

  it('keeps the time of each answer, however often it is stored', () => {
    const draft = draftOf([], { answers: { ecog: 1 }, asOf: '2025-05-02' });
    const stored = { ...responseOf(draft), authored: '2025-06-16T10:00:00Z' };
    expect(taken(stored)).toMatchObject({ edits: [{ question: 'ecog', at: '2025-05-02' }] });
  });

  const one = () =>
    structuredClone(responseOf(draftOf([lab('inr', 1.1)], { answers: { unresectable: true } }))) as object;
  it.each([
    ['another form', { questionnaire: 'https://payer.example/Questionnaire/x|1.0.0' }, 'another form'],
    [
      'another version',
      { questionnaire: 'https://hepauth.example/fhir/Questionnaire/liver-directed-therapy|0.9.0' },
      'another version',
    ],
    [
      'no version',
      { questionnaire: 'https://hepauth.example/fhir/Questionnaire/liver-directed-therapy' },
      'another form',
    ],
    ['another patient', { subject: { reference: 'Patient/q' } }, 'another patient'],
    ['no patient', { subject: {} }, 'another patient'],
    ['a completed form', { status: 'completed' }, 'no longer in progress'],
    ['a form entered in error', { status: 'entered-in-error' }, 'no longer in progress'],
    ['another resource', { resourceType: 'Observation' }, 'no QuestionnaireResponse'],
  ])('of %s is refused', (_, change, said) => {
    const read = taken({ ...one(), ...change });
    expect(read).toEqual({ status: 'refused', because: expect.stringContaining(said) });
  });

  it.each([[null], ['text'], [[]], [{}]])('that is %j is refused', (response) => {
    expect(taken(response).status).toBe('refused');
  });

  it('may name its patient absolutely, as servers do', () => {
    expect(taken({ ...one(), subject: { reference: 'https://ehr.example/fhir/Patient/p' } }).status).toBe(
      'read',
    );
  });

  const withAnswer = (linkId: string, answer: object) => ({ ...one(), item: [{ linkId, answer: [answer] }] });
  const origin = (source: string, author?: object) => ({
    url: 'http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin',
    extension: [
      { url: 'source', valueCode: source },
      ...(author ? [{ url: 'author', extension: [{ url: 'practitioner', valueReference: author }] }] : []),
    ],
  });
  const dr = { reference: 'Practitioner/dr' };
  it.each([
    [
      'whose author is not said',
      'surgery.unresectable',
      { extension: [origin('manual')], valueBoolean: true },
      'does not say whose it is',
    ],
    ['without an origin', 'surgery.unresectable', { valueBoolean: true }, 'does not say whose it is'],
    [
      'of the wrong type',
      'surgery.unresectable',
      { extension: [origin('manual', dr)], valueString: 'yes' },
      'has the wrong type',
    ],
    [
      'with a comparator',
      'liver-function.bilirubin',
      { extension: [origin('override', dr)], valueQuantity: { value: 0.2, comparator: '<', unit: 'mg/dL' } },
      'has the wrong type',
    ],
    [
      'without its date',
      'liver-function.bilirubin',
      { extension: [origin('override', dr)], valueQuantity: { value: 0.2, unit: 'mg/dL' } },
      'has the wrong type',
    ],
    ['without a value', 'coverage.member-id', { extension: [origin('manual', dr)] }, 'has no value'],
  ])('with an answer %s says that it is lost, and takes nothing for it', (_, linkId, answer, said) => {
    const read = taken(withAnswer(linkId, answer));
    expect(read).toEqual({
      status: 'read',
      edits: [],
      entries: [],
      lost: [{ linkId, because: expect.stringContaining(said) }],
    });
  });

  it.each(['auto', 'auto-client', 'auto-server'])('does not take over what is marked %s', (source) => {
    const read = taken(
      withAnswer('surgery.unresectable', { extension: [origin(source)], valueBoolean: true }),
    );
    expect(read).toEqual({ status: 'read', edits: [], entries: [], lost: [] });
  });

  it('reads a size in millimetres as centimetres', () => {
    const quantity = { value: 31, unit: 'mm', system: 'http://unitsofmeasure.org', code: 'mm' };
    const read = taken(
      withAnswer('disease.tumor-size', { extension: [origin('override', dr)], valueQuantity: quantity }),
    );
    expect(read).toMatchObject({ edits: [{ question: 'tumor-size-cm', value: 3.1, by: 'Practitioner/dr' }] });
  });
});
