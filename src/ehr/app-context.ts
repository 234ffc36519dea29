import { isObject } from '../core/fhir/json-object.ts';
import { locate } from './fhir-base.ts';
import type { ContextReference, LaunchContext } from './launch-context.ts';
import { marksIn, type OrderMarks } from './order-marks.ts';

/** What a CDS Hooks card may tell the app: references and a policy's id. A hint, never clinical data. */
export interface AppContext {
  /** `ServiceRequest/x` under the FHIR base. */
  readonly order?: string;
  /** `Coverage/x` under the FHIR base. */
  readonly coverage?: string;
  readonly policy?: string;
  /** What the order was when the card was written, to be recognised. */
  readonly about?: Partial<OrderMarks>;
}

/**
 * Reads `appContext`: JSON, JSON percent-encoded, or `order=…&policy=…`. Whatever else it holds is left alone, and
 * nothing in it throws: it is opaque text that others may write.
 */
export function readAppContext({ appContext, base }: Pick<LaunchContext, 'appContext' | 'base'>): AppContext {
  if (appContext === undefined) return {};
  const said = fieldsIn(appContext) ?? fieldsIn(decoded(appContext)) ?? fromQuery(appContext);
  const order = referenceIn(said.order ?? said.serviceRequest, base, 'ServiceRequest');
  const coverage = referenceIn(said.coverage, base, 'Coverage');
  const policy =
    typeof said.policy === 'string' && /^[A-Za-z0-9._-]{1,100}$/.test(said.policy) ? said.policy : undefined;
  const about = marksIn(said.about);
  return {
    ...(Object.keys(about).length > 0 && { about }),
    ...(order !== undefined && { order }),
    ...(coverage !== undefined && { coverage }),
    ...(policy !== undefined && { policy }),
  };
}

/** All that the launch points to, by fhirContext first and by the card's appContext after it; each once. */
export function launchReferences(context: LaunchContext): readonly ContextReference[] {
  const { order, coverage } = readAppContext(context);
  const hinted: readonly ContextReference[] = [
    ...(order === undefined ? [] : [{ resourceType: 'ServiceRequest', reference: order } as const]),
    ...(coverage === undefined ? [] : [{ resourceType: 'Coverage', reference: coverage } as const]),
  ];
  const all = [...context.fhirContext, ...hinted];
  return all.filter(({ reference }, at) => all.findIndex((each) => each.reference === reference) === at);
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

function fromQuery(text: string): Fields {
  return Object.fromEntries(new URLSearchParams(text));
}

function referenceIn(
  value: unknown,
  base: string,
  type: ContextReference['resourceType'],
): string | undefined {
  if (typeof value !== 'string') return undefined;
  const located = locate(base, value.includes('/') ? value : `${type}/${value}`);
  return located?.resourceType === type ? `${type}/${located.id}` : undefined;
}
