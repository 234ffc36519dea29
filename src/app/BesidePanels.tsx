import { besideWords } from './beside-words.ts';
import { FactRows } from './FactCard.tsx';
import { Fold } from './Fold.tsx';
import { FreshnessPanel } from './FreshnessPanel.tsx';
import { OtherTherapies } from './OtherTherapies.tsx';
import type { Judged } from './review.ts';
import { StatementsPanel } from './StatementsPanel.tsx';
import { useStageStore } from './use-stage.ts';

/** What stands beside the determination and comes after it: how long it holds, what others say, what the app says of itself. */
export function BesidePanels({ review }: { readonly review: Judged }) {
  const stage = useStageStore();
  const { assessment } = review;
  return (
    <>
      <FreshnessPanel review={review} />
      <OtherTherapies assessment={assessment} />
      <StatementsPanel assessment={assessment} />
      <Abbreviations />
      <p>
        <button
          type="button"
          id="open-about"
          className="link"
          onClick={() => stage.setState({ step: 'about' })}
        >
          {besideWords.about}
        </button>
      </p>
    </>
  );
}

/** What each abbreviation of the screen stands for, for eyes, touch and keyboard alike. */
function Abbreviations() {
  const { label, count, of } = besideWords.abbreviations;
  const terms = Object.entries(of);
  return (
    <Fold id="abbreviations" title={label} count={count(terms.length)}>
      <FactRows of={terms} className="abbreviations" />
    </Fold>
  );
}
