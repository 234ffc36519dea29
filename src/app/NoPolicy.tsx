import { takeBack, undo } from './answering.ts';
import { dayInWords } from './calendar.ts';
import { PageLine } from './PageLine.tsx';
import { useStage, useStageStore } from './use-stage.ts';
import { capital, words } from './words.ts';

/** Nothing is determined without a policy in force. What was answered is kept, and what led here can be taken back. */
export function NoPolicy({ because }: { readonly because: string }) {
  const stage = useStageStore();
  const planned = useStage(({ edits }) => edits.find(({ question }) => question === 'planned-date')?.value);
  const canUndo = useStage(({ before }) => before.length > 0);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <section className="card" role="alert">
        <h1>{words.request.noPolicy}</h1>
        <p>
          {capital(because)}. {words.request.noPolicyKept}
        </p>
        <p>
          {planned !== undefined && (
            <button type="button" className="main" onClick={() => takeBack(stage, 'planned-date')}>
              {words.request.takeDateBack(dayInWords(String(planned)))}
            </button>
          )}{' '}
          {canUndo && (
            <button type="button" onClick={() => undo(stage)}>
              {words.bar.undo}
            </button>
          )}
        </p>
        <PageLine />
      </section>
    </main>
  );
}
