/** How often one GET is tried. A POST or PUT is tried once: what became of it must be asked, not guessed. */
export const triesPerGet = 3;

const retried = [429, 500, 502, 503, 504];

/** Whether the same GET may succeed a little later. */
export function mayPass(status: number): boolean {
  return retried.includes(status);
}

/**
 * Milliseconds to wait before the next try.
 *
 * The EHR's `Retry-After` (seconds or an HTTP date) is honoured between 1 and 60 s, with up to a second of jitter on top;
 * without one, full jitter over a window that doubles from one second.
 *
 * @param attempt 1 after the first failure
 * @param random between 0 and 1
 * @param now milliseconds since the epoch
 */
export function pauseBefore(retryAfter: string | null, attempt: number, random: number, now: number): number {
  const asked = secondsIn(retryAfter, now);
  if (asked === undefined) return random * 1000 * 2 ** (attempt - 1);
  return Math.min(60, Math.max(1, asked)) * 1000 + random * 1000;
}

function secondsIn(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : (date - now) / 1000;
}
