import { expect, it } from 'vitest';
import { placeOf } from '../../src/app/other-copy.ts';

const reference = 'QuestionnaireResponse/form';
const resource = { resourceType: 'QuestionnaireResponse', status: 'in-progress' };

const own = { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:own' };
const another = { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:another' };

it('names the copy to be replaced by its version, or by what a person saw of it where it has none', () => {
  expect(placeOf({ reference, versionId: '2', resource }, own)).toEqual({
    previous: { reference, versionId: '2' },
  });
  expect(placeOf({ reference, resource }, own)).toEqual({ previous: { reference, seen: resource } });
  expect(placeOf({ resource }, own)).toEqual({ previous: undefined });
});

it('says of another form than the page had whether that one is completed', () => {
  const of = (identifier: object, amends?: 'completed') =>
    placeOf({ reference, resource: { ...resource, identifier }, ...(amends && { amends }) }, own);
  expect(of(own)).toEqual({
    previous: { reference, seen: { ...resource, identifier: own } },
    identifier: own,
  });
  expect(of(another)).toMatchObject({ identifier: another, isCompleted: false, storedStatus: undefined });
  expect(of(another, 'completed')).toMatchObject({ isCompleted: true, storedStatus: 'completed' });
  expect(of(own, 'completed')).toMatchObject({ isCompleted: true, storedStatus: 'completed' });
});
