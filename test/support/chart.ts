/** The day from which every age in a built chart is counted. */
export const today = '2025-06-16';

/** A plain JSON object: a resource, or a part of one. */
export type Json = Readonly<Record<string, unknown>>;
export type Resource = Json & { readonly resourceType: string; readonly id: string };

const systems: Readonly<Record<string, string>> = {
  icd: 'http://hl7.org/fhir/sid/icd-10-cm',
  sct: 'http://snomed.info/sct',
  icdo: 'http://terminology.hl7.org/CodeSystem/icd-o-3',
  loinc: 'http://loinc.org',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  cpt: 'http://www.ama-assn.org/go/cpt',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
};

/** `icd C22.0` or `http://some.system code`, as a Coding. */
export function coding(short: string): Json {
  const [name = '', code = ''] = short.split(' ');
  return { system: systems[name] ?? name, code };
}

/** One CodeableConcept of all these codes, in this order. */
export function concept(...codes: readonly string[]): Json {
  return { coding: codes.map(coding) };
}

const list = (codes: string | readonly string[]): readonly string[] =>
  typeof codes === 'string' ? [codes] : codes;

/** The days before `today` as an ISO date. */
export function daysAgo(days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

export const subject = { reference: 'Patient/p' } as const;

/** The one patient of a built chart. */
export function patient(extra: Json = {}): Resource {
  return { resourceType: 'Patient', id: 'p', gender: 'male', birthDate: '1958-03-02', ...extra };
}

const status = (system: string, code: string | undefined): Json | undefined =>
  code === undefined
    ? undefined
    : { coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }] };

const mcode = 'http://hl7.org/fhir/us/mcode/StructureDefinition/';

interface ConditionOptions {
  readonly id?: string;
  /** `null` leaves the element out. */
  readonly clinical?: string | null;
  readonly verification?: string | null;
  readonly on?: string;
  /** Reference of the primary that a metastasis is linked to. */
  readonly primary?: string | readonly string[];
  readonly histology?: string | readonly string[];
  readonly extra?: Json;
}

/** A Condition; confirmed and active unless it is said otherwise. */
export function condition(codes: string | readonly string[], options: ConditionOptions = {}): Resource {
  const { clinical = 'active', verification = 'confirmed', on, primary = [], histology, extra } = options;
  const links = list(primary).map((reference) => ({
    url: `${mcode}mcode-related-primary-cancer-condition`,
    valueReference: { reference },
  }));
  const morphology =
    histology === undefined
      ? []
      : [
          {
            url: `${mcode}mcode-histology-morphology-behavior`,
            valueCodeableConcept: concept(...list(histology)),
          },
        ];
  const clinicalStatus = status('condition-clinical', clinical ?? undefined);
  const verificationStatus = status('condition-ver-status', verification ?? undefined);
  return {
    resourceType: 'Condition',
    id: options.id ?? idFrom(list(codes)[0] ?? 'condition'),
    subject,
    code: concept(...list(codes)),
    ...(clinicalStatus && { clinicalStatus }),
    ...(verificationStatus && { verificationStatus }),
    ...(links.length + morphology.length > 0 && { extension: [...links, ...morphology] }),
    ...(on !== undefined && { recordedDate: on }),
    ...extra,
  };
}

/** Readable and legal: `icd C22.0` becomes `icd-C22.0`. */
export function idFrom(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60);
}

/** An Observation, final and of today unless `extra` says otherwise. */
export function observation(codes: string | readonly string[], extra: Json = {}): Resource {
  return {
    resourceType: 'Observation',
    id: idFrom(`obs-${list(codes)[0]}`),
    status: 'final',
    subject,
    code: concept(...list(codes)),
    ...('effectiveDateTime' in extra || 'effectivePeriod' in extra || 'issued' in extra
      ? {}
      : { effectiveDateTime: today }),
    ...extra,
  };
}

