import { type Block, notRecorded, type Paper, type RowGroup } from '../../core/paper/paper.ts';
import { withDaysNamed } from '../calendar.ts';
import { paperWords } from './paper-words.ts';

/**
 * One paper, on the screen as it is printed. Its head, which names the patient, stands on every page:
 * a table's head is what browsers repeat.
 */
export function PaperView({
  paper,
  kind,
  head,
  foot,
}: {
  readonly paper: Paper;
  readonly kind: 'letter' | 'sheet' | 'proof' | 'leaflet';
  readonly head: string;
  readonly foot: string;
}) {
  return (
    <article className={`paper paper-${kind}`} aria-labelledby={`paper-${kind}`}>
      <table role="presentation">
        <thead>
          <tr>
            <td>
              <div className="paper-head">{withDaysNamed(head)}</div>
            </td>
          </tr>
        </thead>
        <tfoot>
          <tr>
            <td className="paper-foot">{withDaysNamed(foot)}</td>
          </tr>
        </tfoot>
        <tbody>
          <tr>
            <td className="paper-body">
              <h2 id={`paper-${kind}`}>{paper.title}</h2>
              {placed(paper.blocks).map(({ place, block }) => (
                <BlockView key={place} block={block} />
              ))}
            </td>
          </tr>
        </tbody>
      </table>
    </article>
  );
}

/** Blocks with their place, which is all that tells two of the same words apart. */
function placed(blocks: readonly Block[]): readonly { readonly place: number; readonly block: Block }[] {
  return blocks.map((block, place) => ({ place, block }));
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.is) {
    case 'heading':
      return <h3>{block.text}</h3>;
    case 'paragraph':
      return (
        <p>
          <Words text={block.text} />
        </p>
      );
    case 'facts':
      return (
        <dl>
          {block.rows.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <Words text={value ?? notRecorded} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>
              <Words text={item} />
            </li>
          ))}
        </ul>
      );
    case 'groups':
      return <Table head={block.head} groups={block.groups} />;
    case 'table':
      return <Table head={block.head} groups={[{ title: '', rows: block.rows }]} />;
  }
}

/** Rows under the words that they belong to, where there are any; each group kept together where a page allows it. */
function Table({ head, groups }: { readonly head: readonly string[]; readonly groups: readonly RowGroup[] }) {
  return (
    <table className={`columns-${head.length}`}>
      <thead>
        <tr>
          {head.map((cell) => (
            <th key={cell} scope="col">
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ title, rows }) => (
        <tbody key={title}>
          {title !== '' && (
            <tr className="group-title">
              <th colSpan={head.length} scope="rowgroup">
                <Words text={title} />
              </th>
            </tr>
          )}
          {rows.map((row) => (
            <tr key={row.join()}>
              {head.map((column, at) => (
                <td key={column} data-column={column}>
                  <Words text={row[at] || paperWords.noEvidence} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Text with its dates named and what is missing marked, so that nobody sends it off unseen. */
function Words({ text }: { readonly text: string }) {
  const [before = '', ...after] = withDaysNamed(text).split(notRecorded);
  let place = 0;
  return (
    <>
      {before}
      {after.map((rest) => {
        place += 1;
        return (
          <span key={place}>
            <mark>{notRecorded}</mark>
            {rest}
          </span>
        );
      })}
    </>
  );
}
