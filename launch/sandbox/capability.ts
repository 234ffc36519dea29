import { resourceTypes } from './resource-types.ts';

/** One resource type in a CapabilityStatement. */
export interface TypeCapability {
  readonly type: string;
  readonly interaction: readonly { readonly code: string }[];
  readonly [element: string]: unknown;
}

/** As much of a CapabilityStatement as a vendor may want to word otherwise. */
export interface CapabilityStatement {
  readonly software: object;
  readonly format: readonly string[];
  readonly rest: readonly {
    readonly resource: readonly TypeCapability[];
    readonly [element: string]: unknown;
  }[];
  readonly [element: string]: unknown;
}

/** The CapabilityStatement of the sandbox: what it serves is read off the table of resource types. */
export function capabilityStatement(
  base: string,
  root: string,
  writable: readonly string[],
  today: string,
): CapabilityStatement {
  const resource = Object.entries(resourceTypes).map(([type, { parameters }]) => {
    const interactions = [
      'read',
      'vread',
      'search-type',
      ...(writable.includes(type) ? ['create', 'update'] : []),
    ];
    return {
      type,
      interaction: interactions.map((code) => ({ code })),
      versioning: 'versioned',
      readHistory: true,
      updateCreate: false,
      conditionalCreate: writable.includes(type),
      searchParam: Object.entries(parameters).map(([name, { kind }]) => ({
        name,
        type: kind === 'chart' ? 'reference' : kind,
      })),
    };
  });
  const oauth = { authorize: `${root}oauth/authorize`, token: `${root}oauth/token` };
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: today,
    kind: 'instance',
    software: { name: 'Hepauth sandbox EHR' },
    implementation: { description: 'Synthetic charts for development, demonstration and tests', url: base },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        security: {
          cors: true,
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          extension: [
            {
              url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
              extension: Object.entries(oauth).map(([url, valueUri]) => ({ url, valueUri })),
            },
          ],
        },
        resource,
      },
    ],
  };
}
