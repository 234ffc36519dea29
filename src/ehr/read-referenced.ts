import { isObject } from '../core/fhir/json-object.ts';
import type { DataRequirement } from '../core/record/data-requirements.ts';
import type { Unread } from '../core/record/unread.ts';
import { launchReferences } from './app-context.ts';
import type { Ehr } from './ehr.ts';
import { requirementsFor } from './ehr-profile.ts';
import { locate } from './fhir-base.ts';
import { grantFor } from './granted-scopes.ts';
import { standardCoded } from './local-codes.ts';
import { pointersIn } from './references.ts';
import type { SearchResult } from './search-pages.ts';

const most = 200;

type Trouble = Pick<Unread, 'gap' | 'because'>;

/**
 * Reads, one by one, what the launch and `resources` point to and `resources` do not hold.
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
  const { elsewhere, wanted } = targetsOf(resources, context);
  const found: unknown[] = [];
  const doubts = new Map(elsewhere.map((from) => [from, doubtAbout(from, keptElsewhere)]));

  await Promise.all(
    [...wanted].map(async ([reference, pointing], index) => {
      const trouble = await read(reference, index);
      if (trouble) for (const from of pointing) doubts.set(from, doubtAbout(from, trouble));
    }),
  );
  return { resources: found, doubts: [...doubts.values()] };

  async function read(reference: string, index: number): Promise<Trouble | undefined> {
    const [type = ''] = reference.split('/');
    const requirement = asked.find(({ resourceType }) => resourceType === type);
    if (!requirement) return { gap: 'partial', because: `${type} is not asked of this EHR` };
    if (grantFor({ ...requirement, how: 'reference' }, context.grantedScopes) === 'none') {
      return { gap: 'denied', because: `this launch was not granted access to ${type}` };
    }
    if (index >= most) return { gap: 'partial', because: `it refers to more than ${most} others` };
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
    if (!isObject(reply.body) || reply.body.resourceType !== type) {
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

/** References still to be read, each with the types that point to it; and the types that point outside the EHR. */
function targetsOf(
  resources: readonly unknown[],
  context: Ehr['context'],
): { readonly wanted: ReadonlyMap<string, ReadonlySet<string>>; readonly elsewhere: readonly string[] } {
  const held = new Set(
    resources.filter(isObject).map(({ resourceType, id }) => `${String(resourceType)}/${String(id)}`),
  );
  const { base } = context;
  const launched = launchReferences(context).map(({ resourceType, reference }) => ({
    from: resourceType,
    to: locate(base, reference),
    target: resourceType,
  }));
  const wanted = new Map<string, Set<string>>();
  const elsewhere: string[] = [];
  for (const { from, to, target } of [...launched, ...pointersIn(resources, base)]) {
    const reference = `${target}/${to?.id}`;
    if (!to) elsewhere.push(from);
    else if (!held.has(reference)) wanted.set(reference, (wanted.get(reference) ?? new Set()).add(from));
  }
  return { wanted, elsewhere };
}
