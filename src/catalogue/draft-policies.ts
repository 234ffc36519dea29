import bcbsaFamily from '../../mappings/policies/bcbsa-family-y90.json' with { type: 'json' };
import bcbst from '../../mappings/policies/bcbst-y90.json' with { type: 'json' };
import hcscTace from '../../mappings/policies/hcsc-tace.json' with { type: 'json' };
import horizon from '../../mappings/policies/horizon-y90.json' with { type: 'json' };
import { Policy } from '../core/policy/policy.ts';
import { parsed } from './parsed.ts';

/** Policies known from excerpts alone. They prove the format and feed comparisons; nothing is determined by them, and no browser loads them. */
export const draftPolicies: readonly Policy[] = [
  parsed('policies/bcbst-y90.json', Policy, bcbst),
  parsed('policies/horizon-y90.json', Policy, horizon),
  parsed('policies/bcbsa-family-y90.json', Policy, bcbsaFamily),
  parsed('policies/hcsc-tace.json', Policy, hcscTace),
];
