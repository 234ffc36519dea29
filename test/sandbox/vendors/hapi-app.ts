import { like } from './like.ts';

export const patient = 'patient=textbook-hcc';
/** A form begun. */
export const response = {
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  questionnaire: 'https://hepauth.example/q|1',
  identifier: { system: 'https://hepauth.example/draft', value: 'draft-1' },
  subject: { reference: 'Patient/textbook-hcc' },
};
const scopes = 'launch patient/*.rs patient/QuestionnaireResponse.cruds user/Questionnaire.cruds';
/** An app launched from HAPI. */
export const hapiApp = (options = {}) => like('hapi', 'textbook-hcc', { scopes, ...options });
export const diagnostics = async (answer: Response) => (await answer.json()).issue[0].diagnostics;
