/** What comes with a tumor, and may be doubtful or over while the tumor is not. */
const companions = String.raw`(?:nash|mash|nafld|masld|steato\w*|cirrho\w*|hepatitis(?: [a-e])?|h[bc]v|alcohol\w*|etoh|h[a]?emochromatosis|ascites|encephalopathy|varices|variceal|bleed\w*|(?:hepatic )?decompensat\w*|jaundice|hepatorenal|(?:portal |hepatic |vascular |vein |tumou?r |bland |main |right |left ){0,4}(?:thromb(?:us|osis)|invasion)|pvtt?|portal hypertension|effusion|pain|fever|fatigue|pruritus|diarrhea|flushing)\b`;
/** Extent and plan: a doubt about them says nothing of the tumor, and an ending by them ends it. */
const extent = String.raw`(?:(?:un|non-?)?resectable|(?:in)?operable|(?:[\w-]+ )?candidate|multi-?focal|bilobar|unilobar|infiltrative|lynch|hereditary)\b`;
/** A finding in another place. */
const place =
  '(?:lungs?|pulmonary|bones?|osseous|spinal|adrenal|nodal|lymph|mesenteric|peritoneal|omental|renal|thyroid|splenic|portal|periportal|extrahepatic)';
const finding =
  '(?:nod(?:ule|e)s?|mass(?:es)?|lesions?|met(?:astase|astasi)?s|involvement|disease|spread|deposits?|opacit(?:y|ies)|cysts?)';
const elsewhere = String.raw`(?:${place} ${finding}|${finding} (?:in|of|to) (?:the )?(?:right |left )?${place}|nodes|lymphadenopathy)\b`;
const joint = '(?:of|for|to|a|an|the|no|not|be|new|mild|small|underlying|chronic)';
const cause = '(?:secondary to|due to|related to|from)';

const opens = new RegExp(`^,? ?(?:${joint} ){0,3}(?:${companions}|${extent}|${elsewhere})`, 'i');
const opensEnded = new RegExp(`^ (?:${joint} ){0,3}(?:${companions}|${elsewhere})`, 'i');
const opensCause = new RegExp(`^ ${cause} (?:${joint} ){0,2}${companions}`, 'i');
const closes = new RegExp(String.raw`(?:^|\W)(?:${companions}|${elsewhere}) (?:is |was |has |now )?$`, 'i');
/** A suspicion may be due to a finding; only a likelihood is of a cause. */
const likelihood = /^(?:likely|possibl[ey]|probabl[ey]|presumably)$/i;
/** What the tumor itself may turn out to be. */
const rival =
  /nodul|lesion|\bmass|cancer|carcin|neoplas|metast|adenom|angioma|\bfnh\b|benign|artifact|\bprimary\b|\borigin|tumou?r(?! (?:thromb|invasion))/i;
/** That the tumor itself has come back. */
const comesBack = /\brecur/i;
const elsewhereFinding = new RegExp(elsewhere, 'gi');
const separator = /[,;:()[\]]|\. | [-–—] |\b(?:with|and|but)\b/i;
const joined = /\b(?:with|and) $/i;

/** Where a text says something. */
export interface Said {
  readonly words: string;
  readonly index: number;
  /** The words of it, that begin at the index. */
  readonly said: string;
}

/**
 * Whether a doubt or an ending is about something that comes with the tumor: its clause names that next to it, after the text has named
 * the tumor. A clause that names nothing known is about the tumor.
 *
 * @param itself how words name the tumor; none where it is unknown, and all is about it
 */
export function isBesides(
  { words, index, said }: Said,
  itself: readonly RegExp[],
  kind: 'doubt' | 'ending',
): boolean {
  const earlier = words.slice(0, index);
  if (!itself.some((name) => name.test(earlier))) return false;
  const start = earlier.slice(-80).split(separator).at(-1) ?? '';
  const [rest = ''] = words.slice(index + said.length, index + said.length + 120).split(separator);
  if (kind === 'doubt' && joined.test(earlier)) return !comesBack.test(rest);
  const isNamed = (part: string) => {
    const here = part.replace(elsewhereFinding, '');
    return rival.test(here) || itself.some((name) => name.test(here));
  };
  if (isNamed(rest)) return false;
  return kind === 'doubt'
    ? opens.test(rest) ||
        (likelihood.test(said) && opensCause.test(rest)) ||
        (closes.test(start) && !isNamed(start))
    : opensEnded.test(rest) || (closes.test(start) && !isNamed(start));
}
