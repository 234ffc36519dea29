const tumor = '(?:tumou?r|disease|lesions?|cancer|carcinoma|malignancy|metastas[ei]s|hcc)';
const transplant = String.raw`(?:(?:orthotopic|(?:deceased|living) donor|liver|hepatic) ){0,3}(?:transplant\w*|oltx?|ddlt|ldlt)`;

/** Words by which the disease is over. */
export const endings: readonly RegExp[] = [
  /\b(?:in (?:\w+ ){0,2}remission|cured|disease[- ]free|no evidence of (?:disease(?! progression)|recurrence|malignancy)|NED|(?:in|radiographic|radiologic|pathologic|metabolic|clinical) CR|CR (?=after|following|post)|free of (?:disease|tumou?r|cancer|malignancy|hcc|recurrence))\b|[,;(-] ?CR\W*$|\bcomplete (?:\w+ )?(?:response|remission)\b/gi,
  new RegExp(
    String.raw`\b(?:no|without) (?:evidence of )?(?:(?:current|viable|residual|remaining|active|enhancing|recurrent)\b ?){1,3}(?:(?:\w+ )?${tumor}\b|(?:enhancement|tissue|uptake)\b|(?=$|[,;.)]))|\bno (?:disease|tumou?r|malignancy)(?=$|[,;.)]| (?:on|seen|left|now)\b)|\b(?:no|without) (?:evidence of |sign of |local |tumou?r |further |known ){0,2}recurrence\b(?! of (?!${tumor}))|\brecurrence[- ]free\b`,
    'gi',
  ),
  /(?<!\bnot (?:yet |fully )?)\bresolved\b|\binactive\b|\bnot active\b|\bnon-?viable\b|\bno longer (?:active|present|seen|visible|viable|evident|detectable|on imaging)\b|\bnone (?:currently|now|at present)\b/gi,
  /\bhistoric(?:al)?\b/gi,
  /(?<!\b(?:detected|found|diagnosed|discovered|identified|noted|seen) (?:on|by|at|in|during|through|via) (?:routine |regular )?)\bsurveillance\W*$|\b(?:history|hx|work-? ?up)\W*$/gi,
];

/** Words by which a tumor is gone that lay where it was removed: a primary that has spread goes on without it. */
export const removals: readonly RegExp[] = [
  /(?<!\bnot )\b(?:completely|fully|totally|successfully|curatively) (?:resected|ablated|excised|removed|necrotic)\b|\b(?:complete|r0) (?:resection|ablation|excision|necrosis)\b(?! of (?:the )?(?:primary|colon|rect))/gi,
];

/** Beginnings by which the whole text is of the past, of kin, or a question. */
export const before =
  /^\W*(?:family|fam|f\/?hx?|no|not|negative for|query|(?:evaluate|evaluation|eval)(?: (?:for|of))?|work-? ?up|resolved|\?)(?!\w)/i;

/** Words by which the disease is of the past, unless it has come back. */
export const past: readonly RegExp[] = [
  /^\W*(?:(?:(?:personal |past |prior |previous )?(?:history|hx)|h\/o|s\/p|status post|prior|past|previous|former|old|remote|historic(?:al)?|z\. ?n\.|zustand nach|antecedentes?)(?!\w))/i,
  new RegExp(
    String.raw`\bin (?:the )?explant|\bin (?:the )?(?:remote |distant )?past\b|^\W*explant|\b(?:s/p|status post|after|post)[ -]${transplant}\b|^\W*(?:${transplant}|(?:liver |hepatic |partial )?(?:resection|hepatectomy|ablation))(?: \d{4})? (?:of|for|due to)\b`,
    'i',
  ),
];

const back = String.raw`recur(?:rence(?! of (?!(?:the )?${tumor}))|red|rent(?=\W*$|[,;.)]| (?:\w+ )?${tumor}))\b`;
const again = String.raw`\b(?:s/p|status post|resect|ablat|treated|risk|remov|explant|${transplant}|NED|no evidence|(?<!un)resolved|\(?(?:rfa|mwa|tace|tare|y-?90)\)? ?(?:in )?(?:\d{4}|\)))`;

/** That the tumor has come back, and was not treated again since. */
export const recurrence = new RegExp(
  String.raw`\b(?:with|now|and|,) ?(?:(?:a|local|new|intrahepatic|hepatic|confirmed|proven|biopsy-proven|documented|multifocal|tumou?r|disease) ){0,3}${back}(?!.*${again})|(?:^|[,;] )(?:hcc )?(?:recurrence|recurred|recurrent (?:\w+ )?${tumor}) (?:\w+ ){0,3}(?:after|following)\b`,
  'i',
);
