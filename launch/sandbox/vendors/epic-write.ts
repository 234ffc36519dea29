import { localReference, type Resource, valuesAt } from '../resource.ts';
import { fhir } from '../respond.ts';
import { patientOf } from '../store.ts';
import { localCode } from './clothes.ts';
import { epicDocument, signedBy } from './epic-document.ts';
import { epicOid } from './epic-oid.ts';
import { epicRefusal, ruleBroken } from './epic-outcome.ts';
import { withoutVersion } from './plain.ts';
import type { Sent, WriteHooks } from './vendor.ts';

/** Note types that this organisation has mapped, and those that no organisation takes this way. */
const noteTypes = ['34109-9', '34117-2', '11506-3'];

const reference = (value: unknown, path: string, base: string) =>
  localReference(valuesAt(value, path)[0], base);

/** What each rule asks of a note, what is said when it is not so, and of which element. */
const rules: readonly (readonly [
  says: string,
  element: string,
  holds: (note: Resource, sent: Sent) => boolean,
])[] = [
  [
    'Invalid subject received',
    'subject',
    ({ subject }, { grant, base }) =>
      reference(subject, 'reference', base) === `Patient/${grant.patient}` || grant.patient === '',
  ],
  ['Valid encounter required', 'context.encounter', isOfPatient],
  ['status must be current', 'status', ({ status }) => status === 'current'],
  [
    'docStatus must be preliminary or final',
    'docStatus',
    ({ docStatus }) => docStatus === undefined || docStatus === 'preliminary' || docStatus === 'final',
  ],
  [
    'The note type is not mapped for this organization',
    'type',
    ({ type }) => valuesAt(type, 'coding.code').some((code) => noteTypes.includes(String(code))),
  ],
  [
    'The note must be text/plain, in base64',
    'content.attachment',
    ({ content }) => {
      const type = String(valuesAt(content, 'attachment.contentType')[0]);
      return /^text\/plain\b/.test(type) && isBase64(valuesAt(content, 'attachment.data')[0]);
    },
  ],
];

function isOfPatient({ context, subject }: Resource, { base, store }: Sent): boolean {
  const [type = '', id = ''] = reference(context, 'encounter.reference', base)?.split('/') ?? [];
  const encounter = type === 'Encounter' ? store.current(type, id) : undefined;
  return (
    encounter !== undefined &&
    `Patient/${patientOf(encounter.resource, base)}` === reference(subject, 'reference', base)
  );
}

function isBase64(data: unknown): boolean {
  try {
    return typeof data === 'string' && data !== '' && atob(data) !== '';
  } catch {
    return false;
  }
}

/** How Epic takes a note: unsigned when it is called preliminary, else signed by the user of the launch; every repeat is another note. */
export const epicWrite: WriteHooks = {
  check(sent) {
    if (sent.type === 'QuestionnaireResponse') {
      return epicRefusal(
        400,
        ruleBroken('No questionnaire with this ID is assigned to the patient.', 'questionnaire'),
      );
    }
    if (sent.isUpdate) return epicRefusal(400, ruleBroken('This document cannot be updated by this app.'));
    const broken = rules.filter(([, , holds]) => !holds(sent.resource, sent));
    if (broken.length === 0) return undefined;
    return epicRefusal(400, ...broken.map(([says, element]) => ruleBroken(says, element)));
  },
  file({ resource, grant, at }) {
    const note = withoutVersion(resource);
    const isFinal = note.docStatus !== 'preliminary';
    const author = { reference: grant.user ?? 'Practitioner/unknown', type: 'Practitioner' };
    const number = localCode(`${at} ${crypto.randomUUID()}`, 6);
    const table = `${epicOid.organisation}.7.2.727879`;
    const [first] = valuesAt(note, 'content');
    return epicDocument({
      ...note,
      ...(isFinal ? { extension: [signedBy(author, at)], authenticator: author } : {}),
      identifier: [
        { system: table, value: number },
        { system: `${epicOid.shared}.3.15`, value: `${table.replace('urn:oid:', '')}_${number}` },
      ],
      docStatus: isFinal ? 'final' : 'preliminary',
      date: at,
      author: [author],
      content: [first],
    });
  },
  written(status, { type, id, text }, request) {
    const headers = { location: `${type}/${id}` };
    const asks = /return=representation/.test(request.headers.get('prefer') ?? '');
    return asks ? fhir(status, text, headers) : new Response(null, { status, headers });
  },
};
