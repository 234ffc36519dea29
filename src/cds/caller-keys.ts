import { type CryptoKey, importJWK } from 'jose';
import { isObject } from '../core/fhir/json-object.ts';
import { claimsJson, jsonBody } from '../ehr/json-body.ts';
import type { Issuer } from './deployment.ts';

/** The public keys of callers, by key id. */
export interface CallerKeys {
  /** Undefined when the issuer has no such key for this algorithm, or none can be had just now. */
  find(issuer: Issuer, kid: string, algorithm: string): Promise<CryptoKey | undefined>;
}

interface KeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  readonly freshUntil: number;
  /** When they were last asked for, with or without success. */
  readonly askedAt: number;
  readonly imported: Map<string, CryptoKey>;
}

const minute = 60_000;
const lifetime = 10 * minute;
const [seconds, megabytes, most] = [1.5, 0.0625, 50];

/**
 * Fetches key sets from the configured addresses only, without redirects, and keeps them ten minutes.
 *
 * A failure is remembered for a minute; so is an unknown key id: forged ones must not make us ask without end.
 */
export function createCallerKeys(now: () => number): CallerKeys {
  const sets = new Map<string, KeySet>();
  const loading = new Map<string, Promise<KeySet>>();

  function load(jku: string): Promise<KeySet> {
    const under = loading.get(jku) ?? reload(jku).finally(() => loading.delete(jku));
    loading.set(jku, under);
    return under;
  }

  async function reload(jku: string): Promise<KeySet> {
    const keys = await fetchedKeys(jku);
    const [time, before] = [now(), sets.get(jku)];
    const stillGood = before && before.freshUntil > time ? before : undefined;
    const failed = stillGood ?? { keys: [], freshUntil: time + minute, imported: new Map() };
    const next = keys
      ? { keys, freshUntil: time + lifetime, askedAt: time, imported: new Map() }
      : { ...failed, askedAt: time };
    sets.set(jku, next);
    return next;
  }

  async function setOf({ iss, tenant, jku, keys }: Issuer, kid: string): Promise<KeySet | undefined> {
    if (keys) {
      const name = JSON.stringify([iss, tenant]);
      const held = sets.get(name) ?? { keys, freshUntil: Infinity, askedAt: Infinity, imported: new Map() };
      sets.set(name, held);
      return held;
    }
    if (jku === undefined) return undefined;
    const held = sets.get(jku);
    if (!held || held.freshUntil <= now()) return load(jku);
    const isKnown = held.keys.some((key) => key.kid === kid);
    return isKnown || now() - held.askedAt < minute ? held : load(jku);
  }

  return {
    async find(issuer, kid, algorithm) {
      const set = await setOf(issuer, kid);
      const name = `${algorithm} ${kid}`;
      const before = set?.imported.get(name);
      if (!set || before) return before;
      const key = set.keys.find((each) => each.kid === kid && fits(each, algorithm));
      const imported = key && (await publicKey(key, algorithm));
      if (imported) set.imported.set(name, imported);
      return imported;
    },
  };
}

async function fetchedKeys(jku: string): Promise<KeySet['keys'] | undefined> {
  const signal = AbortSignal.timeout(seconds * 1000);
  try {
    const response = await fetch(jku, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      credentials: 'omit',
      signal,
    });
    const body =
      response.ok && claimsJson(response) ? await jsonBody(response, { megabytes }, signal) : undefined;
    if (!body) response.body?.cancel().catch(() => {});
    if (!body?.ok || !isObject(body.data) || !Array.isArray(body.data.keys)) return undefined;
    return (body.data.keys as readonly unknown[]).filter(isObject).slice(0, most);
  } catch {
    return undefined;
  }
}

function fits({ kty, use, alg, key_ops }: KeySet['keys'][number], algorithm: string): boolean {
  if (kty !== (algorithm.startsWith('ES') ? 'EC' : 'RSA')) return false;
  if (use !== undefined && use !== 'sig') return false;
  if (alg !== undefined && alg !== algorithm) return false;
  return !Array.isArray(key_ops) || key_ops.includes('verify');
}

/** Only the public members are taken, whatever else the set holds. */
async function publicKey(key: KeySet['keys'][number], algorithm: string): Promise<CryptoKey | undefined> {
  const { kty, crv, x, y, n, e } = key as Readonly<Record<string, string>>;
  try {
    const members = kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
    return (await importJWK(members as Parameters<typeof importJWK>[0], algorithm)) as CryptoKey;
  } catch {
    return undefined;
  }
}
