/** Words that leave open whether the diagnosis is one. Generous, since what they cost is a question. */
export const doubts: readonly RegExp[] = [
  /\b(?:r\/o|rul(?:e|ed|ing)[- ]out|suspect\w*|susp\.?|suspicio(?:n|us)|possibl[ey]|probabl[ey]|likely|unlikely|maybe|presum\w*|questionable|unconfirmed|unproven|not (?:yet )?(?:biopsy[- ])?(?:confirmed|established|proven)|excluded|(?:cannot|can't|can not) exclude|differential|ddx?|c\/f|concern(?:ing)? for|worrisome|indeterminate|equivocal|doubtful|uncertain|unclear|at risk|risk (?:of|for)(?! (?:recurrence|progression)\b)|absence of|denies|not seen|vs\.?|versus)(?!\w)/gi,
  /(?<!\b(?:detected|found|diagnosed|discovered|identified|noted|seen) (?:on|by|at|in|during|through|via) (?:routine |regular )?|\b(?:egd|variceal) )\bscreening\b(?! (?:egd|endoscopy|colonoscopy|mammogra))/gi,
  /(?<=[,;:(-] ?)\?/g,
  /\b(?:verdacht|v\. ?a\.|fraglich\w*|ausschluss|ausgeschlossen|sospech\w*|posible|descartar|descartad[oa])(?!\w)/gi,
  /** The diagnosis of somebody else. A donor may be the one to come: only the beginning tells. */
  /\b(?:(?:grand|step)?(?:mother|father|parent|son|daughter)|brother|sister|sibling|aunt|uncle|cousin|paternal|maternal)\b|^\W*donor\b/gi,
];

const test = '(?:biopsy|bx|path(?:ology)?|histology|cytology)';

/** What says that the diagnosis is not proven, not found or not meant, however it is joined to its name. */
export const disproofs: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:pending|await(?:s|ing)?|negative|needs) (?:\w+ )?(?:${test}|confirmation|diagnosis)\b|\b${test}(?: (?:is|was|result|still))?[ -]{1,3}(?:pending|awaited|needed|to be done|negative|inconclusive|non-?diagnostic)\b|\b(?:imaging|mri|ct)(?: (?:is|was))? (?:not |non-?)diagnostic\b`,
    'gi',
  ),
  new RegExp(
    String.raw`\b${test} (?:is |was |with |only )?(?:show(?:s|ed|ing)|demonstrat(?:es|ed)|reveal(?:s|ed)|consistent with|c/w)? ?(?:a |only )?(?:benign|fnh|focal nodular|adenoma|h[a]?emangioma|no (?:evidence of )?(?:malig|cancer|tumou?r|hcc)|regenerative|dysplastic|non-?malignant|normal)`,
    'gi',
  ),
  /(?<!\b(?:primary|origin|source)(?: tumou?r| site)?(?: is| was)? )\bnot (?:found|identified|detected|visuali[sz]ed|demonstrated|present|evident|supported|consistent with|hcc|cancer|malignan\w*)\b|\bdispro(?:ven|ved)\b/gi,
  /\bnever (?:been )?(?:confirmed|proven|established|shown)\b|\b(?:does not|doesn't|did not) have\b|(?<=[-:,;] ?)negative\W*$/gi,
  /\b(?:in error|erroneous\w*|by mistake|mistaken\w*|miscoded|misdiagnos\w*|(?:wrong|incorrect) (?:patient|diagnosis|code|chart))\b/gi,
  /\b(?:to be (?:confirmed|determined|verified|proven)|tb[cd]|(?:working|tentative|provisional|preliminary) (?:diagnosis|dx))\b/gi,
  /\b(?:hcc|hepatoma|carcinoma|cancer|malignancy|tumou?r|metastas[ei]s)[ -]risk\b/gi,
];

/** Lower categories of LI-RADS, and M, are no hepatocellular carcinoma; beside category 5 they are of another lesion. */
export const lowerCategory =
  /\b(?:LI-?RADS|LR)[ -]{0,3}(?:v ?20\d\d[ ,]{1,2})?(?:category |score )?(?:[1-4]|M)\b/gi;
export const fifthCategory =
  /(?<!\b(?:not|no|was|or|previously|formerly) |\/ ?)\b(?:LI-?RADS|LR)[ -]{0,3}(?:v ?20\d\d[ ,]{1,2})?(?:category |score )?5\b/i;

/** Of words that take a code back, those by which the disease is not there. */
export const denial =
  /\b(?:ruled[- ]out|(?<!cannot be |not )excluded|absence of|denies|not (?:seen|found|identified|detected)|dispro(?:ven|ved)|ausgeschlossen)(?!\w)|^\W*(?:no|not|negative for)(?!\w)/i;
