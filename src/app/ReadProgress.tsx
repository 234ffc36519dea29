import { Icon } from './Icon.tsx';
import { useStage } from './use-stage.ts';
import { sourceWords, words } from './words.ts';

/** How far the chart is read, per source; the line keeps its height, so that nothing moves while sources arrive. */
export function ReadProgress() {
  const read = useStage((stage) => stage.read);
  if (!read) return null;
  const { sources, finished, resources, sessionEnded } = read;
  const done = sources.filter(({ state }) => state !== 'reading').length;
  const incomplete = sources.filter(({ state }) => state !== 'reading' && state !== 'complete').length;
  return (
    <section className="reading" aria-label={words.reading.label}>
      <details>
        <summary>
          <Icon name="chevron" />
          <span>
            {finished
              ? words.reading.finished(resources.length)
              : words.reading.progress(done, sources.length)}
            {incomplete > 0 && <b className="incomplete"> {words.reading.incomplete(incomplete)}</b>}
          </span>
          {!finished && <progress max={sources.length} value={done} aria-label={words.reading.label} />}
        </summary>
        <ul>
          {sources.map(({ id, label, state, count, because }) => (
            <li key={id} className={`source-${state}`}>
              <span>{label}</span>
              <span>
                {sourceWords[state]}
                {count > 0 && `, ${count}`}
                {because !== undefined && state !== 'complete' && `: ${because}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
      {sessionEnded && (
        <p className="notice" role="alert">
          <Icon name="warning" />
          {words.reading.ended}
        </p>
      )}
    </section>
  );
}
