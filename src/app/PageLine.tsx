import { CloseButton } from './CloseButton.tsx';
import { ReadProgress } from './ReadProgress.tsx';
import type { Judged } from './review.ts';

/** How the page stands: what was read, and the way out. */
export function PageLine({ review }: { readonly review?: Judged | undefined }) {
  return (
    <div className="page-line">
      <ReadProgress />
      <CloseButton review={review} />
    </div>
  );
}
