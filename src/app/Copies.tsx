import { useState } from 'react';
import { draftFile } from '../ehr/draft-file.ts';
import { Icon } from './Icon.tsx';
import type { Judged } from './review.ts';
import { responseNow, textNow } from './saving.ts';
import { useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** What can be taken away without storing: the response as FHIR JSON, and the page on paper. */
export function Copies({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const [told, setTold] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(textNow(stage.getState(), review));
      setTold(words.bar.copied);
    } catch {
      setTold(words.bar.copyFailed);
    }
  };
  const download = (): void => {
    const { name, type, text } = draftFile(responseNow(stage.getState(), review));
    const address = URL.createObjectURL(new Blob([text], { type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <details className="copies">
      <summary>
        <Icon name="chevron" />
        {words.bar.copies}
      </summary>
      <div className="menu">
        <button type="button" onClick={() => void copy()}>
          {words.bar.copy}
        </button>
        <button type="button" onClick={download}>
          {words.bar.download}
        </button>
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
