/** A request's body as data, or the answer that it deserves. */
export type RequestBody =
  | { readonly ok: true; readonly data: unknown; readonly bytes: number }
  | { readonly ok: false; readonly status: 400 | 408 | 413 | 415; readonly because: string };

const jsonType = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const deepest = 100;

/**
 * Reads a JSON body within its limits.
 *
 * @param megabytes the size above which reading stops
 * @param signal ends a body that comes too slowly
 */
export async function requestBody(
  request: Request,
  megabytes: number,
  signal: AbortSignal,
): Promise<RequestBody> {
  const refused = (status: 400 | 408 | 413 | 415, because: string): RequestBody => ({
    ok: false,
    status,
    because,
  });
  if (!jsonType.test(request.headers.get('content-type') ?? ''))
    return refused(415, 'expected content-type application/json');
  const limit = megabytes * 1024 * 1024;
  const tooLarge = `the body is over ${megabytes} MB`;
  if (Number(request.headers.get('content-length') ?? 0) > limit) return refused(413, tooLarge);
  const bytes = await cappedBytes(request.body, limit, signal).catch(() => 'broken' as const);
  if (bytes === 'broken') return refused(408, 'the body did not come in time, or broke off');
  if (bytes === 'over') return refused(413, tooLarge);
  if (nestsDeeperThan(deepest, bytes))
    return refused(400, `the body is nested deeper than ${deepest} levels`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, data: JSON.parse(text) as unknown, bytes: bytes.byteLength };
  } catch {
    return refused(400, 'the body is not JSON in UTF-8');
  }
}

async function cappedBytes(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array | 'over'> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return joined(chunks, size);
      size += value.byteLength;
      if (size > limit) {
        stop();
        return 'over';
      }
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only, second] = chunks;
  if (only && !second) return only;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

const [opening, closing, quote, backslash] = [1, 2, 3, 4];
/** What each byte means for nesting; nearly all of them nothing, which is what makes one look at each affordable. */
const meanings = new Uint8Array(256);
for (const mark of '{[') meanings[mark.charCodeAt(0)] = opening;
for (const mark of '}]') meanings[mark.charCodeAt(0)] = closing;
meanings['"'.charCodeAt(0)] = quote;
meanings['\\'.charCodeAt(0)] = backslash;

/** Counts brackets outside strings, on the bytes: all of them are ASCII. */
function nestsDeeperThan(limit: number, bytes: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const meaning = meanings[bytes[at] ?? 0];
    if (meaning === 0) continue;
    if (meaning === quote) inString = !inString;
    else if (inString) at += meaning === backslash ? 1 : 0;
    else if (meaning === opening) {
      depth += 1;
      if (depth > limit) return true;
    } else if (meaning === closing) depth -= 1;
  }
  return false;
}
