import { isObject } from '../core/fhir/json-object.ts';
import type { DataRequirement } from '../core/record/data-requirements.ts';
import type { Unread } from '../core/record/unread.ts';
import { launchReferences } from './app-context.ts';
import type { Ehr } from './ehr.ts';
import { requirementsFor } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import { grantFor } from './granted-scopes.ts';
import { standardCoded } from './local-codes.ts';
import { type Pointer, pointersIn } from './references.ts';
import type { SearchResult } from './search-pages.ts';

const most = 200;

type Trouble = Pick<Unread, 'gap' | 'because'>;

/**
 * Reads, one by one, what the launch and `resources` point to and `resources` do not hold; then what that points to, and so on.
 *
 * What cannot be read leaves the type that pointed there partial: a prescription without its drug proves nothing.
 *
 * @param onRead told of what came so far, after each
 */
export async function readReferenced(
  { transport, profile, context }: Ehr,
  requirements: readonly DataRequirement[],
  resources: readonly unknown[],
  {
    signal,
    onRead,
  }: { readonly signal?: AbortSignal; readonly onRead?: (soFar: readonly unknown[]) => void } = {},
): Promise<SearchResult> {
  const asked = requirementsFor(profile, requirements);
  const held = new Set(
    resources.filter(isObject).map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`),
  );
  const found: unknown[] = [];
  const doubts = new Map<string, Unread>();
  const tried = new Map<string, Trouble | undefined>();
  let requests = 0;

  // A coverage that only the launch names points to its payer, an order to its reason, and that to its primary.
  let pointers: readonly Pointing[] = [...launchedOnes(context), ...pointersIn(resources, context.base)];
  while (pointers.length > 0) {
    const { elsewhere, wanted } = targetsOf(pointers, held);
    const before = found.length;
    const untried = [...wanted.keys()].filter((reference) => !tried.has(reference));
    await Promise.all(untried.map(async (reference) => tried.set(reference, await read(reference))));
    for (const from of elsewhere) doubts.set(from, doubtAbout(from, keptElsewhere));
    for (const [reference, pointing] of wanted) {
      const trouble = tried.get(reference);
      if (trouble) for (const from of pointing) doubts.set(from, doubtAbout(from, trouble));
    }
    pointers = pointersIn(found.slice(before), context.base);
  }
  return { resources: found, doubts: [...doubts.values()] };

  async function read(reference: string): Promise<Trouble | undefined> {
    const [type = '', id] = reference.split('/');
    const requirement = asked.find(({ resourceType }) => resourceType === type);
    if (!requirement) return { gap: 'partial', because: `${type} is not asked of this EHR` };
    if (grantFor({ ...requirement, how: 'reference' }, context.grantedScopes) === 'none') {
      return { gap: 'denied', because: `this launch was not granted access to ${type}` };
    }
    if (requests >= most) return { gap: 'partial', because: `it refers to more than ${most} others` };
    requests += 1;
    const reply = await transport.get(reference, { label: `GET ${type}`, signal });
    if (!reply.ok) {
      const { kind, because } = reply.fault;
      const unsigned = type === 'ServiceRequest' && kind === 'absent';
      return {
        gap: kind === 'denied' ? 'denied' : 'partial',
        because: unsigned
          ? 'the EHR does not have the order yet: it may not be signed'
          : `a ${type} it refers to: ${because}`,
      };
    }
    if (!isObject(reply.body) || reply.body.resourceType !== type || reply.body.id !== id) {
      return { gap: 'partial', because: 'the EHR answered with something else' };
    }
    found.push(standardCoded(reply.body, profile.localCodes));
    onRead?.(found);
    return undefined;
  }
}

const keptElsewhere: Trouble = {
  gap: 'partial',
  because: 'it refers to a record outside the EHR that launched this app',
};

function doubtAbout(from: string, { gap, because }: Trouble): Unread {
  return { requirement: `${from}: records it refers to`, resourceType: from, gap, because };
}

interface Pointing extends Pick<Pointer, 'from' | 'to'> {
  readonly target: string;
}

function launchedOnes(context: Ehr['context']): readonly Pointing[] {
  return launchReferences(context).map(({ resourceType, reference }) => ({
    from: resourceType,
    to: locate(context.base, reference),
    target: resourceType,
  }));
}

/** References that are not held, each with the types that point to it; and the types that point outside the EHR. */
function targetsOf(
  pointers: readonly Pointing[],
  held: ReadonlySet<string>,
): { readonly wanted: ReadonlyMap<string, ReadonlySet<string>>; readonly elsewhere: readonly string[] } {
  const wanted = new Map<string, Set<string>>();
  const elsewhere: string[] = [];
  for (const { from, to, target } of pointers) {
    const reference = `${target}/${to?.id}`;
    if (!to) elsewhere.push(from);
    else if (!held.has(reference)) wanted.set(reference, (wanted.get(reference) ?? new Set()).add(from));
  }
  return { wanted, elsewhere };
}
