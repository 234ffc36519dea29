import { isObject } from '../core/fhir/json-object.ts';
import type { Ehr } from './ehr.ts';
import { reasons } from './ehr-fault.ts';
import { locate } from './fhir-base.ts';
import { type FoundResponse, readForm, timeOf } from './find-response.ts';
import { searchPages } from './search-pages.ts';
import { differences, type StorableResponse, versionOf } from './stored-copy.ts';
import { saveResponse } from './write-back.ts';
import { conflict, formOf, refused, type WriteBackResult } from './write-back-result.ts';

/** The form that a draft must answer, to be gone on with. */
export interface CurrentForm {
  /** Canonical with its version: `https://…/Questionnaire/med140|2`. */
  readonly canonical: string;
  /** ISO date of the last day on which the questionnaire may be answered, where it has one. */
  readonly until?: string | undefined;
}

/** What is to become of a form found in the EHR. */
export type DraftUse =
  /** Its answers stand beside what the chart says now. */
  | { readonly use: 'resume' }
  /** Its questionnaire has expired or was replaced: it is marked as stopped, and a new one is begun. */
  | { readonly use: 'stop'; readonly because: string }
  /** Completed, of another patient, or not ours to touch. */
  | { readonly use: 'leave'; readonly because: string };

/** Drafts in the EHR: the one to go on with, the newest first, and those to stop. */
export interface Drafts {
  readonly resumable: readonly FoundResponse[];
  readonly expired: readonly (FoundResponse & { readonly because: string })[];
  /** Why there may be more than these: a search failed or was cut short. */
  readonly unsure?: string;
}

/** Judges one stored form, trusting nothing in it. @param today ISO date */
export function draftUse(
  resource: unknown,
  { base, patientId }: Pick<Ehr['context'], 'base' | 'patientId'>,
  { canonical, until }: CurrentForm,
  today: string,
): DraftUse {
  if (
    !isObject(resource) ||
    resource.resourceType !== 'QuestionnaireResponse' ||
    typeof resource.id !== 'string'
  ) {
    return { use: 'leave', because: 'it is not a form' };
  }
  const { subject, status, questionnaire } = resource;
  const whose =
    isObject(subject) && typeof subject.reference === 'string' ? locate(base, subject.reference) : undefined;
  if (whose?.resourceType !== 'Patient' || whose.id !== patientId) {
    return { use: 'leave', because: 'it is about another patient' };
  }
  const [url, version] = String(questionnaire ?? '').split('|');
  const [currentUrl, currentVersion] = canonical.split('|');
  if (url !== currentUrl) return { use: 'leave', because: 'it answers another questionnaire' };
  if (status !== 'in-progress')
    return { use: 'leave', because: 'it is no draft: what was completed or stopped is never answered again' };
  if (version !== currentVersion)
    return { use: 'stop', because: 'its questionnaire was replaced by a newer version' };
  if (until !== undefined && until.slice(0, 10) < today)
    return { use: 'stop', because: 'its questionnaire has expired' };
  return { use: 'resume' };
}

/** Looks for this patient's drafts: those that the launch names, then those that a search finds. Reads only. */
export async function findDrafts(ehr: Ehr, form: CurrentForm, today: string): Promise<Drafts> {
  const { context, profile, transport } = ehr;
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const problems: string[] = [];
  for (const { resourceType, reference } of context.fhirContext) {
    if (resourceType !== 'QuestionnaireResponse') continue;
    const reply = await transport.get(reference, { label: 'GET QuestionnaireResponse' });
    if (!reply.ok) problems.push(reply.fault.because);
    else if (isObject(reply.body)) found.set(reference, reply.body);
  }
  // EHRs that take no forms of ours hold none.
  if (profile.writeBack.some(({ as }) => as === 'QuestionnaireResponse')) {
    const { resources, doubts, fault } = await searchPages(ehr, {
      path: `QuestionnaireResponse?patient=${context.patientId}&status=in-progress`,
      question: 'QuestionnaireResponse?status=in-progress',
      resourceType: 'QuestionnaireResponse',
    });
    const because = fault?.because ?? doubts[0]?.because;
    if (because !== undefined) problems.push(because);
    for (const resource of resources.filter(isObject))
      found.set(`QuestionnaireResponse/${String(resource.id)}`, resource);
  }
  const resumable: FoundResponse[] = [];
  const expired: (FoundResponse & { readonly because: string })[] = [];
  const newestFirst = [...found].toSorted(([, a], [, b]) => writtenAt(b) - writtenAt(a));
  for (const [reference, resource] of newestFirst) {
    const verdict = draftUse(resource, context, form, today);
    if (verdict.use === 'leave') continue;
    const versionId = versionOf(resource);
    const each = { reference, resource, ...(versionId !== undefined && { versionId }) };
    if (verdict.use === 'resume') resumable.push(each);
    else expired.push({ ...each, because: verdict.because });
  }
  const [unsure] = problems;
  return { resumable, expired, ...(unsure !== undefined && { unsure }) };
}

/** Marks an expired draft as stopped, so that nobody goes on with it; its answers stay readable in the EHR. */
export async function stopDraft(ehr: Ehr, found: FoundResponse): Promise<WriteBackResult> {
  // What was found has hidden characters spelt out for the screen: they are not to be stored over what a person wrote.
  const read = await readForm(ehr, found.reference, true);
  if (!read.ok) return refused(read.fault);
  const { form } = read;
  if (differences(found.resource, form.resource, ehr).length > 0)
    return conflict({ status: 409, because: reasons.conflict }, found.resource);
  const stopped = { ...form.resource, status: 'stopped' } as unknown as StorableResponse;
  return saveResponse(ehr, stopped, { ...formOf(form), seen: form.resource });
}

function writtenAt({ meta, authored }: Readonly<Record<string, unknown>>): number {
  const said = [isObject(meta) ? meta.lastUpdated : undefined, authored].find(
    (each) => typeof each === 'string',
  );
  return timeOf(said);
}
