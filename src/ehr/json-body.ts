import { withVisibleControls } from './visible-controls.ts';

/** A body as data, or why it is not. */
export type JsonBody =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly because: string };

const jsonTypes = /^(?:application\/(?:[\w.+-]+\+)?json(?:\+fhir)?|text\/json)\s*(?:;|$)/i;
const deepest = 200;

/** Whether the answer claims to be JSON: a login page with status 200 does not. */
export function claimsJson(response: Response): boolean {
  return jsonTypes.test(response.headers.get('content-type') ?? '');
}

/**
 * Reads a body to its end and parses it; characters that would hide or turn text are spelt out, unless it is taken verbatim.
 *
 * @param limits.megabytes the size above which reading stops
 * @param signal ends a body that comes too slowly, or never ends
 * @throws what the stream throws when the line breaks, or when the signal is aborted
 */
export async function jsonBody(
  response: Response,
  { megabytes, verbatim = false }: { readonly megabytes: number; readonly verbatim?: boolean | undefined },
  signal: AbortSignal,
): Promise<JsonBody> {
  const bytes = await cappedBytes(response, megabytes * 1024 * 1024, signal);
  if (bytes === undefined) return { ok: false, because: `the EHR's answer is over ${megabytes} MB` };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, because: "the EHR's answer is not UTF-8" };
  }
  if (text === '') return { ok: false, because: 'the EHR answered with nothing' };
  if (nestsDeeperThan(deepest, text)) return { ok: false, because: "the EHR's answer is nested too deeply" };
  try {
    const data: unknown = JSON.parse(text);
    return { ok: true, data: verbatim ? data : withVisibleControls(data, text) };
  } catch {
    return { ok: false, because: "the EHR's answer is cut off or is not JSON" };
  }
}

async function cappedBytes(
  response: Response,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await Promise.race([reader.read(), aborted]);
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

const [quote, backslash, openBrace, openBracket, closeBrace, closeBracket] = [34, 92, 123, 91, 125, 93];

/** Counts brackets outside strings: recursive readers further on must not be led into a stack overflow. */
function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (inString) {
      if (character === backslash) at += 1;
      else if (character === quote) inString = false;
    } else if (character === quote) inString = true;
    else if (character === openBrace || character === openBracket) {
      depth += 1;
      if (depth > limit) return true;
    } else if (character === closeBrace || character === closeBracket) depth -= 1;
  }
  return false;
}
