import type { Authored, Provenance, SaidBy } from '../facts/finding.ts';
import type { Value } from './value.ts';

/**
 * Where an answer comes from, in the words of DTR 2.2.0: taken from the record; from the record and replaced by a person; given by a person.
 *
 * @see http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/information-origin
 */
export type Origin = 'auto-client' | 'override' | 'manual';

/** A value that the record fills an item with. */
export interface Filled {
  readonly value: Value;
  readonly from: readonly Provenance[];
  /** How it reads, with unit, date and source. */
  readonly shown: string;
}

/** One answer of the form. */
export interface Answer extends Filled {
  readonly linkId: string;
  readonly origin: Origin;
  /** Reference to the person who gave it; absent for what was taken from the record. */
  readonly author?: string;
  /** ISO date or instant at which that person gave it. */
  readonly at?: string;
  /** Why an override differs from the record, in that person's words. */
  readonly reason?: string;
  /** Who gave that reason, and when, where it is not the one who answered. */
  readonly explained?: SaidBy;
  /** What the record would have filled in: the original that an override keeps. */
  readonly replaces?: readonly Filled[];
}

/** What the record holds for an item that it does not fill: shown beside the empty item, never taken as its answer. */
export interface Beside {
  readonly linkId: string;
  readonly because: string;
  readonly from: readonly Provenance[];
  readonly against: readonly Provenance[];
}

/** The form as far as the record and the answers fill it. */
export interface Draft {
  /** `canonical|version` */
  readonly questionnaire: string;
  /** `Patient/id` */
  readonly subject: string;
  /** The orders that the form is about, `ServiceRequest/id`; none that names another therapy than the one that was chosen. */
  readonly orders: readonly string[];
  /** In the order of the form; several of one linkId where the item repeats; of enabled items only. */
  readonly answers: readonly Answer[];
  /** LinkIds that are enabled. */
  readonly enabled: ReadonlySet<string>;
  /** Enabled items without an answer, in the order of the form. */
  readonly unanswered: readonly string[];
  readonly beside: readonly Beside[];
  /** Enabled items that a person emptied, by linkId: the record does not fill them again. */
  readonly emptied: ReadonlyMap<string, Authored>;
}

/** An answer to an item that is no question of the judgement, such as the member id; without values, the item is emptied on purpose. */
export interface Entry extends Authored {
  readonly linkId: string;
  readonly values: readonly Value[];
}
export type Entries = readonly Entry[];
