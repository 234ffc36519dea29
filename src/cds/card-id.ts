/** The half of a card id that is the order's alone; `order` is whatever names it among all callers. */
export async function orderIdentity(order: string): Promise<string> {
  const hex = await digest(order);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}`;
}

/**
 * The id of a card: the same order under the same policy with the same content always has the same one, in every hook.
 *
 * A version 8 UUID (RFC 9562). Its first half is the order's, so that "not now" to one card is known for the order.
 *
 * @param identity of the order
 * @param content whatever makes the card another one; not the time of the evaluation
 */
export async function cardId(identity: string, content: string): Promise<string> {
  const hex = await digest(`${identity}\n${content}`);
  return `${identity}-${variant(hex.slice(0, 1))}${hex.slice(1, 4)}-${hex.slice(4)}`;
}

/** The identity of the order in a card id; undefined for what is no id of ours. */
export function identityIn(id: string): string | undefined {
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
