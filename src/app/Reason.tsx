import { useId } from 'react';
import type { Answer } from '../core/form/draft.ts';
import type { Item } from '../core/form/questionnaire.ts';
import { giveReason } from './answering.ts';
import { questionOf } from './asking.ts';
import { momentInWords } from './calendar.ts';
import { valueInWords } from './entries.ts';
import { useNames } from './people.ts';
import { useStageStore } from './use-stage.ts';
import { Written } from './Written.tsx';
import { words } from './words.ts';

/** Why a person's answer differs from the chart, in that person's words; the chart's own value stays in sight above it. */
export function Reason({ item, answer }: { readonly item: Item; readonly answer: Answer }) {
  const stage = useStageStore();
  const id = useId();
  const nameOf = useNames();
  const { replaces = [], reason = '', explained } = answer;
  return (
    <div className="reason">
      <p className="original">
        {words.form.chartSays} {replaces.map(({ value }) => valueInWords(value)).join('; ')}
      </p>
      <span id={id} className={reason === '' ? 'reason-wanted' : 'quiet'}>
        {words.form.reason}
      </span>
      <Written
        value={reason}
        as="lines"
        labelledBy={id}
        maxLength={1000}
        onWritten={(text) => {
          giveReason(stage, item.linkId, text, questionOf(item));
          return undefined;
        }}
      />
      {explained && (
        <span className="quiet small">
          {words.form.reasonBy(nameOf(explained.by))}, {momentInWords(explained.at)}
        </span>
      )}
    </div>
  );
}
