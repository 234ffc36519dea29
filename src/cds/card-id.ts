/**
 * The id of a card: the same order under the same policy with the same content always has the same one, in every hook.
 *
 * A version 8 UUID (RFC 9562). Its first half is the order's alone, so that "not now" to one card is known for the order.
 *
 * @param order whatever names the order among all callers
 * @param content whatever makes the card another one; not the time of the evaluation
 */
export async function cardId(order: string, content: string): Promise<string> {
  const [left, right] = await Promise.all([digest(order), digest(`${order}\n${content}`)]);
  const hex = `${left.slice(0, 12)}8${left.slice(13, 16)}${variant(right.slice(0, 1))}${right.slice(1, 16)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The order's half of a card id; undefined for what is no id of ours. */
export function orderHalf(id: string): string | undefined {
  return /^([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3})-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
    .exec(id)?.[1]
    ?.toLowerCase();
}

function variant(digit: string): string {
  return ((Number.parseInt(digit, 16) % 4) + 8).toString(16);
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
