import type { Assessment } from '../core/assess.ts';
import type { DocumentStatus } from '../core/policy/documents.ts';
import { wordsOf } from './asking.ts';
import { withDaysNamed } from './calendar.ts';
import { Evidence } from './Evidence.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { documentWords, words } from './words.ts';

const signs: Readonly<Record<DocumentStatus, { readonly icon: IconName; readonly tone: string }>> = {
  complete: { icon: 'check', tone: 'met' },
  partial: { icon: 'half', tone: 'unknown' },
  missing: { icon: 'cross', tone: 'not-met' },
  'not-applicable': { icon: 'half', tone: 'neutral' },
};

/** The payer's own list of information needed, and how much of it there is; independent of the determination. */
export function DocumentsChecklist({ assessment }: { readonly assessment: Assessment }) {
  const { documents, determination } = assessment;
  const asked = documents.filter(({ status }) => status !== 'not-applicable');
  const complete = asked.filter(({ status }) => status === 'complete');
  return (
    <section className="card documents" aria-labelledby="documents-heading">
      <header>
        <h2 id="documents-heading">{words.documents.label}</h2>
        <span className="quiet">{words.documents.complete(complete.length, asked.length)}</span>
      </header>
      <ul>
        {documents.map(({ id, document, status, because, evidence, waitsFor }) => (
          <li key={id}>
            <span className={`tag tag-${signs[status].tone}`}>
              <Icon name={signs[status].icon} />
              {documentWords[status]}
            </span>
            <div>
              <b>{id}</b> {document.title}
              {status !== 'complete' && <span className="because">{withDaysNamed(because)}</span>}
              <Evidence of={evidence} asOf={determination.asOf} />
              {status !== 'not-applicable' && waitsFor.length > 0 && (
                <span className="jumps">
                  {waitsFor.map((question) => (
                    <a key={question} href={`#form-${question}`}>
                      {wordsOf(question)}
                    </a>
                  ))}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
