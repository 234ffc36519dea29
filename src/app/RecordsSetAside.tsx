import type { Assessment } from '../core/assess.ts';
import { withDaysNamed } from './calendar.ts';
import { Fold } from './Fold.tsx';
import { recordKind, words } from './words.ts';

/** What was not used as evidence, and what was not read in full: each with its reason. */
export function RecordsSetAside({ assessment: { ignored, unread } }: { readonly assessment: Assessment }) {
  return (
    <Fold id="aside" title={words.aside.label} count={String(ignored.length + unread.length)}>
      <div className="aside">
        {ignored.length + unread.length === 0 && <p className="quiet">{words.aside.none}</p>}
        {unread.length > 0 && (
          <>
            <h3>{words.aside.unread}</h3>
            <p className="quiet">{words.aside.unreadNote}</p>
            <ul>
              {unread.map(({ requirement, because, gap }) => (
                <li key={`${requirement} ${gap} ${withDaysNamed(because)}`}>
                  <span>{requirement}</span>
                  <span className="because">{withDaysNamed(because)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        {ignored.length > 0 && (
          <>
            <h3>{words.aside.ignored}</h3>
            <ul>
              {ignored.map(({ reference, because }) => (
                <li key={`${reference} ${withDaysNamed(because)}`}>
                  <span>
                    {recordKind(reference)} <span className="source">{reference}</span>
                  </span>
                  <span className="because">{withDaysNamed(because)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Fold>
  );
}
