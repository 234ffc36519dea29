import { AboutScreen } from '../about/AboutScreen.tsx';
import { dayOf } from '../calendar.ts';
import { ConnectionScreen } from '../connection/ConnectionScreen.tsx';
import { PatientBanner } from '../PatientBanner.tsx';
import type { Judged } from '../review.ts';
import { useStage } from '../use-stage.ts';
import { LeafletScreen } from './LeafletScreen.tsx';
import { PacketScreen, PeerToPeerScreen } from './PaperScreen.tsx';
import type { Sheet } from './sheet.ts';

/** The page that was asked for. The patient's banner stands over what is about the patient, and over nothing else. */
export function Sheets({ sheet, review }: { readonly sheet: Sheet; readonly review: Judged }) {
  const now = useStage((stage) => stage.now);
  const { assessment, record } = review;
  switch (sheet) {
    case 'leaflet':
      return <LeafletScreen therapy={assessment.facts.request.therapy.value} />;
    case 'about':
      return <AboutScreen review={review} />;
    case 'connection':
      return <ConnectionScreen />;
    default:
      return (
        <>
          <PatientBanner patient={record.patient} asOf={dayOf(now())} />
          {sheet === 'packet' ? (
            <PacketScreen review={review} />
          ) : (
            <PeerToPeerScreen assessment={assessment} />
          )}
        </>
      );
  }
}
