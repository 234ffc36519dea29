import type { Ehr } from '../../src/ehr/ehr.ts';
import { fault } from '../../src/ehr/ehr-fault.ts';
import type { EhrTransport, Reply } from '../../src/ehr/transport.ts';
import { base, context, patientId, profile } from './test-ehr.ts';

/** What goes wrong while one click is served. */
export const mishaps = [
  'timeout, then stored',
  'timeout, stored late',
  'timeout, not stored',
  '502, though stored',
  '502',
  '412',
  '422',
  'lookup fails',
  'lookup is stale',
  'copy cannot be read',
  'copy is stale',
  'colleague changes it before',
  'colleague changes it after the write',
  'colleague completes it before',
] as const;
export type Mishap = (typeof mishaps)[number];

/** What kind of EHR it is. */
export interface Kind {
  /** Whether it names versions in all answers, in reads alone, in all but ignoring If-Match, or keeps none and ignores it too. */
  readonly versions: 'told' | 'read' | 'ignored' | 'none';
  readonly takes: 'forms' | 'forms and notes' | 'notes';
  readonly conditionalCreate: boolean;
}

type Body = Readonly<Record<string, unknown>>;
/** One version of one record. */
export interface Version {
  readonly body: Body;
  readonly by: 'us' | 'colleague';
  readonly version: string;
}
/** A version that a write replaced. */
export interface Replaced extends Version {
  readonly reference: string;
  readonly with: Body;
}

/** An EHR in memory that goes wrong as it is told, and remembers every version that it ever held. */
export interface FaultyStore {
  readonly ehr: Ehr;
  /** Reference → its versions, the newest last. */
  readonly records: ReadonlyMap<string, readonly Version[]>;
  /** What our writes replaced. */
  readonly replaced: readonly Replaced[];
  /** Begins a click, with what goes wrong in it. */
  begin(mishaps: readonly Mishap[]): void;
  /** What an earlier click sent, and is stored late, arrives. */
  settle(): void;
}

