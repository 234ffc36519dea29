import { expect, it } from 'vitest';
import { placeOf } from '../../src/app/other-copy.ts';

const reference = 'QuestionnaireResponse/form';
const resource = { resourceType: 'QuestionnaireResponse', status: 'in-progress' };

it('names the copy to be replaced by its version, or by what a person saw of it where it has none', () => {
  expect(placeOf({ reference, versionId: '2', resource })).toEqual({
    previous: { reference, versionId: '2' },
  });
  expect(placeOf({ reference, resource })).toEqual({ previous: { reference, seen: resource } });
  expect(placeOf({ resource })).toEqual({ previous: undefined });
});
