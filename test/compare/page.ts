import type { Row } from './comparison.ts';
import { tableOf, tallyOf } from './table.ts';
import type { timings } from './timing.ts';

/** Where and with what the comparison was made. */
export interface Circumstances {
  readonly today: string;
  readonly node: string;
  readonly cores: number;
  readonly versions: readonly string[];
  /** Requests that would have left the machine. */
  readonly strays: number;
}

/** The page in docs. */
export function page(
  rows: readonly Row[],
  { resources, timings: measured }: Awaited<ReturnType<typeof timings>>,
  { today, node, cores, versions, strays }: Circumstances,
): string {
  const times = measured.map(
    ({ what, milliseconds, runs }) => `| ${what} | ${milliseconds.toFixed(1)} | ${runs} |`,
  );
  return `# Pre-filling from charts as they are: Hepauth beside sdc-populate

Written by \`npm run compare\` on ${today}; a test fails when a row no longer says what Hepauth does. Node ${node.slice(1)}, ${cores} cores, ${versions.join(', ')}.
Both sides read the same synthetic charts from one pretend EHR in memory; requests that would have left the machine: ${strays}.

\`@aehrc/sdc-populate\` is a general library and the strongest open one that fills FHIR Questionnaires by FHIRPath. It is not made to judge, and it does
what its expressions say. So its form is written twice: as its documentation and its authors' own forms write theirs
(\`Observation?code=…&_count=1&_sort=-date&patient={{%patient.id}}\`, \`%x.entry.resource.value.value\`, \`exists()\`), and by a careful author who filters status and
date, refuses comparators, converts units and never makes a no of a silence (\`test/compare/peer-forms.ts\`). It runs through its documented callbacks; its EHR sorts when it is asked
to, unless the row says otherwise; its terminology server is switched off, which none of these items needs.

Hepauth reads the charts over FHIR as the app does and fills its own form; the one answer attested is that the tumor cannot be resected. Its coverage criteria do not ask for laboratory values
or ECOG, so that only the rows about the diagnosis can turn the verdict; the laboratory values go to the scores and to the form.

- **right**: the value that the record supports, in a unit that is stated.
- **wrong**: another value. **unsupported**: a value where the record settles none.
- **blank**: nothing, and no word why. **blank, with the reason**: nothing, and the sentence that says why.

${tallyOf(rows)}

The careful expressions avoid most of what the documented ones get wrong, at the price of half a dozen conditions in every expression of every form. What no expression does is say beside an item why it is
empty, or follow a second page. What sdc-populate does and Hepauth does not: it fills any item of any form from any resource, without a line of code; Hepauth fills the items that it knows.

${tableOf(rows)}

## Time

Median milliseconds on the large sandbox chart (${resources} resources), answers already in memory. Hepauth's line does more work: it reads every resource and also judges the policy.

| | ms | runs |
| --- | --- | --- |
${times.join('\n')}
`;
}
