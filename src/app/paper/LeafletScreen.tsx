import { useState } from 'react';
import type { Therapy } from '../../core/facts/request.ts';
import { taceLeaflet, tareLeaflet } from '../../core/paper/leaflet.ts';
import { PaperView } from './PaperView.tsx';
import { paperWords } from './paper-words.ts';
import { PrintButton, SheetScreen } from './SheetScreen.tsx';

const leaflets = { tare: tareLeaflet, tace: taceLeaflet } as const;
type Leaflet = keyof typeof leaflets;

/** Which leaflet belongs to a therapy. Bland embolization has none: what the others say of medicine would be wrong there. */
const leafletFor: Readonly<Partial<Record<Therapy, Leaflet>>> = {
  tare: 'tare',
  tace: 'tace',
  'deb-tace': 'tace',
};

/** What the patient takes home; nothing clinical stands beside it. */
export function LeafletScreen({ therapy }: { readonly therapy: Therapy | undefined }) {
  const [chosen, setChosen] = useState(therapy && leafletFor[therapy]);
  return (
    <SheetScreen title={paperWords.leaflet} note={paperWords.leafletNote} actions={chosen && <PrintButton />}>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that switch a view are no fieldset */}
      <div className="choices" role="group" aria-label={paperWords.leafletWhich}>
        {(['tare', 'tace'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={chosen === each} onClick={() => setChosen(each)}>
            {paperWords[each]}
          </button>
        ))}
      </div>
      {chosen ? (
        <PaperView
          paper={leaflets[chosen]}
          kind="leaflet"
          head={paperWords.leafletHead}
          foot={paperWords.leafletFoot}
        />
      ) : (
        <p>{paperWords.noLeaflet}</p>
      )}
    </SheetScreen>
  );
}
