import { useEffect, useState } from 'react';
import '../styles/paper.css';
import { type Capability, capabilityOf } from '../../ehr/capability.ts';
import { FactCard, FactList, FactRows } from '../FactCard.tsx';
import { useStage, useStageStore } from '../use-stage.ts';
import { words as appWords } from '../words.ts';
import { connectionDetails, detailsText } from './connection-details.ts';
import { connectionWords as words } from './connection-words.ts';

/** How this page is connected, for whoever has to find out why something was not read or stored; to be copied into a ticket. */
export function ConnectionPanel() {
  const stage = useStageStore();
  // What it says changes with all of these.
  const ehr = useStage((now) => now.ehr);
  useStage((now) => now.read);
  useStage((now) => now.faults);
  useStage((now) => now.isSessionOver);
  const [capability, setCapability] = useState<Capability>();
  const [told, setTold] = useState('');
  useEffect(() => {
    let isHere = true;
    if (ehr) void capabilityOf(ehr).then((said) => isHere && setCapability(said));
    return () => {
      isHere = false;
    };
  }, [ehr]);
  if (!ehr) return null;
  const details = connectionDetails({ ...stage.getState(), ehr }, capability);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(detailsText(details));
      setTold(appWords.bar.copied);
    } catch {
      setTold(appWords.bar.copyFailed);
    }
  };
  return (
    <>
      {details.map(({ title, rows, list = [] }) => (
        <FactCard key={title} title={title}>
          <FactRows of={rows} />
          {list.length > 0 && <FactList of={list} />}
        </FactCard>
      ))}
      <p>
        <button type="button" onClick={() => void copy()}>
          {words.copy}
        </button>{' '}
        <span role="status" className="small">
          {told}
        </span>
      </p>
    </>
  );
}
