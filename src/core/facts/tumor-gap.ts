import type { Statement } from './finding.ts';
import { tumorNames } from './tumor-evidence.ts';
import { type TumorType, tumorKinds } from './tumor-type.ts';

/** Why the tumor is open; undefined when every kind is settled. A reason that several kinds share names none of them. */
export function whyTumorIsOpen({ kinds }: TumorType): Statement | undefined {
  const open = tumorKinds
    .filter((kind) => kinds[kind].truth === 'open')
    .map((kind) => ({ ...kinds[kind], reason: kinds[kind].because.replace(`${tumorNames[kind]}: `, '') }));
  const told =
    open.find(({ gap }) => gap !== 'not-recorded') ??
    open.find(({ support }) => support.length > 0) ??
    open[0];
  if (!told) return undefined;
  const { reason, ...statement } = told;
  const support = [...new Set(open.flatMap((each) => each.support))];
  if (support.length === 0 && told.gap === 'not-recorded')
    return { ...statement, because: 'No tumor in the liver is recorded as confirmed and active.' };
  const isUnread = ['denied', 'failed', 'partial'].includes(told.gap ?? '');
  if (isUnread) return { ...statement, because: `Diagnoses: ${reason}`, support };
  const isShared = open.filter((each) => each.reason === reason).length > 1;
  const because = isShared ? reason.charAt(0).toUpperCase() + reason.slice(1) : told.because;
  return { ...statement, because, support };
}
