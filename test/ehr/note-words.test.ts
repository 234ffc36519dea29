import { expect, it } from 'vitest';
import { plain } from '../../src/ehr/save-note.ts';

it.each([
  ['rewrapped lines', 'Total bilirubin\n 1.1  mg/dL', 'Total bilirubin 1.1 mg/dL'],
  [
    'HTML for the same words',
    '<html><body><div>bilirubin &lt; 2<br/>A &amp; B</div></body></html>',
    'bilirubin < 2 A & B',
  ],
])('%s are the same note', (_, given, words) => expect(plain(given)).toBe(words));

it('a text that merely contains a tag is left as it is', () => {
  expect(plain('take <b>care</b>')).toBe('take <b>care</b>');
  expect(plain('<html><body>other words</body></html>')).not.toBe(plain('our words'));
});
