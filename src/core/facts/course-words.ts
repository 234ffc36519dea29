/** The course of a cancer since it was last looked at. */
export type DiseaseCourse = 'worsened' | 'stable' | 'improved' | 'undetermined';

/** How words name a course. Generous: what they cost beside a code that says otherwise is a question. */
const wordings: readonly (readonly [DiseaseCourse, RegExp])[] = [
  [
    'worsened',
    /\b(?:progress(?!\w*[- ]free)|wors|enlarg|increas|grow(?:n|th|ing)\b|new (?:lesion|metasta|tumou?r))/gi,
  ],
  [
    'stable',
    /\b(?:stable|stabili[sz]|static|unchanged|no (?:\w+ )?change|nonprogress)|\bprogression[- ]free/gi,
  ],
  ['improved', /\b(?:improv|respon[ds]|remission|regress|decreas|shrink|shrunk|cured|disease[- ]free)/gi],
  ['undetermined', /\b(?:undetermin|indetermin|equivocal|unclear|unknown|mixed|pseudo-?progress)/gi],
];
/** RECIST in letters; in lower case they are parts of other words. */
const abbreviations: readonly (readonly [DiseaseCourse, RegExp])[] = [
  ['worsened', /\bi?PD\b/],
  ['stable', /\bSD\b/],
  ['improved', /\b(?:CR|PR|NED)\b/],
  ['undetermined', /\bNE\b/],
];
/** A denial right before: a few words of the same clause may stand between. */
const denied =
  /\b(?:no|not|non|without|never|denies|negative for|absence of)[- ](?:(?!(?:and|but|with|however|now)\b)[\w-]{1,30} ){0,5}$/i;

/** Longer texts are no names of a course. */
const longest = 1000;
const reach = 120;

/** Whether words beside the code of a course name another one, or deny it. */
export function contradictCourse(words: readonly string[], course: DiseaseCourse): boolean {
  return words.some((said) => {
    const text = said.slice(0, longest).replace(/\s+/g, ' ');
    const named = wordings.flatMap(([each, wording]) =>
      [...text.matchAll(wording)].map(({ index }) => ({
        course: each,
        isDenied: denied.test(text.slice(Math.max(0, index - reach), index)),
      })),
    );
    const inLetters = abbreviations.filter(([, letters]) => letters.test(text));
    return (
      named.some((each) => (each.course === course) === each.isDenied) ||
      inLetters.some(([each]) => each !== course)
    );
  });
}
