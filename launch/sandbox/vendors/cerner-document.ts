import { isObject, localReference, type Resource, valuesAt } from '../resource.ts';
import { codeSet, filedDocument } from './cerner-chart.ts';
import { cernerOutcome } from './cerner-outcome.ts';
import { withoutVersion } from './plain.ts';
import type { Sent, WriteHooks } from './vendor.ts';

const contentTypes = [
  'application/pdf',
  'text/plain;charset=utf-8',
  'text/richtext;charset=utf-8',
  'text/rtf;charset=utf-8',
  'text/html;charset=utf-8',
  'application/xml;charset=utf-8',
  'application/xhtml+xml;charset=utf-8',
];
const withTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** What each rule asks of a document, and what is said when it is not so. */
const rules: readonly (readonly [says: string, holds: (document: Resource, sent: Sent) => boolean])[] = [
  [
    'status must be current',
    ({ status }, { isUpdate }) => status === 'current' || (isUpdate && status === 'entered-in-error'),
  ],
  [
    'docStatus must be final for provider access',
    ({ docStatus }, { isUpdate }) =>
      docStatus === 'final' || (isUpdate && ['amended', 'entered-in-error'].includes(String(docStatus))),
  ],
  [
    'type must have LOINC codings or one proprietary coding, not both',
    ({ type }) => isOneKind(valuesAt(type, 'coding.system')),
  ],
  [
    'subject must be a Patient reference',
    ({ subject }) => valuesAt(subject, 'reference').some((each) => /Patient\//.test(String(each))),
  ],
  [
    'author must be exactly the authorized provider',
    ({ author }, { grant, base }) => {
      const authors = valuesAt(author, 'reference').map((each) => localReference(each, base));
      return authors.length === 1 && authors[0] === grant.user;
    },
  ],
  ['authenticator is not supported for provider access', ({ authenticator }) => authenticator === undefined],
  ['content must contain only one entry', ({ content }) => Array.isArray(content) && content.length === 1],
  [
    'content.attachment.contentType must be a supported MIME type with its charset',
    ({ content }) => contentTypes.includes(String(valuesAt(content, 'attachment.contentType')[0])),
  ],
  [
    'content.attachment.data is required',
    ({ content }) => typeof valuesAt(content, 'attachment.data')[0] === 'string',
  ],
  [
    'content.attachment.creation must have a time component',
    ({ content }) => valuesAt(content, 'attachment.creation').every(isTimed),
  ],
  [
    'context.period.end is required, with a time component',
    ({ context }) =>
      valuesAt(context, 'period.end').some(isTimed) && valuesAt(context, 'period.start').every(isTimed),
  ],
  [
    'only a single context.encounter is supported',
    ({ context }) => valuesAt(context, 'encounter').length <= 1,
  ],
];

const isTimed = (date: unknown) => withTime.test(String(date));

function isOneKind(systems: readonly unknown[]): boolean {
  const own = systems.filter((system) => system === codeSet(72)).length;
  const standard = systems.filter((system) => system === 'http://loinc.org').length;
  return own + standard === systems.length && (own === 1 ? standard === 0 : own === 0 && standard > 0);
}

const kept = 'resourceType id status docStatus type category subject author content context'.split(' ');

/** How Millennium takes documents: final only, signed by the user of the launch; what it does not know it leaves out. */
export const cernerWrite: WriteHooks = {
  check(sent) {
    const { resource } = sent;
    if ('modifierExtension' in resource)
      return cernerOutcome(422, 'extension', 'Body contained modifier extensions');
    if ('implicitRules' in resource)
      return cernerOutcome(422, 'not-supported', 'Body contained implicit rules');
    const broken = rules.filter(([, holds]) => !holds(resource, sent)).map(([says]) => says);
    return broken.length > 0 ? cernerOutcome(422, 'business-rule', ...broken) : undefined;
  },
  file({ resource, base, at }) {
    const elements = Object.entries(withoutVersion(resource)).filter(([name]) => kept.includes(name));
    const document = Object.fromEntries(elements) as Resource;
    const author = valuesAt(document, 'author').find(isObject);
    return filedDocument(
      { ...document, resourceType: 'DocumentReference', date: at, authenticator: author },
      base,
    );
  },
  written: (status, { type, id, number }, _, base) =>
    new Response(null, {
      status,
      headers: {
        'content-type': status === 201 ? 'text/html' : 'application/json+fhir',
        'content-length': '0',
        etag: `W/"${number}"`,
        ...(status === 201 ? { location: `${base}/${type}/${id}` } : {}),
      },
    }),
};
