import { useEffect, useState } from 'react';
import { mappings } from '../catalogue/catalogue.ts';
import { readAppContext } from '../ehr/app-context.ts';
import { changedSince, type Marked, orderMarks } from '../ehr/order-marks.ts';
import { hintWords } from './hint-words.ts';
import { Icon } from './Icon.tsx';
import type { Judged } from './review.ts';
import { useStage } from './use-stage.ts';

/** What the order-entry card said that does not hold here and now; silent while all of it does. */
export function CardNotice({ review: { hint, ordering } }: { readonly review: Judged }) {
  const isRead = useStage(({ read }) => read?.finished === true);
  const launch = useStage(({ ehr }) => ehr?.context);
  const order = ordering?.order?.order;
  const [changed, setChanged] = useState<readonly Marked[]>([]);
  useEffect(() => {
    const about = launch && readAppContext(launch).about;
    if (!launch || !about || !order) return setChanged([]);
    let isCurrent = true;
    void orderMarks(order, mappings.concepts, launch.patientId).then(
      (marks) => isCurrent && setChanged(changedSince(about, marks)),
    );
    return () => {
      isCurrent = false;
    };
  }, [launch, order]);
  const said = [...hint.refused, ...(changed.length > 0 ? [hintWords.changed(changed)] : [])];
  // While the chart is being read, a coverage may still come.
  if (!isRead || said.length === 0) return null;
  return (
    <div className="card-notice" role="status">
      {said.map((sentence) => (
        <p key={sentence}>
          <Icon name="warning" /> {sentence}
        </p>
      ))}
    </div>
  );
}
