import * as z from 'zod/mini';
import { type DateSpan, dateSpan, daysBetween } from '../fhir/date-span.ts';
import { type ConceptIndex, speaksFor } from '../fhir/value-set.ts';
import type { PatientRecord } from '../record/patient-record.ts';
import { type Provenance, recorded } from './finding.ts';
import type { MedicationUse } from './medication.ts';

/** Which procedures and agents count as treatment of the tumor, and which agents together are a regimen. A mapping file. */
export const Treatments = z.strictObject({
  procedures: z.array(z.strictObject({ id: z.string(), title: z.string(), concept: z.string() })),
  agents: z.array(z.string()),
  regimens: z.array(z.strictObject({ title: z.string(), all: z.array(z.string()) })),
  /** Two agents belong to one regimen when their starts lie within so many days. */
  overlapDays: z.number(),
});
export type Treatments = z.infer<typeof Treatments>;

export type TerminationReason = 'no-response' | 'not-tolerated' | 'refused' | 'other';

/** A treatment found in the record. That none is found never means that there was none. */
export interface PriorTreatment {
  readonly kind: 'procedure' | 'systemic';
  /** `radioembolization`, `ablation`…, or the concepts of the agents, joined. */
  readonly id: string;
  readonly title: string;
  readonly start?: DateSpan;
  readonly end?: DateSpan;
  readonly status: string;
  readonly termination?: TerminationReason;
  readonly evidence: readonly Provenance[];
}

/** Procedures on the liver that were done, oldest first. */
export function priorProcedures(
  record: PatientRecord,
  concepts: ConceptIndex,
  { procedures }: Treatments,
): readonly PriorTreatment[] {
  const done = record.procedures.filter(
    ({ status }) =>
      status === 'completed' || status === 'in-progress' || status === 'stopped' || status === 'unknown',
  );
  return byStart(
    done.flatMap((procedure) => {
      const matches = concepts.classify(procedure.code);
      const found = procedures.find(({ concept }) => speaksFor(matches, concept));
      if (!found) return [];
      const start = dateSpan(procedure.performedDateTime ?? procedure.performedPeriod?.start);
      const title = procedure.code?.text ?? found.title;
      return [
        {
          kind: 'procedure' as const,
          id: found.id,
          title: found.title,
          ...(start && { start }),
          status: procedure.status,
          evidence: [recorded(procedure, title, start)],
        },
      ];
    }),
  );
}

interface AgentUse {
  readonly agents: readonly string[];
  readonly use: MedicationUse;
}

/**
 * Systemic therapy, agents that start together taken as one line and named as a regimen where they are one.
 *
 * Orders, statements and administrations of the same agent within the overlap are one use; product codes are rolled up to the agent.
 */
export function systemicTherapy(
  uses: readonly MedicationUse[],
  concepts: ConceptIndex,
  treatments: Treatments,
): readonly PriorTreatment[] {
  const agentUses = uses.flatMap((use): AgentUse[] => {
    const matches = concepts.classify(use.concept);
    const agents = matches.length === 0 ? [] : treatments.agents.filter((agent) => speaksFor(matches, agent));
    return agents.length > 0 ? [{ agents, use }] : [];
  });
  const lines: AgentUse[][] = [];
  for (const each of agentUses.toSorted((a, b) => startOf(a).localeCompare(startOf(b)))) {
    const line =
      lines.find(([first]) => first && startsTogether(first, each, treatments.overlapDays)) ??
      lines.findLast((known) => isWithin(known, each));
    if (line) line.push(each);
    else lines.push([each]);
  }
  return lines.map((line) => asTreatment(line, concepts, treatments));
}

function startOf({ use }: AgentUse): string {
  return use.start?.first ?? '9999';
}

function startsTogether(a: AgentUse, b: AgentUse, days: number): boolean {
  if (!a.use.start || !b.use.start) return a.use.start === b.use.start && a.agents.join() === b.agents.join();
  return Math.abs(daysBetween(a.use.start.first, b.use.start.first)) <= days;
}

/** A dose or statement of the same agents while a line runs belongs to that line. */
function isWithin(line: readonly AgentUse[], { agents, use }: AgentUse): boolean {
  const known = line.flatMap((each) => each.agents);
  const starts = line.flatMap((each) => each.use.start?.first ?? []).toSorted();
  const ends = line.flatMap((each) => each.use.end?.last ?? []).toSorted();
  const [start] = starts;
  const end = ends.at(-1);
  const on = use.start?.first;
  if (use.kind === 'request' || on === undefined || start === undefined || end === undefined) return false;
  return agents.every((agent) => known.includes(agent)) && start <= on && on <= end;
}

function asTreatment(
  line: readonly AgentUse[],
  concepts: ConceptIndex,
  { regimens }: Treatments,
): PriorTreatment {
  const agents = [...new Set(line.flatMap((each) => each.agents))].toSorted();
  const regimen = regimens.find(({ all }) => all.every((agent) => agents.includes(agent)));
  const implied = regimen?.title.startsWith('FOLF')
    ? [...regimen.all, 'med.leucovorin']
    : (regimen?.all ?? []);
  const rest = agents
    .filter((agent) => !implied.includes(agent))
    .map((agent) => concepts.title(agent).toLowerCase());
  const title = regimen
    ? [regimen.title, ...rest].join(' + ')
    : agents.map((agent) => concepts.title(agent)).join(' + ');
  const [first] = line;
  // A dose has no end of its own; the line ends with its orders.
  const lasting = line.filter(({ use }) => use.kind !== 'administration');
  const ends = lasting.flatMap(({ use }) => use.end ?? []);
  const end =
    ends.length > 0 && ends.length === lasting.length
      ? ends.reduce((a, b) => (a.last > b.last ? a : b))
      : undefined;
  const termination = line
    .map(({ use }) => terminationOf(use, concepts))
    .find((reason) => reason !== undefined);
  const statuses = new Set(line.map(({ use }) => use.status));
  return {
    kind: 'systemic',
    id: agents.join('+'),
    title,
    ...(first?.use.start && { start: first.use.start }),
    ...(end && { end }),
    status: [...statuses].join(', '),
    ...(termination && { termination }),
    evidence: line.map(({ use }) => use.provenance),
  };
}

const reasons: readonly TerminationReason[] = ['no-response', 'not-tolerated', 'refused', 'other'];

/** Why a therapy ended, by code. A refusal is no failure; one drug not tolerated is not all of them. */
export function terminationOf(use: MedicationUse, concepts: ConceptIndex): TerminationReason | undefined {
  const matches = use.statusReasons.flatMap((reason) => concepts.classify(reason));
  return reasons.find((reason) => speaksFor(matches, `reason.${reason}`));
}

function byStart(treatments: readonly PriorTreatment[]): readonly PriorTreatment[] {
  return treatments.toSorted((a, b) => (a.start?.first ?? '').localeCompare(b.start?.first ?? ''));
}
