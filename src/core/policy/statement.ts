import * as z from 'zod/mini';
import type { ClinicalFacts } from '../facts/clinical-facts.ts';
import { advisoryOutcome } from './advisories.ts';
import { Advisory } from './policy.ts';
import type { Outcome } from './verdict.ts';

const { source: _, ...asked } = Advisory.shape;

/** What experts, societies, labels and others say beside the policy: who, when, with which interests. A mapping file. */
export const StatementSource = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['expert opinion', 'guideline', 'device label', 'unreviewed text']),
  date: z.nullable(z.iso.date()),
  /** Whether a person stands behind it; where nobody does, it is shown as such and checked against nothing. */
  isReviewed: z.boolean(),
  about: z.string(),
  source: z.string(),
  /** Where it contradicts others, or itself: shown, not resolved. */
  disagreements: z.array(z.string()),
  statements: z.array(z.strictObject({ author: z.string(), interests: z.string(), ...asked })),
});
export type StatementSource = z.infer<typeof StatementSource>;

/** One row of a source, held against the record where it can be. Two rows may disagree; none changes the verdict. */
export interface StatementResult extends Outcome {
  readonly id: string;
  readonly title: string;
  readonly quote: string | null;
  readonly author: string;
  readonly interests: string;
  readonly from: StatementSource;
}

/** Holds every statement against the facts. */
export function statements(
  sources: readonly StatementSource[],
  facts: ClinicalFacts,
): readonly StatementResult[] {
  return sources.flatMap((from) =>
    from.statements.map(({ author, interests, ...statement }) => {
      const { id, title, quote } = statement;
      const { verdict, because, evidence, support } = advisoryOutcome(
        { ...statement, source: from.source },
        facts,
      );
      return { id, title, quote, author, interests, from, verdict, because, evidence, support };
    }),
  );
}
