import { describe, expect, it } from 'vitest';
import {
  asQuestion,
  dataRequirements,
  prefetch,
  scopes,
  searchPath,
} from '../../src/core/record/data-requirements.ts';

const searched = dataRequirements.filter(({ how }) => how === 'search');

describe('the data requirements', () => {
  it('have one id each', () => {
    const ids = dataRequirements.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('ask with parameters that every EHR takes, and never for a sort, an include or a chain', () => {
    const names = searched.flatMap(({ params }) => Object.keys(params));
    expect([...new Set(names)].toSorted()).toEqual(['category', 'code']);
  });

  it('make addresses short enough for every server', () => {
    for (const requirement of searched)
      expect(searchPath(requirement, 'x'.repeat(64)).length).toBeLessThan(2000);
  });
});

describe('scopes', () => {
  it('name every type once, in the newer dialect', () => {
    expect(scopes(dataRequirements, 'v2')).toEqual([
      'patient/Patient.r',
      'patient/Encounter.r',
      'patient/Condition.rs',
      'patient/Observation.rs',
      'patient/Procedure.rs',
      'patient/MedicationRequest.rs',
      'patient/MedicationStatement.rs',
      'patient/MedicationAdministration.rs',
      'patient/Medication.r',
      'patient/ServiceRequest.rs',
      'patient/Coverage.rs',
      'patient/Organization.r',
      'patient/QuestionnaireResponse.crus',
    ]);
  });

  it('say read and write in the older one', () => {
    const spoken = scopes(dataRequirements, 'v1');
    expect(spoken).toContain('patient/Observation.read');
    expect(spoken.filter((scope) => scope.endsWith('.write'))).toEqual([
      'patient/QuestionnaireResponse.write',
    ]);
    expect(spoken).toHaveLength(14);
  });

  it('are asked of the user where the EHR grants them so', () => {
    expect(scopes(dataRequirements, 'v1', ['Organization'])).toContain('user/Organization.read');
  });

  it('cover every type that is read, and none besides', () => {
    const types = new Set(dataRequirements.map(({ resourceType }) => resourceType));
    const named = scopes(dataRequirements, 'v2').map((scope) => scope.split(/[/.]/)[1]);
    expect(named.toSorted()).toEqual([...types].toSorted());
  });
});

describe('searches and prefetch', () => {
  it('are the same question', () => {
    const templates = prefetch(dataRequirements);
    expect(templates).toMatchObject({
      patient: 'Patient/{{context.patientId}}',
      encounter: 'Encounter/{{context.encounterId}}',
      conditions: 'Condition?patient={{context.patientId}}',
      laboratory: 'Observation?patient={{context.patientId}}&category=laboratory',
    });
    for (const requirement of searched) {
      expect(templates[requirement.id]?.replace('{{context.patientId}}', 'ada')).toBe(
        searchPath(requirement, 'ada'),
      );
    }
    expect(Object.keys(templates)).toHaveLength(searched.length + 2);
  });

  it('percent-encode the system of a code, which some proxies would spoil', () => {
    const path = searchPath(
      { resourceType: 'Observation', params: { code: 'http://loinc.org|1975-2,http://loinc.org|1751-7' } },
      'ada',
    );
    expect(path).toBe(
      'Observation?patient=ada&code=http%3A%2F%2Floinc.org%7C1975-2,http%3A%2F%2Floinc.org%7C1751-7',
    );
  });

  it('read without the patient in a report', () => {
    expect(asQuestion({ resourceType: 'Observation', params: { category: 'laboratory' } })).toBe(
      'Observation?category=laboratory',
    );
    expect(asQuestion({ resourceType: 'Procedure', params: {} })).toBe('Procedure');
  });
});
