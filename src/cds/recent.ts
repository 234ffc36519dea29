/**
 * What was seen lately. One instance of the service remembers by itself; several behind one address need a shared memory
 * of this shape, or each of them would take the same token once.
 */
export interface Recent {
  /** Remembers `key`; false when it is remembered already, or when there is no room for it. */
  remember(key: string): boolean | Promise<boolean>;
  holds(key: string): boolean | Promise<boolean>;
}

/**
 * A bounded memory in this process, in which everything is forgotten after the same time.
 *
 * When it is full it takes nothing new until the oldest is forgotten: to forget early would be to let a token in twice.
 */
export function createRecent({
  limit,
  milliseconds,
  now,
}: {
  readonly limit: number;
  readonly milliseconds: number;
  readonly now: () => number;
}): Recent {
  // Insertion order is the order of expiry.
  const until = new Map<string, number>();

  function forgetOld(): void {
    const time = now();
    for (const [key, end] of until) {
      if (end > time) return;
      until.delete(key);
    }
  }

  return {
    remember(key) {
      forgetOld();
      if (until.has(key) || until.size >= limit) return false;
      until.set(key, now() + milliseconds);
      return true;
    },
    holds(key) {
      forgetOld();
      return until.has(key);
    },
  };
}
