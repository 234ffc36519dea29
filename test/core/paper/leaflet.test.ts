import { describe, expect, it } from 'vitest';
import { taceLeaflet, tareLeaflet } from '../../../src/core/paper/leaflet.ts';
import { type Paper, paperText } from '../../../src/core/paper/paper.ts';

/** Flesch-Kincaid grade. @see Kincaid JP et al. Research Branch Report 8-75, 1975 */
function gradeOf(paper: Paper): number {
  const text = paper.blocks
    .flatMap((block) =>
      block.is === 'paragraph' ? [block.text] : block.is === 'list' ? [`${block.items.join('. ')}.`] : [],
    )
    .join(' ');
  const sentences = text.split(/[.!?;](?:\s|$)/).filter((sentence) => sentence.trim() !== '');
  const words = text.match(/[A-Za-z]+/g) ?? [];
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesIn(word: string): number {
  const plain = word.toLowerCase().replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, '');
  return Math.max(1, (plain.match(/[aeiouy]{1,2}/g) ?? []).length);
}

describe.each([
  ['TARE', tareLeaflet],
  ['TACE', taceLeaflet],
])('the leaflet on %s', (_, leaflet) => {
  it('reads at grade 8 or below', () => expect(gradeOf(leaflet)).toBeLessThanOrEqual(8));
  it('says when to call', () => expect(paperText(leaflet)).toContain('100.4 °F (38 °C)'));
  it('carries no patient', () => expect(leaflet.patient).toBe(''));
});

describe('the measure', () => {
  it('finds a hard text hard', () => {
    const text =
      'Transarterial administration of radioactive microspheres necessitates multidisciplinary consideration of hepatic functional reserve.';
    expect(gradeOf({ title: '', patient: '', blocks: [{ is: 'paragraph', text }] })).toBeGreaterThan(12);
  });
});

describe('the leaflet on TARE', () => {
  it.each(['You will come twice', 'For one week after', 'more than two hours', 'pregnant women'])(
    'says "%s"',
    (words) => expect(paperText(tareLeaflet).toLowerCase()).toContain(words.toLowerCase()),
  );
});
