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
const abbreviations: typeof wordings = [
  ['worsened', /\bi?PD\b/g],
  ['stable', /\bSD\b/g],
  ['improved', /\b(?:CR|PR|NED)\b/g],
  ['undetermined', /\bNE\b/g],
];
/** A denial right before: a few words of the same clause may stand between. */
const denied =
  /\b(?:no|nil|not|non|without|never|denies|negative for|absence of|free of)[- ](?:(?!(?:and|but|with|however|now)\b)[\w-]{1,30} ){0,5}$/i;

/** A denial that follows the name. */
const deniedAfter =
  /^\w+(?: of disease| disease)? ?[:-]? ?(?:is |was |has been )?(?:none|nil|ruled out|excluded|absent|negative|(?:not|never) (?:confirmed|seen|evident|identified|shown|detected))\b/i;

/** What came before: bound tightly, since "after treatment stable" and "since March stable" are of today. */
const past =
  /\b(?:previous(?:ly)?|prior|former(?:ly)?|earlier|initial(?:ly)?|after|following|had been)(?: (?:an?|the|previous|prior|initial|first|early|good|minor|major|mixed|partial|complete|near-complete|radiographic|disease)){0,3} $/i;
/** Where a denial may hold alone, so that it leaves the liver open. */
const elsewhere = /\bextra-?hepatic|\belsewhere\b|\boutside\b|\bother (?:site|area|organ)/i;
const inLiver = /(?<!extra-)\b(?:intra-?)?hepatic|\b(?:in|within|of) (?:the )?liver/i;
/** RECIST 1.1 calls a sum of diameters stable that has grown by less than a fifth. */
const withinStable =
  /^(?:increas|grow|enlarg)\w* (?:in size )?(?:by )?(?:<|less than|only|about|~)? ?(?:1?\d)(?:\.\d{1,3})? ?%/i;
const smaller = /^(?:decreas|shrink|shrunk|regress)/i;

/** Longer texts are no names of a course. */
const longest = 1000;
const reach = 120;

interface Named {
  readonly course: DiseaseCourse;
  readonly is: 'stated' | 'denied' | 'denied in part' | 'past';
  /** The clause from the name on. */
  readonly clause: string;
}

/** Whether words beside the code of a course name another one, or deny it. */
export function contradictCourse(words: readonly string[], course: DiseaseCourse): boolean {
  return words.some((said) => {
    const named = namedIn(said.slice(0, longest).replace(/\s+/g, ' '));
    const own = named.filter((each) => each.course === course);
    const isStated = own.some(({ is }) => is === 'stated');
    return (
      own.some(({ is }) => is === 'denied' || (is !== 'stated' && !isStated)) ||
      named.some(
        (each) => each.is === 'stated' && each.course !== course && !(isStated && fits(each, course)),
      )
    );
  });
}

function namedIn(text: string): readonly Named[] {
  return [...wordings, ...abbreviations].flatMap(([course, wording]) =>
    [...text.matchAll(wording)].map(({ index }): Named => {
      const before = text.slice(Math.max(0, index - reach), index);
      const [clause = ''] = text
        .slice(index, index + reach)
        .split(/[,;]|:(?! ?(?:none|nil)\b)|\.(?!\d)|\bbut\b/);
      const denial = denied.exec(before);
      if (!denial && deniedAfter.test(clause) && !withinStable.test(clause))
        return { course, is: 'denied', clause };
      if (!denial) return { course, is: past.test(before) ? 'past' : 'stated', clause };
      return { course, is: isOfAPart(denial[0], clause) ? 'denied in part' : 'denied', clause };
    }),
  );
}

/** Whether only new lesions or other places are denied: known ones grow without them. */
function isOfAPart(denial: string, clause: string): boolean {
  const denied = denial + clause;
  return /^new /i.test(clause) || (elsewhere.test(denied) && !inLiver.test(denied));
}

/** A change of size that the words themselves call stable. */
function fits({ clause }: Named, course: DiseaseCourse): boolean {
  return course === 'stable' && (withinStable.test(clause) || smaller.test(clause));
}
