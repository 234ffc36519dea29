/** What comes with a tumor, and may be doubtful or over while the tumor is not. */
const companions = String.raw`(?:nash|mash|nafld|masld|steato\w*|cirrho(?:sis|tic)|hepatitis(?: [a-e])?|h[bc]v|alcohol\w*|etoh|h[a]?emochromatosis|ascites|encephalopathy|varices|variceal|bleed\w*|(?:hepatic )?decompensat\w*|jaundice|hepatorenal|(?:portal |hepatic |vascular |(?:micro|macro|lympho)-?vascular |capsular |biliary |vein |tumou?r |bland |main |right |left ){0,4}(?:thromb(?:us|osis)|invasion)|pvtt?|portal hypertension|effusion|pain|fever|fatigue|pruritus|diarrhea|flushing)`;
/** Extent and plan: a doubt about them says nothing of the tumor, and an ending by them ends it. */
const extent =
  '(?:(?:un|non-?)?resectable|(?:in)?operable|(?:[\\w-]+ )?candidate|bilobar|unilobar|lynch|hereditary|(?:disease |tumou?r )?progression)';
/** A finding in another place. */
const place =
  '(?:lungs?|pulmonary|bones?|osseous|spinal|adrenal|nodal|lymph|mesenteric|peritoneal|omental|renal|thyroid|splenic|portal|periportal|extrahepatic)';
const finding =
  '(?:nod(?:ule|e)s?|mass(?:es)?|lesions?|met(?:astase|astasi)?s|involvement|disease|spread|deposits?|opacit(?:y|ies)|cysts?)';
const elsewhere = `(?:${place} ${finding}|${finding} (?:in|of|to) (?:the )?(?:right |left )?${place}|nodes|lymphadenopathy)`;
const joint = '(?:of|for|to|a|an|the|no|not|be|is|was|has|now|new|high|mild|small|underlying|chronic|egd)';
const cause = '(?:secondary to|due to|related to|from)';

const about = {
  ending: new RegExp(String.raw`\b(?:${elsewhere}|${companions})\b`, 'gi'),
  doubt: new RegExp(String.raw`\b(?:${elsewhere}|${companions}|${extent})\b`, 'gi'),
};
/** A second lesion, which `HCC and suspected adenoma` names beside the tumor. */
const benign = /\b(?:adenoma|h[a]?emangioma)s?\b/gi;
const between = new RegExp(String.raw`\b${joint}\b`, 'gi');
const causes = new RegExp(String.raw`\b${cause}\b`, 'gi');
/** Right after the name of the tumor, without a clause of their own: why it came, and what is planned. */
const attached = new RegExp(
  String.raw`^ (?:${cause} (?:${joint} ){0,2}(?:${companions})|(?:${joint} ){0,2}(?:(?:un|non-?)?resectable|(?:in)?operable|(?:[\w-]+ )?candidate|lynch|hereditary))\b[^\w]*(?:${companions}|$|[,;)])`,
  'i',
);
/** A suspicion may be due to a finding; only a likelihood is of a cause. */
const likelihood = /^(?:likely|unlikely|possibl[ey]|probabl[ey]|presumably)$/i;
/** Endings and findings that may be of something besides; a remission or a response is of the tumor. */
const mayEnd =
  /^(?:resolved|inactive|not active|cured|no longer|none|not (?:found|identified|detected|evident|present))\b/i;
const separator = /[,;:()[\]]|\. | [-–—] |\b(?:with|and|but)\b/i;

/** Where a text says something. */
export interface Said {
  readonly words: string;
  readonly index: number;
  /** The words of it, that begin at the index. */
  readonly said: string;
}

/**
 * Whether a doubt or an ending is about something that comes with the tumor: the text has named the tumor, and a clause of its own says the
 * doubt or the ending of such a thing and of nothing else. One word that is not known makes it a clause about the tumor.
 *
 * @param itself how words name the tumor; none where it is unknown, and all is about it
 */
export function isBesides(
  { words, index, said }: Said,
  itself: readonly RegExp[],
  kind: 'doubt' | 'ending',
): boolean {
  const earlier = words.slice(0, index);
  const start = earlier.slice(-120).split(separator).at(-1) ?? '';
  const [rest = ''] = words.slice(index + said.length, index + said.length + 120).split(separator);
  if (kind === 'ending' && !mayEnd.test(said)) return false;
  const isTumorNamed = (text: string) => itself.some((name) => name.test(text));
  if (kind === 'doubt' && likelihood.test(said) && isTumorNamed(start)) return attached.test(`${rest} `);
  if (!isTumorNamed(earlier.slice(0, earlier.length - start.length))) return false;
  const clause = `${start} ${rest}`;
  const isOfAnother = kind === 'doubt' && /\band $/i.test(earlier);
  const beside = clause.replace(about[kind], ' ');
  const named = isOfAnother ? beside.replace(benign, ' ') : beside;
  if (named === clause) return false;
  const left = likelihood.test(said) ? named.replace(causes, ' ') : named;
  return !/\w/.test(left.replace(between, ' '));
}
