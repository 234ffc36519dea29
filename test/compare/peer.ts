import type { Patient } from 'fhir/r4';
import { base } from '../sandbox/launched.ts';
import type { ChartServer } from './chart-server.ts';
import { peerForm, type Style } from './peer-forms.ts';

type Library = typeof import('@aehrc/sdc-populate');

/** What the library filled in, by linkId, and what it says besides. */
export interface PeerResult {
  readonly success: boolean;
  readonly answers: ReadonlyMap<string, unknown>;
  /** Texts of its OperationOutcome. */
  readonly issues: readonly string[];
}

/** The library, or why it cannot be loaded. */
export async function loadPeer(): Promise<{ readonly library: Library } | { readonly because: string }> {
  try {
    return { library: await import('@aehrc/sdc-populate') };
  } catch (error) {
    return { because: String(error) };
  }
}

/** Lets sdc-populate fill its form from a chart, through its documented callbacks. It has no terminology server. */
export async function populatedByPeer(
  { populateQuestionnaire }: Library,
  patient: Patient,
  { answer }: Pick<ChartServer, 'answer'>,
  style: Style,
): Promise<PeerResult> {
  const { populateSuccess, populateResult } = await populateQuestionnaire({
    questionnaire: peerForm(style),
    patient,
    fetchResourceCallback: (query) => answer(query),
    fetchResourceRequestConfig: { sourceServerUrl: base },
    fetchTerminologyCallback: async () => Promise.reject(new Error('there is no terminology server')),
    fetchTerminologyRequestConfig: { terminologyServerUrl: 'https://terminology.invalid/fhir' },
  });
  const items = populateResult?.populatedResponse.item ?? [];
  return {
    success: populateSuccess,
    answers: new Map(items.flatMap(({ linkId, answer: given }) => (given?.[0] ? [[linkId, given[0]]] : []))),
    issues: (populateResult?.issues?.issue ?? []).map(({ details, code }) => details?.text ?? code),
  };
}
