import type { Assessment } from '../core/assess.ts';
import { payerOf } from '../core/facts/coverage.ts';
import { isObject } from '../core/fhir/json-object.ts';
import type { PatientRecord } from '../core/record/patient-record.ts';
import type { Card } from './criteria-card.ts';
import { criterionLines, verdictWords } from './criteria-lines.ts';
import type { CdsDeployment } from './deployment.ts';
import type { HookOrder } from './hook-orders.ts';

const url = 'http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information';
const mostDetails = 10;

/** An update of an order that the EHR may apply by itself. */
export interface SystemAction {
  readonly type: 'update';
  readonly resource: Readonly<Record<string, unknown>>;
}

/**
 * The payer's word on the order, in the shape of Da Vinci CRD: conditional, authorization needed, and why.
 *
 * Only where the deployment speaks for the payer of the one coverage that the request goes to; a payer that is not
 * recognized, or no coverage, gives none. Nothing of the order changes but this one extension.
 *
 * @see https://hl7.org/fhir/us/davinci-crd/STU2.2/StructureDefinition-ext-coverage-information.html
 */
export function coverageInformation(
  { raw }: HookOrder,
  assessment: Assessment,
  record: PatientRecord,
  { uuid, summary }: Pick<Card, 'uuid' | 'summary'>,
  { speaksForPayers }: Pick<CdsDeployment, 'speaksForPayers'>,
): SystemAction | undefined {
  const { determination, facts } = assessment;
  const { coverage } = facts.coverage;
  if (!coverage) return undefined;
  const speaks = payerOf(coverage, record).identifiers.some((identifier) =>
    speaksForPayers.some(({ system, value }) => identifier.system === system && identifier.value === value),
  );
  if (!speaks) return undefined;
  const reference = `Coverage/${coverage.id}`;
  const details = criterionLines(determination)
    .slice(0, mostDetails)
    .map(({ title, verdict }) => ({
      url: 'detail',
      extension: [
        { url: 'category', valueCode: 'cat-decisional' },
        { url: 'code', valueCodeableConcept: { text: title } },
        { url: 'value', valueString: verdictWords[verdict] },
      ],
    }));
  const information = {
    url,
    extension: [
      { url: 'coverage', valueReference: { reference } },
      { url: 'covered', valueCode: 'conditional' },
      { url: 'pa-needed', valueCode: 'auth-needed' },
      { url: 'doc-needed', valueCode: 'clinical' },
      { url: 'doc-purpose', valueCode: 'withpa' },
      { url: 'info-needed', valueCode: 'OTH' },
      { url: 'reason', valueCodeableConcept: { text: summary } },
      ...details,
      { url: 'date', valueDate: determination.asOf },
      { url: 'coverage-assertion-id', valueString: uuid },
    ],
  };
  const before: readonly unknown[] = Array.isArray(raw.extension) ? raw.extension : [];
  const others = before.filter((each) => !isAboutSame(each, reference));
  return { type: 'update', resource: { ...raw, extension: [...others, information] } };
}

function isAboutSame(extension: unknown, reference: string): boolean {
  if (!isObject(extension) || extension.url !== url || !Array.isArray(extension.extension)) return false;
  return (extension.extension as readonly unknown[]).some(
    (each) =>
      isObject(each) &&
      each.url === 'coverage' &&
      isObject(each.valueReference) &&
      each.valueReference.reference === reference,
  );
}
