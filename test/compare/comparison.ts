import type { Patient } from 'fhir/r4';
import type { Value } from '../../src/core/form/value.ts';
import { chartServer } from './chart-server.ts';
import { chartOf, type Input, inputs, type Right } from './inputs.ts';
import { type OurResult, prefilledByUs } from './ours.ts';
import { type PeerResult, populatedByPeer } from './peer.ts';
import type { Style } from './peer-forms.ts';

type Library = Parameters<typeof populatedByPeer>[0];

/**
 * `right`: the value that the record supports. `wrong`: another one. `unsupported`: a value where the record settles none.
 * `blank`: nothing, without a word. `explained`: nothing, with the reason.
 */
export type Grade = 'right' | 'wrong' | 'unsupported' | 'blank' | 'explained';

/** The two ways in which the peer's form is written for the table. */
type Compared = Exclude<Style, 'whole'>;

/** One side's answer to one input. */
export interface Cell {
  readonly grade: Grade;
  /** What was filled in, or `nothing`. */
  readonly filled: string;
  readonly said: string;
}

export interface Row {
  readonly input: Input;
  readonly peer: Readonly<Record<Compared, Cell>> | undefined;
  readonly ours: Cell & Pick<OurResult, 'gap' | 'verdict' | 'conclusion'>;
  /** Requests that would have left this machine. */
  readonly strays: readonly string[];
}

/** Every input through both sides; without a library, ours alone. */
export async function compare(library: Library | undefined, today: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const input of inputs) rows.push(await compareOne(input, library, today));
  return rows;
}

async function compareOne(input: Input, library: Library | undefined, today: string): Promise<Row> {
  const server = await chartServer(chartOf(input), today, input.ehr);
  const patient = input.resources.find(
    ({ resourceType }) => resourceType === 'Patient',
  ) as unknown as Patient;
  const byPeer = async (style: Style) => {
    const before = globalThis.fetch;
    globalThis.fetch = server.fetch;
    try {
      return ofPeer(await populatedByPeer(library as Library, patient, server, style), input);
    } finally {
      globalThis.fetch = before;
    }
  };
  const peer = library && { documented: await byPeer('documented'), careful: await byPeer('careful') };
  const result = await prefilledByUs(server, input.asked);
  return { input, peer, ours: ofOurs(result, input.right), strays: server.strays };
}

function ofPeer({ answers, issues }: PeerResult, { peerItem, asked, right }: Input): Cell {
  const answer = answers.get(peerItem ?? asked) as Readonly<Record<string, unknown>> | undefined;
  const [kind, value] = Object.entries(answer ?? {})[0] ?? [];
  // Issues name the variable that could not be read.
  const said =
    issues.filter((issue) => issue.includes(asked === 'hcc' ? 'Condition' : 'Observation')).at(0) ?? '';
  if (kind === undefined) return { grade: said === '' ? 'blank' : 'explained', filled: 'nothing', said };
  const filled = `${kind === 'valueDecimal' ? `${value} mg/dL` : JSON.stringify(value)} (${kind})`;
  return { grade: gradeOf(numberIn(kind, value), right), filled, said };
}

function numberIn(kind: string, value: unknown): unknown {
  if (kind !== 'valueQuantity') return value;
  const { value: number, code } = value as { readonly value?: number; readonly code?: string };
  return code === 'umol/L' && number !== undefined ? number / 17.1 : number;
}

function ofOurs({ filled, said, gap, verdict, conclusion }: OurResult, right: Right): Row['ours'] {
  const rest = { said, verdict, conclusion, ...(gap && { gap }) };
  if (!filled) return { grade: said === '' ? 'blank' : 'explained', filled: 'nothing', ...rest };
  return { grade: gradeOf(plain(filled), right), filled: said, ...rest };
}

function plain(value: Value): unknown {
  if (value.kind === 'coding') return value.code === 'hcc';
  if (value.kind === 'quantity') return value.code === 'umol/L' ? value.value / 17.1 : value.value;
  return 'value' in value ? value.value : undefined;
}

function gradeOf(given: unknown, right: Right): Grade {
  if (right === 'none') return 'unsupported';
  if (typeof right === 'number' && typeof given === 'number')
    return Math.abs(given - right) < 0.02 ? 'right' : 'wrong';
  return given === right ? 'right' : 'wrong';
}
