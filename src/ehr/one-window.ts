/** Outcome of a task that only one window may do at a time. */
export type OneWindow<T> = { readonly ran: true; readonly result: T } | { readonly ran: false };

/** What this window is at: it may join itself, and keeps the lock until the last task has ended. */
const here = new Map<string, Promise<unknown>[]>();

/**
 * Runs a task unless another window of this browser is at the same matter: a chart opened twice must not be stored twice.
 *
 * @param matter what the task is about; it is hashed, since the browser shows names of locks to every page of the app
 * @returns `ran: false` at once where another window holds it; without lock support the task runs
 */
export async function oneWindow<T>(matter: string, task: () => Promise<T>): Promise<OneWindow<T>> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks) return { ran: true, result: await task() };
  const running = here.get(matter);
  if (running) return { ran: true, result: await joined(running, task) };
  const tasks: Promise<unknown>[] = [];
  here.set(matter, tasks);
  try {
    return await locks.request(await lockName(matter), { ifAvailable: true }, async (lock) => {
      if (lock === null) return { ran: false } as const;
      const first = joined(tasks, task);
      for (let at = 0; at < tasks.length; at += 1) await tasks[at]?.catch(() => {});
      return { ran: true, result: await first } as const;
    });
  } finally {
    here.delete(matter);
  }
}

function joined<T>(tasks: Promise<unknown>[], task: () => Promise<T>): Promise<T> {
  const running = task();
  tasks.push(running);
  return running;
}

async function lockName(matter: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(matter));
  return `hepauth-${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
