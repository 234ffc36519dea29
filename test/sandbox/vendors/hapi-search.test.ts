import { describe, expect, it } from 'vitest';
import { hapiApp as app, diagnostics, patient } from './hapi-app.ts';
import { nextOf } from './like.ts';

describe('a search of HAPI', () => {
  it('has 20 results on a page, and goes on at the base, without a slash [HAPI application.yaml, LAUNCH]', async () => {
    const { bundle } = await app();
    const first = await bundle(`Observation?${patient}`);
    expect(first.entry).toHaveLength(20);
    expect(nextOf(first)).toMatch(
      /^https:\/\/ehr\.test\/fhir\?_getpages=[0-9a-f-]{36}&_getpagesoffset=20&_count=20&_pretty=true&_bundletype=searchset$/,
    );
    expect((await bundle(nextOf(first) ?? '')).entry).toHaveLength(20);
    expect((await bundle(`Observation?${patient}&_count=1000`)).entry?.length).toBeGreaterThan(20);
  });

  it('keeps a page for an hour, then it is gone: 410 [HAPI]', async () => {
    let now = Date.parse('2025-06-16T13:00:00Z');
    const { bundle, send } = await app({ now: () => now, accessTokenSeconds: 9999 });
    const next = nextOf(await bundle(`Observation?${patient}`)) ?? '';
    now += 3_600_000;
    const gone = await send(next);
    expect(gone.status).toBe(410);
    expect(await diagnostics(gone)).toMatch(
      /^HAPI-0417: Search ID "[0-9a-f-]+" does not exist and may have expired$/,
    );
  });

  it('refuses an unknown parameter by HAPI-0524, and lists those that it knows [HAPI]', async () => {
    const { send } = await app();
    const refused = await send(`Observation?${patient}&foo=bar`);
    expect(refused.status).toBe(400);
    const says = await diagnostics(refused);
    expect(says).toMatch(
      /^HAPI-0524: Unknown search parameter "foo" for resource type "Observation"\. Valid search parameters/,
    );
    expect(says).toContain('category, code');
  });

  it.each([
    ['a bad date', `Observation?${patient}&date=yesterday`, 400, /^HAPI-1940/],
    ['an unknown id', 'Patient/nobody', 404, /^HAPI-2001: Resource Patient\/nobody is not known$/],
    ['an unknown type', 'Nothing?x=y', 404, /^HAPI-0302: Unknown resource type 'Nothing'/],
  ])('answers %s by its number [HAPI]', async (_, path, status, says) => {
    const refused = await (await app()).send(path);
    expect(refused.status).toBe(status);
    expect(await diagnostics(refused)).toMatch(says);
  });

  it('sorts where it is asked to [HAPI]', async () => {
    const { matches } = await app();
    const days = (await matches(`Observation?${patient}&code=1834-1&_sort=-date`)).map(
      (each) => each.effectiveDateTime,
    );
    expect(days.length).toBeGreaterThan(2);
    expect(days).toEqual(days.toSorted().toReversed());
    const upward = (await matches(`Observation?${patient}&code=1834-1&_sort=date`)).map(
      (each) => each.effectiveDateTime,
    );
    expect(upward).toEqual(days.toReversed());
  });
});
