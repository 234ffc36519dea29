import acrHccSizes from '../../mappings/statements/acr-hcc-sizes.json' with { type: 'json' };
import sirSpheresLabel from '../../mappings/statements/sir-spheres-label.json' with { type: 'json' };
import practiceParameter from '../../mappings/statements/sirt-practice-parameter.json' with { type: 'json' };
import unreviewedAnswer from '../../mappings/statements/tace-net-answer.json' with { type: 'json' };
import tareExperts from '../../mappings/statements/tare-advanced-hcc-experts.json' with { type: 'json' };
import therasphereLabel from '../../mappings/statements/therasphere-label.json' with { type: 'json' };
import { StatementSource } from '../core/policy/statement.ts';
import { parsed } from './parsed.ts';

/** What is said beside the policies, each source parsed once; reviewed sources first. */
export const statementSources: readonly StatementSource[] = [
  parsed('statements/tare-advanced-hcc-experts.json', StatementSource, tareExperts),
  parsed('statements/sirt-practice-parameter.json', StatementSource, practiceParameter),
  parsed('statements/acr-hcc-sizes.json', StatementSource, acrHccSizes),
  parsed('statements/therasphere-label.json', StatementSource, therasphereLabel),
  parsed('statements/sir-spheres-label.json', StatementSource, sirSpheresLabel),
  parsed('statements/tace-net-answer.json', StatementSource, unreviewedAnswer),
];
