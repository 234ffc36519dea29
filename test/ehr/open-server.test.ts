import { describe, expect, it } from 'vitest';
import { ehrProfiles } from '../../src/catalogue/ehr-profiles.ts';
import { openServer } from '../../src/ehr/open-server.ts';

describe('a server that is opened by the address', () => {
  it('is one of the open ones of a development build, with a patient', () => {
    expect(openServer('?fhir=http://127.0.0.1:8090/fhir&patient=7', ehrProfiles)).toMatchObject({
      status: 'open',
      ehr: { context: { base: 'http://127.0.0.1:8090/fhir', patientId: '7' }, profile: { id: 'hapi' } },
    });
  });

  it.each([
    ['', 'not-asked'],
    ['?state=x', 'not-asked'],
    ['?fhir=https://evil.test/fhir&patient=7', 'refused'],
    ['?fhir=http://evil.test/fhir&patient=7', 'refused'],
    ['?fhir=http://localhost:8090@evil.test/fhir&patient=7', 'refused'],
    ['?fhir=https://fhir.epic.com/interconnect-fhir-oauth/api/FHIR/R4&patient=7', 'refused'],
    ['?fhir=https://launch.smarthealthit.org/v/r4/fhir&patient=7', 'refused'],
    ['?fhir=http://127.0.0.1:8090/fhir', 'refused'],
    ['?fhir=http://127.0.0.1:8090/fhir&patient=../x', 'refused'],
    ['?fhir=http://127.0.0.1:8090/fhir&patient=a&patient=b?', 'open'],
  ])('%s: %s', (search, status) => {
    expect(openServer(search, ehrProfiles).status).toBe(status);
  });

  it('is none in a production build, whatever the address', () => {
    const production = ehrProfiles.filter(({ development }) => !development);
    expect(openServer('?fhir=http://127.0.0.1:8090/fhir&patient=7', production).status).toBe('refused');
  });
});
