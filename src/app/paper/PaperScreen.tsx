import type { Assessment } from '../../core/assess.ts';
import { letterOfMedicalNecessity } from '../../core/paper/letter.ts';
import { notRecorded, type Paper, paperText } from '../../core/paper/paper.ts';
import { peerToPeerSheet } from '../../core/paper/peer-to-peer.ts';
import { wordsOf } from '../asking.ts';
import type { Judged } from '../review.ts';
import { useStage } from '../use-stage.ts';
import { PaperView } from './PaperView.tsx';
import { paperWords } from './paper-words.ts';
import { usePolicyDigest } from './policy-digest.ts';
import { proofSheet } from './proof-sheet.ts';
import { PrintButton, SheetScreen } from './SheetScreen.tsx';
import { saidInForm } from './said-in-form.ts';

/** All that goes to the payer on paper. It can be printed once its proof is worked out, not before. */
export function PacketScreen({ review }: { readonly review: Judged }) {
  const { assessment } = review;
  const digest = usePolicyDigest(assessment.policy);
  const answers = useStage(({ edits }) => new Set(edits.map(({ question }) => question)).size);
  const letter = letterOfMedicalNecessity(assessment, saidInForm(review));
  const sheet = peerToPeerSheet(assessment, wordsOf);
  const note = `${paperWords.packetNote} ${paperWords.toAdd(missingIn(letter))}`;
  const foot = footOf(assessment);
  return (
    <SheetScreen title={paperWords.packet} note={note} actions={digest !== undefined && <PrintWhenRead />}>
      <PaperView paper={letter} kind="letter" head={letter.patient} foot={foot} />
      <PaperView paper={sheet} kind="sheet" head={sheet.patient} foot={foot} />
      {digest !== undefined && (
        <Proof paper={proofSheet(assessment, { sha256: digest, answers })} foot={foot} />
      )}
    </SheetScreen>
  );
}

function Proof({ paper, foot }: { readonly paper: Paper; readonly foot: string }) {
  return <PaperView paper={paper} kind="proof" head={paper.patient} foot={foot} />;
}

/** The one page for the call with the payer's reviewer. */
export function PeerToPeerScreen({ assessment }: { readonly assessment: Assessment }) {
  const sheet = peerToPeerSheet(assessment, wordsOf);
  return (
    <SheetScreen title={paperWords.peerToPeer} note={paperWords.peerToPeerNote} actions={<PrintWhenRead />}>
      <PaperView paper={sheet} kind="sheet" head={sheet.patient} foot={footOf(assessment)} />
    </SheetScreen>
  );
}

/** What is printed of half a chart would be taken for all of it. */
function PrintWhenRead() {
  const isReading = useStage(({ read }) => read?.finished !== true);
  return isReading ? <p role="status">{paperWords.reading}</p> : <PrintButton />;
}

function footOf({ policy, determination }: Assessment): string {
  return paperWords.foot(`${policy.id} version ${policy.version}`, determination.asOf);
}

function missingIn(paper: Paper): number {
  return paperText(paper).split(notRecorded).length - 1;
}