export function faultyStore({ versions, takes, conditionalCreate }: Kind): FaultyStore {
  const isTold = versions === 'told' || versions === 'ignored';
  const isLax = versions === 'none' || versions === 'ignored';
  const records = new Map<string, Version[]>();
  const replaced: Replaced[] = [];
  let wrong: Mishap[] = [];
  let [due, late]: [(() => void)[], (() => void)[]] = [[], []];
  let before = new Map<string, Version[]>();
  let changes = 0;

  const newest = (from: ReadonlyMap<string, readonly Version[]>, reference: string) =>
    from.get(reference)?.at(-1);
  const keep = (): void => {
    before = new Map([...records].map(([reference, all]) => [reference, [...all]]));
  };
  const put = (reference: string, body: Body, by: Version['by']): void => {
    const all = records.get(reference) ?? [];
    const last = all.at(-1);
    if (last && by === 'us') replaced.push({ ...last, reference, with: body });
    const version = String(all.length + 1);
    records.set(reference, [...all, { body: { ...body, id: reference.split('/')[1] }, by, version }]);
  };
  const colleague = (more: Body): void => {
    for (const [reference, all] of records) {
      const { body } = all.at(-1) as Version;
      if (body.resourceType !== 'QuestionnaireResponse') continue;
      changes += 1;
      const item = [{ linkId: 'theirs', answer: [{ valueInteger: changes }] }];
      put(reference, { ...body, ...more, item }, 'colleague');
    }
  };
  const take = (mishap: Mishap): boolean => {
    const at = wrong.indexOf(mishap);
    if (at >= 0) wrong.splice(at, 1);
    return at >= 0;
  };
  const given = ({ body, version }: Version): Body =>
    versions === 'none' ? body : { ...body, meta: { versionId: version } };

  const transport: EhrTransport = {
    async get(target) {
      if (target === 'metadata') return { ok: false, fault: fault('absent', target, { status: 404 }) };
      if (target.startsWith('Patient/')) return ok(200, { resourceType: 'Patient', id: patientId });
      const path = target.replace(`${base}/`, '');
      const isSearch = path.includes('?');
      // All that a click asks goes wrong, not the first question alone.
      if (wrong.includes(isSearch ? 'lookup fails' : 'copy cannot be read'))
        return { ok: false, fault: fault('failed', target, { status: 500 }) };
      const from = take(isSearch ? 'lookup is stale' : 'copy is stale') ? before : records;
      if (!isSearch) {
        // Where nothing but the reading keeps others' answers, what is stale is an earlier version at least.
        const found = newest(from, path) ?? (isLax ? newest(records, path) : undefined);
        if (!found) return { ok: false, fault: fault('absent', target, { status: 404 }) };
        return ok(200, given(found), found.version);
      }
      const type = path.split('?')[0];
      const entry = [...from.values()]
        .map((all) => all.at(-1) as Version)
        .filter(({ body }) => body.resourceType === type)
        .map((found) => ({ resource: given(found) }));
      return ok(200, { resourceType: 'Bundle', type: 'searchset', entry });
    },
    async send(method, target, { body, headers = {} }) {
      const sent = body as Body;
      keep();
      const [type = ''] = target.split('/');
      const takesIt = takes.includes(type === 'DocumentReference' ? 'notes' : 'forms');
      if (!takesIt) return { ok: false, fault: fault('absent', target, { status: 404 }) };
      if (take('422')) return { ok: false, fault: fault('refused', target, { status: 422 }) };
      if (take('412')) return { ok: false, fault: fault('conflict', target, { status: 412 }) };
      const store = () => stored(method, target, sent, headers);
      if (take('timeout, not stored')) return { ok: false, fault: fault('timeout', target) };
      if (take('502')) return { ok: false, fault: fault('failed', target, { status: 502 }) };
      if (take('timeout, stored late')) {
        // Nothing keeps a late write there from replacing whatever came in between.
        (isLax && method === 'PUT' ? due : late).push(store);
        return { ok: false, fault: fault('timeout', target) };
      }
      const reply = store();
      if (take('colleague changes it after the write')) colleague({});
      if (take('timeout, then stored')) return { ok: false, fault: fault('timeout', target) };
      if (take('502, though stored')) return { ok: false, fault: fault('failed', target, { status: 502 }) };
      return reply;
    },
  };

  function stored(method: string, target: string, sent: Body, headers: Readonly<Record<string, string>>) {
    const twin = [...records.entries()].find(([, all]) => all[0]?.body.resourceType === sent.resourceType);
    if (method === 'POST' && headers['if-none-exist'] !== undefined && twin)
      return ok(200, given(twin[1].at(-1) as Version), twin[1].at(-1)?.version);
    const reference = method === 'POST' ? `${target}/${records.size + 1}` : target;
    const last = newest(records, reference);
    const named = headers['if-match'];
    if (method === 'PUT' && !last)
      return { ok: false, fault: fault('absent', target, { status: 404 }) } as const;
    if (!isLax && named !== undefined && named !== `W/"${last?.version}"`)
      return { ok: false, fault: fault('conflict', target, { status: 412 }) } as const;
    put(reference, sent, 'us');
    const now = newest(records, reference) as Version;
    const status = method === 'POST' ? 201 : 200;
    return isTold
      ? ok(status, given(now), now.version)
      : ({ ok: true, status, body: undefined, location: reference } as const);
  }

  function ok(status: number, body: Body, version?: string): Reply {
    return {
      ok: true,
      status,
      body,
      ...(isTold && version !== undefined && { etag: `W/"${version}"` }),
    };
  }

  const note = {
    as: 'DocumentReference',
    docStatus: 'preliminary',
    contentType: 'text/plain',
    type: { system: 'http://loinc.org', code: '34109-9', display: 'Note' },
    author: 'omit',
    encounter: 'optional',
  };
  const writeBack = [{ as: 'QuestionnaireResponse', conditionalCreate }, note];
  return {
    ehr: {
      profile: profile({ writeBack, budgets: { lookAgainSeconds: [] } }),
      context: context(),
      transport,
    },
    records,
    replaced,
    begin(mishapsOfClick) {
      wrong = [...mishapsOfClick];
      [due, late] = [late, []];
      if (take('colleague changes it before')) colleague({});
      if (take('colleague completes it before')) colleague({ status: 'completed' });
    },
    settle() {
      for (const store of due.splice(0)) store();
    },
  };
}
