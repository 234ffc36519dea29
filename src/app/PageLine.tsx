import { CloseButton } from './CloseButton.tsx';
import { ReadProgress } from './ReadProgress.tsx';
import type { Judged } from './review.ts';
import { useStageStore } from './use-stage.ts';
import { words } from './words.ts';

/** How the page stands: what was read, and the way out. */
export function PageLine({ review }: { readonly review?: Judged | undefined }) {
  const stage = useStageStore();
  return (
    <div className="page-line">
      <ReadProgress />
      {review && (
        <button
          type="button"
          id="open-connection"
          className="link"
          onClick={() => stage.setState({ step: 'connection' })}
        >
          {words.reading.connection}
        </button>
      )}
      <CloseButton review={review} />
    </div>
  );
}
