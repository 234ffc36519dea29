import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

interface Audit {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
  readonly message?: string;
}

/** What the registry knows against the packages that are shipped, or why it could not be asked. */
function audit(): Audit {
  const words = ['audit', '--omit=dev', '--json', '--fetch-timeout=30000', '--fetch-retries=1'];
  const ran = spawnSync('npm', words, { encoding: 'utf8', shell: process.platform === 'win32' });
  try {
    return JSON.parse(ran.stdout) as Audit;
  } catch {
    return { message: ran.stderr?.trim() || 'npm did not answer' };
  }
}

describe('the packages that are shipped', () => {
  it('have no known vulnerability that is high or critical', ({ skip }) => {
    const { vulnerabilities, message = 'no reason given' } = audit();
    if (vulnerabilities === undefined) {
      console.log(`SKIPPED: nobody was asked about known vulnerabilities. The registry: ${message}`);
      skip('the registry does not answer an audit here');
    }
    const serious = Object.entries(vulnerabilities ?? {}).filter(([, { severity }]) =>
      ['high', 'critical'].includes(severity),
    );
    expect(serious.map(([name, { severity }]) => `${name}: ${severity}`)).toEqual([]);
  });
});
