import { isObject, type JsonObject, type Resource, valuesAt } from '../resource.ts';
import { base64, codings, localCode, textOf, words } from './clothes.ts';
import { epicOid } from './epic-oid.ts';

const loinc = 'http://loinc.org';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const asHtml = (text: string) =>
  `<html><body><div>${escaped(text).replaceAll('\n', '<br/>')}</div></body></html>`;
const asRtf = (text: string) =>
  `{\\rtf1\\ansi ${text.replace(/[\\{}]/g, '\\$&').replaceAll('\n', '\\par ')}}`;

/** A note as Epic gives it back: its type under two of Epic's numbers and LOINC, its text as HTML and as RTF behind relative addresses. */
export function epicDocument(document: Resource): readonly [Resource, ...Resource[]] {
  const { type, content, subject } = document;
  const [inline] = valuesAt(content, 'attachment')
    .filter(isObject)
    .filter(({ data }) => data !== undefined);
  const number = localCode(words(type), 3);
  const typed = {
    coding: [
      { system: `${epicOid.organisation}.7.4.737880.5010`, code: number, display: words(type) },
      { system: `${epicOid.shared}.727879.69848980`, code: number, display: words(type) },
      ...codings(type)
        .filter(({ system }) => system === loinc)
        .map((coding) => ({ ...coding, userSelected: true })),
    ],
    text: words(type),
  };
  if (inline === undefined) return [{ ...document, type: typed }];
  const key = document.id ?? crypto.randomUUID();
  const text = textOf(inline.data);
  const formats = [
    ['text/html', `html-${key}`, asHtml(text)],
    ['text/rtf', `rtf-${key}`, asRtf(text)],
  ] as const;
  const binaries = formats.map(([contentType, id, data]) => ({
    resourceType: 'Binary',
    id: id.slice(0, 64),
    contentType,
    securityContext: subject,
    data: base64(data),
  }));
  const attachments = binaries.map(({ id, contentType }) => ({
    attachment: { contentType, url: `Binary/${id}` },
    format: {
      system: 'http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem',
      code: 'urn:ihe:iti:xds:2017:mimeTypeSufficient',
      display: 'mimeType Sufficient',
    },
  }));
  return [{ ...document, type: typed, content: attachments }, ...binaries];
}

/** Who signed a note and when, as the R5 element that Epic puts on R4. */
export const signedBy = (party: JsonObject, time: string): JsonObject => ({
  url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.attester',
  extension: [
    {
      url: 'mode',
      valueCodeableConcept: {
        coding: [{ system: `${epicOid.shared}.1.7.7.10.696784.72072`, code: '1', display: 'Signer' }],
        text: 'Signer',
      },
    },
    { url: 'time', valueDateTime: time },
    { url: 'party', valueReference: party },
  ],
});
