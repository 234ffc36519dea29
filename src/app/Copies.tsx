import { useState } from 'react';
import { Icon } from './Icon.tsx';
import { offer } from './offer.ts';
import type { Sheet } from './paper/sheet.ts';
import type { Judged } from './review.ts';
import { fileNow, textNow } from './saving.ts';
import { TakeIn } from './TakeIn.tsx';
import { useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** What can be taken away without storing: paper for the payer and the patient, and files that hold what it was made from. */
export function Copies({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const [told, setTold] = useState('');
  const copy = async (text: string | Promise<string>): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await text);
      setTold(words.bar.copied);
    } catch {
      setTold(words.bar.copyFailed);
    }
  };
  const download = async (): Promise<void> => {
    const { packetFile } = await import('./paper/packet-file.ts');
    offer(await packetFile(stage.getState(), review));
  };
  const letter = async (): Promise<string> => (await import('./paper/packet-file.ts')).letterText(review);
  const open = (step: Sheet) => () => stage.setState({ step });
  return (
    <details className="copies">
      <summary>
        <Icon name="chevron" />
        {words.bar.copies}
      </summary>
      <div className="menu">
        <button type="button" onClick={open('packet')}>
          {words.bar.packet}
        </button>
        <button type="button" onClick={open('peer-to-peer')}>
          {words.bar.peerToPeer}
        </button>
        <button type="button" onClick={() => void copy(letter())}>
          {words.bar.letter}
        </button>
        <button type="button" onClick={() => void download()}>
          {words.bar.packetFile}
        </button>
        <button type="button" onClick={open('leaflet')}>
          {words.bar.leaflet}
        </button>
        <hr />
        <button type="button" onClick={() => void copy(textNow(stage.getState(), review))}>
          {words.bar.copy}
        </button>
        <button type="button" onClick={() => offer(fileNow(stage.getState(), review))}>
          {words.bar.download}
        </button>
        <TakeIn />
        <button type="button" onClick={() => print()}>
          {words.bar.print}
        </button>
        <span role="status" className="small">
          {told}
        </span>
      </div>
    </details>
  );
}
