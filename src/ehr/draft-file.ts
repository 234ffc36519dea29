import { isObject } from '../core/fhir/json-object.ts';
import { locate } from './fhir-base.ts';
import type { StorableResponse } from './stored-copy.ts';
import { withVisibleControls } from './visible-controls.ts';

/** A file that the person keeps while the EHR takes nothing: it holds the chart's answers, its name holds nothing of them. */
export interface DraftFile {
  readonly name: string;
  readonly type: 'application/fhir+json';
  readonly text: string;
}

/**
 * The form as a file to download.
 *
 * @param base FHIR base of its launch, kept as `meta.source`: the patient's id alone means somebody else in another EHR
 */
export function draftFile(
  response: StorableResponse & { readonly meta?: object },
  base: string | undefined,
): DraftFile {
  const name = `prior-authorization-${response.identifier?.value ?? 'draft'}.json`;
  const meta = { ...response.meta, ...(base !== undefined && { source: base }) };
  const text = `${JSON.stringify({ ...response, meta }, null, 2)}\n`;
  return { name, type: 'application/fhir+json', text };
}

/** A file taken back in, or why it is not the one that belongs here. */
export type DraftReading =
  | { readonly ok: true; readonly response: StorableResponse & Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly because: string };

const longest = 2_000_000;

/**
 * Takes a downloaded form back in, for the same patient of the same EHR and the same questionnaire only.
 *
 * @param text the file's content, from anywhere: nothing in it is trusted
 * @param questionnaire the canonical with its version, as the form names it
 */
export function draftIn(
  text: string,
  {
    base,
    patientId,
    questionnaire,
  }: { readonly base: string; readonly patientId: string; readonly questionnaire: string },
): DraftReading {
  if (text.length > longest) return { ok: false, because: 'the file is too large for a form' };
  const draft = parsedJson(text);
  if (!isObject(draft) || draft.resourceType !== 'QuestionnaireResponse') {
    return { ok: false, because: 'the file is not a form of this app' };
  }
  const { meta, subject, identifier, status } = draft;
  const source = isObject(meta) ? meta.source : undefined;
  if (typeof source !== 'string') return { ok: false, because: 'the file does not say from which EHR it is' };
  if (source !== base) return { ok: false, because: 'the file is from another EHR' };
  const whose =
    isObject(subject) && typeof subject.reference === 'string' ? locate(base, subject.reference) : undefined;
  if (whose?.resourceType !== 'Patient' || whose.id !== patientId) {
    return { ok: false, because: 'the file is about another patient' };
  }
  if (draft.questionnaire !== questionnaire)
    return { ok: false, because: 'the file answers another questionnaire, or another version of it' };
  if (status !== 'in-progress')
    return { ok: false, because: 'the file is not a draft: what was completed is not answered again' };
  if (
    !isObject(identifier) ||
    typeof identifier.system !== 'string' ||
    typeof identifier.value !== 'string'
  ) {
    return { ok: false, because: 'the file is not a form of this app' };
  }
  return { ok: true, response: draft as StorableResponse & Readonly<Record<string, unknown>> };
}

function parsedJson(text: string): unknown {
  try {
    const bare = text.replace(/^\uFEFF/, '');
    return withVisibleControls(JSON.parse(bare), bare);
  } catch {
    return undefined;
  }
}
