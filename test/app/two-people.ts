import textbook from '../../launch/sandbox/patients/textbook-hcc.json' with { type: 'json' };
import { answer } from '../../src/app/answering.ts';
import { attestationIn } from '../../src/app/attesting.ts';
import { goOnWith } from '../../src/app/resuming.ts';
import { save } from '../../src/app/saving.ts';
import type { StageStore } from '../../src/app/stage.ts';
import type { LaunchContext } from '../../src/ehr/launch-context.ts';
import { staged } from './staged.tsx';

/** Two clinicians and office staff, as the EHR names them. */
export const [physician, colleague, desk] = [
  'Practitioner/okafor',
  'Practitioner/lindqvist',
  'Person/abara',
] as const;
export type Form = Readonly<Record<string, unknown>>;

/** What a page is opened on. */
export interface Opening {
  readonly chart?: object;
  readonly more?: readonly object[];
  /** What the EHR holds, which is gone on with. */
  readonly held?: Form;
  readonly launch?: Partial<LaunchContext>;
}

/** A chart, by default the textbook one, opened by somebody; with a draft in the EHR, gone on with. */
export function openedBy(fhirUser: string, { chart = textbook, more = [], held, launch }: Opening = {}) {
  const opened = staged(chart, more, launch);
  const { stage, fake } = opened;
  const ehr = { ...fake.ehr, context: { ...fake.ehr.context, fhirUser } };
  stage.setState({ ehr });
  if (held) {
    fake.holds(held);
    goOnWith(stage, found(held));
  }
  return opened;
}

/** A form of the EHR as it is found. */
export function found(resource: Form) {
  return { reference: 'QuestionnaireResponse/form', versionId: '1', resource };
}

/** The deciding answer and its reasons. */
export function decided(stage: StageStore): void {
  answer(stage, 'unresectable', true);
  answer(stage, 'surgical-rationale', 'Tumor board: no liver remnant.');
  answer(stage, 'systemic-rationale', 'Declined by the patient.');
}

/** What the clinician hands over: by default the deciding answer and its reasons, attested, in a draft. */
export async function handedOver(opening?: Opening, said = decided): Promise<Form> {
  const { stage, fake } = openedBy(physician, opening);
  said(stage);
  await save(stage, { attestation: { remark: '' }, as: 'draft' });
  return fake.stored() ?? {};
}

export function stands(stage: StageStore): boolean {
  return attestationIn(stage.getState().entries) !== undefined;
}

interface Item {
  readonly linkId: string;
  readonly answer?: readonly { readonly extension?: readonly object[] }[];
  readonly item?: readonly Item[];
}

/** The answers of one item of a stored form, with their origin and author, as JSON. */
export function storedAnswer(form: Form | undefined, linkId: string): string {
  const items = (of: readonly Item[]): readonly Item[] =>
    of.flatMap((each) => [each, ...items(each.item ?? [])]);
  const all = items((form?.item ?? []) as readonly Item[]);
  return JSON.stringify(all.find((each) => each.linkId === linkId)?.answer ?? []);
}
