import type { Question } from '../question.ts';
import type { EpicIssue } from './epic-outcome.ts';

/** What Epic leaves out of the answers about a type, by code of the category asked; `*` is for any other question. */
const suppressed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  AllergyIntolerance: { '*': ['Outside Record'] },
  Condition: {
    'problem-list-item': ['Outside Record Problems'],
    'encounter-diagnosis': ['Outside Record Encounter Diagnosis'],
    'health-concern': ['Outside Record Problems', 'Outside Record Health Concern'],
    '*': ['Outside Record Problems', 'Outside Record Encounter Diagnosis'],
  },
  DiagnosticReport: { '*': ['Outside Record Results'] },
  Encounter: { '*': ['Outside Record'] },
  MedicationRequest: { '*': ['Outside Record'] },
  Observation: {
    laboratory: ['Outside Record Results'],
    'vital-signs': ['Outside Record Vital Signs'],
    'no category': ['Outside Record Results'],
  },
  Procedure: { '*': ['Outside Record'] },
};
const hiddenFromUser: Readonly<Record<string, string>> = { Procedure: 'External Radiotherapy Summary' };

/** What an answer to this question leaves out, in Epic's words. */
export function leftOut({ type, parameters, outsideRecords }: Question): readonly EpicIssue[] {
  if (outsideRecords) return [];
  const [asked] = parameters.getAll('category').map((category) => category.split('|').at(-1) ?? '');
  const table = suppressed[type] ?? {};
  const kinds = table[asked ?? 'no category'] ?? table['*'] ?? [];
  const issue = (epic: '59204' | '59205', who: string, kind: string): EpicIssue => ({
    severity: 'warning',
    code: 'suppressed',
    epic,
    diagnostics: `${who} not authorized for ${type} - ${kind}. Search results of this type have not been included.`,
  });
  const hidden = hiddenFromUser[type];
  return [
    ...(hidden ? [issue('59205', 'User', hidden)] : []),
    ...kinds.map((kind) => issue('59204', 'Client', kind)),
  ];
}
