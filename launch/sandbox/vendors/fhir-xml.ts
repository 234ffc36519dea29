import { isObject, type JsonObject } from '../resource.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

/** A resource in XML (FHIR R4 §2.6.1): primitives as value attributes, resources inside under an element of their type. */
export function fhirXml(resource: JsonObject): string {
  const type = String(resource.resourceType);
  return `<${type} xmlns="http://hl7.org/fhir">${elements(resource)}</${type}>`;
}

function elements(object: JsonObject): string {
  return Object.entries(object)
    .filter(([name]) => name !== 'resourceType' && !name.startsWith('_'))
    .map(([name, value]) =>
      [value]
        .flat()
        .map((each) => element(name, each))
        .join(''),
    )
    .join('');
}

function element(name: string, value: unknown): string {
  if (name === 'div' && typeof value === 'string') return value;
  if (!isObject(value)) return value === undefined ? '' : `<${name} value="${escaped(String(value))}"/>`;
  if (typeof value.resourceType === 'string') return `<${name}>${fhirXml(value)}</${name}>`;
  const { id, ...rest } = value;
  const { url, ...plain } = rest;
  const isExtension = name === 'extension' || name === 'modifierExtension';
  const attributes = `${typeof id === 'string' ? ` id="${escaped(id)}"` : ''}${isExtension ? ` url="${escaped(String(url))}"` : ''}`;
  return `<${name}${attributes}>${elements(isExtension ? plain : rest)}</${name}>`;
}

/** The answer as it is when the request asks for JSON, else in XML. */
export async function xmlUnlessJson(request: Request, response: Response): Promise<Response> {
  const type = response.headers.get('content-type') ?? '';
  const accept = request.headers.get('accept') ?? '';
  if (response.type === 'error' || !type.startsWith('application/fhir+json')) return response;
  const headers = new Headers(response.headers);
  const { status, statusText } = response;
  if (/json/.test(accept)) {
    if (!accept.includes('fhir+json')) headers.set('content-type', 'application/json; charset=utf-8');
    return new Response(response.body, { status, statusText, headers });
  }
  const kind = accept.includes('fhir+xml') ? 'application/fhir+xml' : 'application/xml';
  headers.set('content-type', `${kind}; charset=utf-8`);
  const text = await response.text();
  return new Response(inXml(text), { status, statusText, headers });
}

/** JSON as XML; what a fault has cut short stays as it is. */
function inXml(text: string): string {
  try {
    return fhirXml(JSON.parse(text));
  } catch {
    return text;
  }
}
