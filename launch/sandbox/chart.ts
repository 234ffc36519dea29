import { daysBetween, shiftDates } from './date-shift.ts';
import type { Dress } from './dressing.ts';
import { isObject, isResource, localReference, type Resource, valuesAt } from './resource.ts';
import { patientOf, type Store } from './store.ts';

/** The code system of `Bundle.meta.tag` that names a chart's story: code is its short name, display its one sentence. */
export const storySystem = 'https://hepauth.example/fhir/CodeSystem/sandbox-story';

/** The tag of a resource that lies in this chart by mistake, its subject being somebody else, as happens in real charts. */
export const misfiled = 'misfiled';

/** One chart of the sandbox, as the start page and a launch need it. References are `Type/id`. */
export interface SandboxChart {
  readonly id: string;
  readonly story: string;
  readonly patient: {
    readonly id: string;
    readonly name: string;
    readonly birthDate: string;
    readonly gender: string;
  };
  /** The newest order that is still open, and its words. */
  readonly order: string | undefined;
  readonly orderText: string | undefined;
  readonly encounter: string | undefined;
  /** The coverages that are active. */
  readonly coverages: readonly string[];
  /** Who ordered, and so who launches the app. */
  readonly practitioner: string | undefined;
}

/**
 * Loads one transaction Bundle into the store, its dates moved so that the story's day (Bundle.timestamp) is `today`, in the clothes
 * that `dress` gives it; the launch is that of the story, whatever the clothes hide.
 *
 * @throws Error naming the Bundle when it is not a chart of exactly one patient; a chart is ours, so this is our mistake
 */
export function loadChart(
  bundle: unknown,
  today: string,
  store: Store,
  base: string,
  dress: Dress = (chart) => chart,
): SandboxChart {
  const { id, timestamp, meta, entry } = isObject(bundle) ? bundle : {};
  if (typeof id !== 'string' || typeof timestamp !== 'string' || !Array.isArray(entry)) {
    throw new Error('A sandbox chart is a Bundle with id, timestamp and entry');
  }
  const shifted = shiftDates(valuesAt(entry, 'resource'), daysBetween(timestamp, today));
  const resources = (Array.isArray(shifted) ? shifted : []).filter(isResource).filter(hasId);
  const patients = resources.filter((resource) => resource.resourceType === 'Patient');
  const [patient] = patients;
  if (patient === undefined || patients.length > 1)
    throw new Error(`Chart ${id} is not of exactly one patient`);
  const story = valuesAt(meta, 'tag').find((tag) => isObject(tag) && tag.system === storySystem);
  const chart = describe(id, String(isObject(story) ? story.display : ''), patient, resources, base);
  for (const resource of dress(resources, { base, encounter: chart.encounter }).filter(hasId)) {
    put(resource, patient.id, store, base);
  }
  return chart;
}

const hasId = (resource: Resource): resource is Resource & { readonly id: string } =>
  resource.id !== undefined;

function put(
  resource: Resource & { readonly id: string },
  patient: string,
  store: Store,
  base: string,
): void {
  // Charts share their practitioners and payers: the same content again is not a new version.
  const known = store.current(resource.resourceType, resource.id);
  const { meta: _, ...content } = resource;
  const { meta: __, ...knownContent } = known?.resource ?? {};
  if (known && JSON.stringify(content) === JSON.stringify(knownContent)) return;
  const isMisfiled = valuesAt(resource, 'meta.tag.code').includes(misfiled);
  store.put(resource, isMisfiled && patientOf(resource, base) !== patient ? patient : undefined);
}

const open = ['active', 'draft', 'on-hold'];

function describe(
  id: string,
  story: string,
  patient: Resource & { readonly id: string },
  resources: readonly Resource[],
  base: string,
): SandboxChart {
  const own = resources.filter((resource) => patientOf(resource, base) === patient.id);
  const named = (type: string) => own.filter((resource) => resource.resourceType === type);
  const orders = named('ServiceRequest').filter(
    (each) => open.includes(String(each.status)) && each.intent === 'order',
  );
  const order = orders.sort((a, b) => String(b.authoredOn).localeCompare(String(a.authoredOn)))[0];
  const reference = (value: unknown, path: string) =>
    localReference(valuesAt(value, `${path}.reference`)[0], base);
  const text = (value: unknown, path: string) => valuesAt(value, path).map(String).join(' ');
  return {
    id,
    story,
    patient: {
      id: patient.id,
      name: `${text(patient, 'name.given')} ${text(patient, 'name.family')}`.trim(),
      birthDate: String(patient.birthDate ?? ''),
      gender: String(patient.gender ?? ''),
    },
    order: order && `ServiceRequest/${order.id}`,
    orderText: order && (text(order, 'code.text') || text(order, 'code.coding.display')),
    encounter: reference(order, 'encounter')?.split('/')[1],
    coverages: named('Coverage')
      .filter(({ status }) => status === 'active')
      .map((coverage) => `Coverage/${coverage.id}`),
    practitioner: reference(order, 'requester'),
  };
}
