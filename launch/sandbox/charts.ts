import { largeChart } from './large-chart.ts';
import blandEmbolizationOrder from './patients/bland-embolization-order.json' with { type: 'json' };
import breastMetastases from './patients/breast-metastases.json' with { type: 'json' };
import colorectalTwoLines from './patients/colorectal-two-lines.json' with { type: 'json' };
import cpt37243Only from './patients/cpt-37243-only.json' with { type: 'json' };
import debTaceOrder from './patients/deb-tace-order.json' with { type: 'json' };
import intrahepaticCholangiocarcinoma from './patients/intrahepatic-cholangiocarcinoma.json' with {
  type: 'json',
};
import midgutNet from './patients/midgut-net.json' with { type: 'json' };
import noEcog from './patients/no-ecog.json' with { type: 'json' };
import provisionalDiagnosis from './patients/provisional-diagnosis.json' with { type: 'json' };
import siUnits from './patients/si-units.json' with { type: 'json' };
import staleLabs from './patients/stale-labs.json' with { type: 'json' };
import taceOrder from './patients/tace-order.json' with { type: 'json' };
import textbookHcc from './patients/textbook-hcc.json' with { type: 'json' };
import transplantListedHcc from './patients/transplant-listed-hcc.json' with { type: 'json' };
import uvealMelanoma from './patients/uveal-melanoma.json' with { type: 'json' };

/** Every chart of the sandbox, in the order of the start page: one transaction Bundle per story, dated on the story's own day. */
export const charts: readonly unknown[] = [
  textbookHcc,
  transplantListedHcc,
  midgutNet,
  colorectalTwoLines,
  uvealMelanoma,
  intrahepaticCholangiocarcinoma,
  breastMetastases,
  staleLabs,
  siUnits,
  noEcog,
  provisionalDiagnosis,
  largeChart(),
  taceOrder,
  debTaceOrder,
  blandEmbolizationOrder,
  cpt37243Only,
];
