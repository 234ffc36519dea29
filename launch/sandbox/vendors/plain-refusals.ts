import { outcome, refusal } from '../respond.ts';
import type { Refusals } from './vendor.ts';

/** Refusals as FHIR R4 and RFC 6750 have them: an OperationOutcome each, with the status that says most. */
export const plainRefusals: Refusals = {
  login(sent) {
    const why = sent ? 'The access token is unknown or expired' : 'An access token is required';
    const error = sent ? `, error="invalid_token", error_description="${why}"` : '';
    return refusal(401, 'login', why, { 'www-authenticate': `Bearer realm="fhir"${error}` });
  },
  scope: (type) =>
    refusal(403, 'forbidden', `The token has no scope for this on ${type}`, {
      'www-authenticate': 'Bearer error="insufficient_scope"',
    }),
  type: (path) => refusal(404, 'not-supported', `This EHR has no "${path}"`),
  missing: (reference) => refusal(404, 'not-found', `${reference} is not known`),
  deleted: (reference) => refusal(410, 'deleted', `${reference} has been deleted`),
  method: (method, path) => refusal(405, 'not-supported', `${method} is not supported on ${path}`),
  expired: () => refusal(410, 'expired', 'This page is no longer kept: search again'),
  search: (issues) => outcome(400, issues),
  invalid: (issues) => outcome(422, issues),
  stale: ({ type, id, number }) =>
    refusal(412, 'conflict', `${type}/${id} has changed: the current version is ${number}`),
  unversioned: () => refusal(412, 'conflict', 'If-Match is required here: read the resource first'),
};
