import * as z from 'zod/mini';
import afp from '../../mappings/measurements/afp.json' with { type: 'json' };
import albumin from '../../mappings/measurements/albumin.json' with { type: 'json' };
import bilirubin from '../../mappings/measurements/bilirubin.json' with { type: 'json' };
import creatinine from '../../mappings/measurements/creatinine.json' with { type: 'json' };
import inr from '../../mappings/measurements/inr.json' with { type: 'json' };
import platelets from '../../mappings/measurements/platelets.json' with { type: 'json' };
import sodium from '../../mappings/measurements/sodium.json' with { type: 'json' };
import tumorSize from '../../mappings/measurements/tumor-size.json' with { type: 'json' };
import med140 from '../../mappings/policies/med140.json' with { type: 'json' };
import treatments from '../../mappings/treatments/treatments.json' with { type: 'json' };
import diagnoses from '../../mappings/value-sets/diagnoses.json' with { type: 'json' };
import medications from '../../mappings/value-sets/medications.json' with { type: 'json' };
import observations from '../../mappings/value-sets/observations.json' with { type: 'json' };
import procedures from '../../mappings/value-sets/procedures.json' with { type: 'json' };
import sites from '../../mappings/value-sets/sites.json' with { type: 'json' };
import type { FactMappings } from '../core/facts/clinical-facts.ts';
import { Measurement } from '../core/facts/measurement.ts';
import { Treatments } from '../core/facts/treatment.ts';
import { conceptIndex, ValueSets } from '../core/fhir/value-set.ts';
import { Policy } from '../core/policy/policy.ts';
import { parsed } from './parsed.ts';

z.config({ jitless: true });

const measurement = (file: string, data: unknown) => parsed(`measurements/${file}`, Measurement, data);

/** What reading facts needs, parsed once at start-up. */
export const mappings: FactMappings = {
  concepts: conceptIndex([
    parsed('value-sets/diagnoses.json', ValueSets, diagnoses),
    parsed('value-sets/observations.json', ValueSets, observations),
    parsed('value-sets/procedures.json', ValueSets, procedures),
    parsed('value-sets/medications.json', ValueSets, medications),
    parsed('value-sets/sites.json', ValueSets, sites),
  ]),
  measurements: {
    bilirubin: measurement('bilirubin.json', bilirubin),
    albumin: measurement('albumin.json', albumin),
    inr: measurement('inr.json', inr),
    platelets: measurement('platelets.json', platelets),
    creatinine: measurement('creatinine.json', creatinine),
    sodium: measurement('sodium.json', sodium),
    afp: measurement('afp.json', afp),
    'tumor-size': measurement('tumor-size.json', tumorSize),
  },
  treatments: parsed('treatments/treatments.json', Treatments, treatments),
};

/** Every policy by which something is determined; drafts are in `draft-policies.ts`. */
export const policies: readonly Policy[] = [parsed('policies/med140.json', Policy, med140)];

/** The policy that is used when the payer is not matched; the user is asked to confirm it. */
export const defaultPolicy = 'med140';
