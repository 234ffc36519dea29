import * as z from 'zod/mini';
import { Measurement } from '../core/facts/measurement.ts';
import { Treatments } from '../core/facts/treatment.ts';
import { ValueSets } from '../core/fhir/value-set.ts';
import { Policy } from '../core/policy/policy.ts';
import { StatementSource } from '../core/policy/statement.ts';
import { Deployment } from '../ehr/deployment.ts';
import { VendorProfile } from '../ehr/ehr-profile.ts';

const schemas: Readonly<Record<string, z.ZodMiniType>> = {
  policy: Policy,
  statement: StatementSource,
  'value-sets': ValueSets,
  measurement: Measurement,
  treatments: Treatments,
  'ehr-profile': VendorProfile,
  deployment: Deployment,
};

/** The JSON Schema of each kind of mapping file, by file name. */
export function schemaFiles(): readonly (readonly [string, string])[] {
  return Object.entries(schemas).map(([name, schema]) => {
    const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 1);
    return [`${name}.schema.json`, `${text}\n`];
  });
}
