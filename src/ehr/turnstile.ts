/**
 * Lets at most `places` tasks run at a time, in the order in which they came.
 *
 * A task that waits for a busy EHR keeps its place: that is what slows us down as a whole.
 */
export function turnstile(places: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
