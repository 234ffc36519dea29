import { useState } from 'react';
import { Icon } from './Icon.tsx';
import type { Judged } from './review.ts';
import { responseNow } from './saving.ts';
import { useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** What can be taken away without storing: the response as FHIR JSON, and the page on paper. */
export function Copies({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const [told, setTold] = useState('');
  const json = () => JSON.stringify(responseNow(stage.getState(), review), null, 2);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(json());
      setTold(words.bar.copied);
    } catch {
      setTold(words.bar.copyFailed);
    }
  };
  const download = (): void => {
    const address = URL.createObjectURL(new Blob([json()], { type: 'application/fhir+json' }));
    const link = document.createElement('a');
    link.href = address;
    // No name of the patient: file names end up in lists.
    link.download = 'questionnaire-response.json';
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
