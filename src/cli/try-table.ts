/** One thing that was tried on a server. */
export interface Trial {
  readonly step: string;
  readonly result: 'ok' | 'note' | 'FAILED' | 'skipped';
  readonly detail: string;
  readonly milliseconds?: number;
}

/** What was tried, as a table of plain text, and a closing line with the counts. */
export function trialTable(trials: readonly Trial[]): string {
  const wide = Math.max(...trials.map(({ step }) => step.length));
  const lines = trials.map(({ step, result, detail, milliseconds }) => {
    const time = milliseconds === undefined ? '' : `${Math.round(milliseconds)} ms`;
    return `${step.padEnd(wide)}  ${result.padEnd(7)}  ${time.padStart(8)}  ${detail}`.trimEnd();
  });
  const count = (wanted: Trial['result']) => trials.filter(({ result }) => result === wanted).length;
  const closing = `${count('ok')} ok, ${count('note')} to note, ${count('FAILED')} failed, ${count('skipped')} skipped`;
  return [...lines, '', closing].join('\n');
}
