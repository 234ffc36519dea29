/** Types of tumor whose name excludes another type. */
export const typeNames = {
  hcc: /hepato-?[cz]el(?!\w* aden)|hepatoma|liver[ -]cell|\bhcc\b/gi,
  icc: /cholangio-?(?:[ck]ar|[cz]el)|bile ducts? (?:ca|tum|mal|neo|aden)|\b[ipde]?-?cca\b|\bicc\b/gi,
  hilar:
    /klatskin|(?:hilar|extra-?hepatic|distal) (?:cholangio|bile duct)|common bile duct|hepatic duct bifurcation|bismuth|\b[pde]-?cca\b/gi,
  intrahepatic: /intra-?hepatic (?:cholangio-?[ck]ar|bile ducts? (?:ca|aden))|\bi-?cca\b/gi,
  net: /neuro-?endocrine|carcinoid|\bp?nets?\b|insulinoma|gastrinoma|glucagonoma|pheochromo|paragangl/gi,
  melanoma: /melanom/gi,
  adenocarcinoma: /adeno-?carcinom/gi,
  squamous: /\bsquamous|\b(?:hn)?scc\b/gi,
  elsewise:
    /lymphom|sarcom(?!atoid)|blastom|seminom|germ[ -]cell|gliom|astrocytom|chordom|thymom|mesotheliom|myelom|leuk[a]?em|hemangioendoth|\bgist\b|stromal tum/gi,
} as const;

/** Organs in which other tumors begin, by the last part of their value set where they have one. */
export const organNames = {
  crc: /colon|colorect|rectal|rectum|rectosig|sigmoid|c(?:a)?ecum|c(?:a)?ecal|(?<!small )bowel|appendi/gi,
  breast: /breast|mammary/gi,
  lung: /\blungs?\b|bronch|pulmonary/gi,
  pancreas: /pancrea/gi,
  gallbladder: /gall ?bladder/gi,
  stomach: /stomach|\bgastric|gastro-?[oe]+sophag|cardia\b/gi,
  kidney: /kidney|\brenal\b/gi,
  prostate: /prostat/gi,
  bladder: /\bbladder|urothel/gi,
  ovary: /\bovar/gi,
  uterus: /\buter|endometri/gi,
  cervix: /\bcervi(?:x|cal)\b/gi,
  esophagus: /esophag/gi,
  anus: /\banal\b|\banus/gi,
  thyroid: /\bthyroid/gi,
  skin: /\bskin\b|\bcutaneous/gi,
  testis: /\btestic|\btestis/gi,
  throat: /tongue|tonsil|laryn|pharyn|head (?:and|&) neck/gi,
  'small-bowel': /small (?:bowel|intestin)|duoden|jejun|\bile(?:um|al)\b|\bampulla/gi,
  adrenal: /\badren/gi,
  thymus: /\bthym(?:us|ic)\b/gi,
} as const;

/** Names of a cancer that say its organ without naming it as one. */
export const cancerNames: Readonly<Partial<Record<NamedOrgan, RegExp>>> = {
  crc: /\bcrc\b|\bcrlm\b/gi,
  breast: /\btnbc\b|\bidc\b|\b(?:invasive|infiltrating) (?:duct|lobular)/gi,
  lung: /\bn?sclc\b|non[- ]small[- ]cell/gi,
  // A ductal carcinoma of no organ is of the breast or, more rarely, of the pancreas.
  pancreas: /\bpdac\b|\binfiltrating duct/gi,
  kidney: /\b(?:cc)?rcc\b|clear cell renal|hypernephroma/gi,
};

/** The name of a basal cell carcinoma, which hardly ever spreads. */
export const basalCell = /\bbasal[ -]cell (?:carcinomas?|cancers?|epitheliomas?|skin cancers?)\b|\bBCCs?\b/gi;

export type NamedType = keyof typeof typeNames;
export type NamedOrgan = keyof typeof organNames;
