import { useState } from 'react';
import type { Attested, Provenance, Recorded } from '../core/facts/finding.ts';
import { ageInWords, momentInWords, spanInWords } from './calendar.ts';
import { handOverWords } from './hand-over-words.ts';
import { Icon } from './Icon.tsx';
import { useNames } from './people.ts';
import { resultNames } from './record-names.ts';
import { authorOf } from './stage.ts';
import { useStage } from './use-stage.ts';
import { recordKind, words } from './words.ts';

type ResultNames = ReadonlyMap<string, string>;
const nameless: ResultNames = new Map();

/** What to call results, by reference, and answers, by who gave them. */
interface Names {
  readonly results: ResultNames;
  readonly answerOf: (by: string) => string;
}

interface Line {
  readonly key: string;
  readonly what: string;
  readonly when: string;
  readonly source: string;
}

/** The records and answers behind something, each once. */
function linesOf(provenance: readonly Provenance[], asOf: string, names: Names): readonly Line[] {
  const lines = provenance.flatMap((each) =>
    each.kind === 'derived' ? linesOf(each.from, asOf, names) : [lineOf(each, asOf, names)],
  );
  return [...new Map(lines.map((line) => [line.key, line])).values()];
}

function lineOf(one: Recorded | Attested, asOf: string, names: Names): Line {
  if (one.kind === 'attested') {
    const { question, at, by } = one;
    return {
      key: `answer ${question}`,
      what: names.answerOf(by),
      when: momentInWords(at),
      source: `${words.evidence.by} ${by}`,
    };
  }
  const { reference, versionId, asRecorded, on } = one;
  const name = names.results.get(reference);
  const version = versionId === undefined ? '' : `, ${words.evidence.version} ${versionId}`;
  return {
    key: `${reference} ${asRecorded}`,
    what: name === undefined ? asRecorded : `${name}: ${asRecorded}`,
    when: on ? `${spanInWords(on)}, ${ageInWords(on, asOf)}` : words.evidence.noDate,
    source: `${recordKind(reference)} ${reference}${version}`,
  };
}

/**
 * Evidence at a glance: the first record in the line, all of them with their sources one click away.
 *
 * @param isBrief where value and date stand beside it already: the line then only says that there is a source
 */
export function Evidence({
  of,
  asOf,
  isBrief = false,
}: {
  readonly of: readonly Provenance[];
  readonly asOf: string;
  readonly isBrief?: boolean;
}) {
  const record = useStage(({ review }) => review?.record);
  const [isOpen, setOpen] = useState(false);
  const user = useStage(authorOf);
  const nameOf = useNames();
  const lines = linesOf(of, asOf, {
    results: record ? resultNames(record) : nameless,
    answerOf: (by) => (by === user ? words.evidence.answer : handOverWords.answerOf(nameOf(by))),
  });
  const [first] = lines;
  if (!first) return null;
  return (
    <details className="evidence" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <Icon name="chevron" />
        {isBrief ? (
          words.evidence.sources(lines.length)
        ) : (
          <span>
            <span className="as-recorded">{first.what}</span> <span className="when">{first.when}</span>
            {lines.length > 1 && <span className="more"> {words.evidence.more(lines.length - 1)}</span>}
          </span>
        )}
      </summary>
      {isOpen && (
        <ul>
          {lines.map(({ key, what, when, source }) => (
            <li key={key}>
              <span className="as-recorded">{what}</span>
              <span className="when">{when}</span>
              <span className="source">{source}</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