export const loincOf = {
  bilirubin: '1975-2',
  albumin: '1751-7',
  inr: '6301-6',
  platelets: '777-3',
  creatinine: '2160-0',
  sodium: '2951-2',
  afp: '1834-1',
} as const;
export type LabName = keyof typeof loincOf;
const usual: Readonly<Record<LabName, string>> = {
  bilirubin: 'mg/dL',
  albumin: 'g/dL',
  inr: '{INR}',
  platelets: '10*3/uL',
  creatinine: 'mg/dL',
  sodium: 'mmol/L',
  afp: 'ng/mL',
};

/** A laboratory result with a UCUM code, in the usual unit unless another is given. */
export function lab(name: LabName, value: number, extra: Json & { readonly unit?: string } = {}): Resource {
  const { unit = usual[name], comparator, ...rest } = extra;
  return observation(`loinc ${loincOf[name]}`, {
    id: name,
    valueQuantity: {
      value,
      unit,
      system: 'http://unitsofmeasure.org',
      code: unit,
      ...(comparator !== undefined && { comparator }),
    },
    ...rest,
  });
}

/** ECOG as an integer. */
export function ecog(grade: number, extra: Json = {}): Resource {
  return observation('loinc 89247-1', { id: 'ecog', valueInteger: grade, ...extra });
}

const courses = {
  worsened: '271299001',
  stable: '359746009',
  improved: '268910001',
  'full-remission': '103338009',
  'partial-remission': '103337004',
  undetermined: '709137006',
} as const;
export type Course = keyof typeof courses;

/** Cancer disease status; `focus` are references. */
export function diseaseStatus(course: Course, extra: Json & { readonly about?: string } = {}): Resource {
  const { about, ...rest } = extra;
  return observation('loinc 97509-4', {
    id: 'status',
    valueCodeableConcept: concept(`sct ${courses[course]}`),
    ...(about !== undefined && { focus: [{ reference: about }] }),
    ...rest,
  });
}

/** A live order. */
export function order(
  codes: string | readonly string[],
  extra: Json & {
    readonly site?: string;
    readonly reason?: string;
    readonly reasonCode?: readonly Json[];
  } = {},
): Resource {
  const { site, reason, ...rest } = extra;
  return {
    resourceType: 'ServiceRequest',
    id: 'order',
    status: 'active',
    intent: 'order',
    subject,
    code: concept(...list(codes)),
    authoredOn: daysAgo(2),
    ...(site !== undefined && { bodySite: [concept(site)] }),
    ...(reason !== undefined && { reasonReference: [{ reference: reason }] }),
    ...rest,
  };
}

/** A procedure that was done. */
export function procedure(codes: string | readonly string[], extra: Json = {}): Resource {
  return {
    resourceType: 'Procedure',
    id: idFrom(`proc-${list(codes)[0]}`),
    status: 'completed',
    subject,
    code: concept(...list(codes)),
    performedDateTime: daysAgo(40),
    ...extra,
  };
}

/** A medication that is ordered. */
export function prescription(codes: string | readonly string[], extra: Json = {}): Resource {
  return {
    resourceType: 'MedicationRequest',
    id: idFrom(`med-${list(codes)[0]}`),
    status: 'active',
    intent: 'order',
    subject,
    medicationCodeableConcept: concept(...list(codes)),
    authoredOn: daysAgo(60),
    ...extra,
  };
}

/** A coverage without end. */
export function coverage(id: string, extra: Json = {}): Resource {
  return { resourceType: 'Coverage', id, status: 'active', beneficiary: subject, ...extra };
}

/** An OperationOutcome, as an EHR puts it among the results. */
export function warning(issue: Json): Json {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'warning', ...issue }] };
}

/** A Bundle of one patient and these entries, as they are. */
export function bundleOf(entry: readonly Json[], extra: Json = {}): Json {
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ resource: patient() }, ...entry],
    ...extra,
  };
}

/** A chart file: one patient and these resources, in this order. */
export function chart(...resources: readonly Json[]): Json {
  const hasPatient = resources.some(({ resourceType }) => resourceType === 'Patient');
  return {
    resourceType: 'Bundle',
    type: 'collection',
    entry: [...(hasPatient ? [] : [patient()]), ...resources].map((resource) => ({ resource })),
  };
}
