import type { Resource } from './resource.ts';

/** What a chart is dressed for: the server it moves to, and the visit from which the app is launched. */
export interface Dressing {
  readonly base: string;
  readonly encounter: string | undefined;
}

/** A chart's resources in other clothes: pure, and the same story. */
export type Dress = (chart: readonly Resource[], dressing: Dressing) => readonly Resource[];
