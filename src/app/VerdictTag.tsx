import type { Verdict } from '../core/policy/verdict.ts';
import { Icon, type IconName } from './Icon.tsx';

const icons: Readonly<Record<Verdict, IconName>> = { met: 'check', 'not-met': 'cross', unknown: 'question' };

/** A verdict by word, sign and colour. */
export function VerdictTag({ verdict, children }: { readonly verdict: Verdict; readonly children: string }) {
  return (
    <span className={`tag tag-${verdict}`}>
      <Icon name={icons[verdict]} />
      {children}
    </span>
  );
}
