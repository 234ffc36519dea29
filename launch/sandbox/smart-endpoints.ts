import type { Authorization } from './authorization.ts';
import type { SandboxChart } from './chart.ts';
import type { SandboxClient } from './client.ts';
import { resourceTypes } from './resource-types.ts';
import { json } from './respond.ts';
import type { SigningKey } from './signing-key.ts';
import type { Vendor } from './vendors/vendor.ts';

/** What the SMART endpoints work with. `base` is the FHIR base and the issuer; `root` its parent, ending in a slash. */
export interface SmartContext {
  readonly base: string;
  readonly root: string;
  readonly vendor: Vendor;
  readonly charts: readonly SandboxChart[];
  readonly clients: readonly SandboxClient[];
  readonly authorization: Authorization;
  readonly signingKey: SigningKey;
  readonly now: () => number;
}

/** The SMART configuration (SMART App Launch 2.2, `.well-known/smart-configuration`); it also serves as OpenID configuration. */
export function smartConfiguration({ base, root, vendor }: SmartContext): Response {
  const levels = ['patient', 'user'].flatMap((level) =>
    Object.keys(resourceTypes).map((type) => `${level}/${type}.rs`),
  );
  const configuration = {
    issuer: base,
    jwks_uri: `${root}oauth/jwks`,
    authorization_endpoint: `${root}oauth/authorize`,
    token_endpoint: `${root}oauth/token`,
    revocation_endpoint: `${root}oauth/revoke`,
    token_endpoint_auth_methods_supported: ['none'],
    grant_types_supported: ['authorization_code'],
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [
      'launch',
      'openid',
      'fhirUser',
      ...levels,
      'patient/QuestionnaireResponse.cru',
      'patient/DocumentReference.cru',
    ],
    capabilities: [
      'launch-ehr',
      'authorize-post',
      'client-public',
      'sso-openid-connect',
      'context-banner',
      'context-ehr-patient',
      'context-ehr-encounter',
      'permission-patient',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  };
  return json(200, vendor.launch.configuration(configuration));
}
