/** The call or a file is not usable; the message is one line that says which file, which path in it, and what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command; a usage error becomes one line on standard error and exit code 2. */
export function run(command: () => void): void {
  try {
    command();
  } catch (error) {
    report(error);
  }
}

/** The same for a command that waits for something. */
export function runLater(command: () => Promise<void>): void {
  command().catch(report);
}

function report(error: unknown): void {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
