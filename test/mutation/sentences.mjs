// Stryker loads its plugins as plain JavaScript.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Whether a text is for a reader: codes, ids and units have no blank between words. */
const isSentence = (/** @type {string} */ text) => /\p{L}\S* +\S/u.test(text);

/** @typedef {{ type: string, value?: unknown, quasis?: readonly { value: { raw: string } }[] }} Node */

/**
 * Leaves the wording of sentences alone: tests that pin it would fail on every better word. Strings that decide (codes, ids, units,
 * reasons) are mutated like everything else.
 */
const sentences = {
  shouldIgnore(/** @type {{ node: Node }} */ { node: { type, value, quasis = [] } }) {
    const parts = type === 'StringLiteral' ? [String(value)] : quasis.map((each) => each.value.raw);
    return isSentence(parts.join('…')) ? 'the wording of a sentence' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences', sentences)];
