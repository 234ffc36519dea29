/** One fault that an EHR, a network or a person brings about, what must come of it, and the tests that show it. */
export interface ListedFault {
  readonly id: string;
  readonly fault: string;
  readonly outcome: string;
  readonly shown: readonly { readonly file: string; readonly test: RegExp }[];
}

const by = (file: string, ...tests: readonly RegExp[]) => tests.map((test) => ({ file, test }));

/** The faults R1–R20. A fault counts as held when every test named for it exists and passes. */
export const faultList: readonly ListedFault[] = [
  {
    id: 'R1',
    fault: '429 with Retry-After in seconds or as a date, 503',
    outcome: 'waits 1–60 s with jitter, three tries at most and for reads alone, four requests at a time',
    shown: [
      ...by(
        'test/ehr/transport.test.ts',
        /is made after 429 for a read, three in all/,
        /is never made for a POST/,
        /waits as long as the EHR asks, within bounds/,
        /always comes between at once and 61 seconds later/,
        /at most four requests at a time/,
      ),
      ...by('test/ehr/fault-properties.test.ts', /stays within three tries of each/),
    ],
  },
  {
    id: 'R2',
    fault: '500, 502, 504; HTML error pages; warnings among the results',
    outcome: 'read again, then failed; warnings make the source incomplete, "nothing found" does not',
    shown: [
      ...by('test/ehr/transport.test.ts', /is made after 50[024] for a read/),
      ...by('test/ehr/read-record.test.ts', /whose outcome says/),
      ...by('test/ehr/vendors.test.ts', /whose registration leaves records out/),
    ],
  },
  {
    id: 'R3',
    fault: 'no answer, a slow one, one that never ends',
    outcome: 'given up in time; the source is failed, the others are not',
    shown: [
      ...by('test/ehr/line-faults.test.ts', /\(half-open\)/, /\(slow-bytes\)/),
      ...by(
        'test/ehr/read-record.test.ts',
        /never ends an answer costs the time budget/,
        /usable before the slowest source ends/,
      ),
    ],
  },
  {
    id: 'R4',
    fault: 'cut-off JSON, wrong charset, byte order mark, broken gzip, empty 200',
    outcome: 'that source is failed, the others are complete; a byte order mark costs nothing',
    shown: by(
      'test/ehr/line-faults.test.ts',
      /\(truncated\)/,
      /\(wrong-charset\)/,
      /\(byte-order-mark\)/,
      /\(bad-gzip\)/,
      /\(empty\)/,
    ),
  },
  {
    id: 'R5',
    fault: '401 in the middle of a session',
    outcome:
      'renewed where that is granted, and once it can be had where not at once; otherwise told once, nothing more is asked, what was read stays',
    shown: [
      ...by('test/ehr/read-record.test.ts', /session that has ended stops the rest and keeps what came/),
      ...by(
        'test/ehr/renewal.test.ts',
        /ends with the first 401/,
        /goes on after a 401 to a read/,
        /goes on after a 401 to the old token/,
        /outlives a machine that wakes/,
        /outlives a 401 while/,
      ),
      ...by('test/ehr/save-draft.test.ts', /is to be exported once the session has ended/),
    ],
  },
  {
    id: 'R6',
    fault: '403 for one type with or without a body, 404, a scope not granted, results withheld',
    outcome: 'that source is denied, by name; the criteria that rest on it are unknown',
    shown: [
      ...by(
        'test/ehr/read-record.test.ts',
        /a refusal of one type/,
        /a refusal with an empty body/,
        /are named as denied without asking/,
      ),
      ...by('test/ehr/fault-properties.test.ts', /keeps its verdict or becomes unknown/),
    ],
  },
  {
    id: 'R7',
    fault: 'pages that loop, circle, never end, or expire; the same entry on two pages',
    outcome: 'bounded, partial, and said so; an expired search begins again once; each version counts once',
    shown: [
      ...by('test/ehr/line-faults.test.ts', /\(self-loop\)/, /\(two-cycle\)/, /\(endless-pages\)/),
      ...by('test/ehr/read-record.test.ts', /begins a search again, once, when its pages have expired/),
    ],
  },
  {
    id: 'R8',
    fault: 'a body of 50 MB, 30,000 entries, deep nesting',
    outcome: 'cut at the budget and said so; the page is never held longer than 0.2 s by the reading',
    shown: by(
      'test/ehr/line-faults.test.ts',
      /\(huge-body\)/,
      /\(many-entries\)/,
      /\(deep-nesting\)/,
      /no longer than a fifth of a second/,
    ),
  },
  {
    id: 'R9',
    fault: 'offline, blocked, no such host',
    outcome: 'one sentence with the probable causes; nothing is lost, nothing is sent twice',
    shown: [
      ...by(
        'test/ehr/line-faults.test.ts',
        /\(reset\) is failed, said in words/,
        /is dropped after the commit, and so is every look/,
      ),
      ...by(
        'test/walks/line.walk.ts',
        /in the middle of a session costs no answer, sends nothing later/,
        /a firewall that lets one kind of record through no more/,
      ),
    ],
  },
  {
    id: 'R10',
    fault: 'a form is stored and the answer is lost; or it is stored only after the app gave up waiting',
    outcome:
      'looked for by our identifier, never sent again by itself nor by a click that does not take the risk; at most one after five clicks, and two are said',
    shown: [
      ...by(
        'test/ehr/line-faults.test.ts',
        /\(it is dropped after the commit\) is stored at most once/,
        /every look for it\) is stored at most once/,
      ),
      ...by(
        'test/ehr/vendors.test.ts',
        /stored at most once by five clicks in an EHR like epic/,
        /like cerner that loses/,
        /like hapi that loses/,
        /like smart that loses/,
      ),
      ...by(
        'test/ehr/write-back.test.ts',
        /leaves at most one after five user retries/,
        /that may not have been stored \(503\) is sent again by no click/,
        /is looked for again after a pause/,
        /stored beside a second one that a person asked for is said/,
        /stays in doubt when a second attempt is refused/,
      ),
      ...by(
        'test/ehr/save-note.test.ts',
        /that may not have been filed is sent again by no click/,
        /that came late beside a second one is said/,
      ),
      ...by(
        'test/walks/line.walk.ts',
        /whose answer is lost is stored once by five clicks/,
        /that the EHR stores after the line has broken is waited for and found/,
        /that may still be stored is sent again by no click/,
      ),
    ],
  },
  {
    id: 'R11',
    fault: 'double click; the same chart in two windows',
    outcome: 'one store; the second window is told and sends nothing',
    shown: [
      ...by('test/ehr/write-back.test.ts', /is stored once by a double click/),
      ...by('test/ehr/save-draft.test.ts', /is not sent while another window stores one/),
      ...by('test/walks/line.walk.ts', /that two windows store at a time is stored once/),
    ],
  },
  {
    id: 'R12',
    fault: '409 or 412; a server without versions',
    outcome: 'both versions are shown, neither is overwritten',
    shown: by(
      'test/ehr/write-back.test.ts',
      /shows both versions and overwrites neither/,
      /is assumed where no version is known/,
    ),
  },
  {
    id: 'R13',
    fault: 'forms not taken: 403, 404, 405, 422, 501, or by the EHR’s own statement',
    outcome: 'the next way of writing, with the EHR’s words; export where none is left',
    shown: by(
      'test/ehr/save-draft.test.ts',
      /is filed as a note after a 405/,
      /is filed as a note after a 422/,
      /says that it takes no forms/,
      /is to be exported where the EHR refuses both/,
    ),
  },
  {
    id: 'R14',
    fault: '201 without a body, a relative or unreadable Location, or none; 200; 202',
    outcome: 'found and read back, or "unknown"; a Location is never fetched as it is',
    shown: [
      ...by(
        'test/ehr/write-back.test.ts',
        /201 with an empty body and a relative Location/,
        /202 with nothing to be found yet/,
      ),
      ...by('test/ehr/fault-properties.test.ts', /the token never leaves the base/),
    ],
  },
  {
    id: 'R15',
    fault: 'the tab is closed or reloaded with a draft in it',
    outcome:
      'nothing of the chart is left in storage; the draft comes back from the EHR or from the person’s file',
    shown: [
      ...by(
        'test/ehr/session.test.ts',
        /keeps the token under the random state and in memory, and nothing else/,
      ),
      ...by('test/ehr/draft-file.test.ts', /comes back as it was/),
      ...by(
        'test/ehr/find-drafts.test.ts',
        /are those in progress, and a completed form is never one of them/,
      ),
      ...by('test/walks/line.walk.ts', /that is reloaded comes back from the EHR, after a question/),
    ],
  },
  {
    id: 'R16',
    fault: 'clock and zone skew, partial dates, results of the future',
    outcome: 'dates are spans; one that straddles a limit makes the criterion unknown',
    shown: [
      ...by('test/core/fhir/date-span.test.ts', /one instant written in two zones/),
      ...by(
        'test/core/facts/recency.test.ts',
        /how old a laboratory value may be/,
        /of the future does not block/,
      ),
    ],
  },
  {
    id: 'R17',
    fault: 'foreign, missing or wrong units, comparators, values as text, absent data',
    outcome: 'converted where the unit is known, a bound where it is one, otherwise unknown',
    shown: by(
      'test/core/facts/laboratory.test.ts',
      /converts as UCUM converts it/,
      /how a laboratory value is written/,
      /38 g\/dL is not divided silently/,
    ),
  },
  {
    id: 'R18',
    fault: 'the EHR moves on to another patient',
    outcome: 'late answers are dropped; the patient is read again before anything is stored',
    shown: [
      ...by('test/ehr/read-record.test.ts', /stops at once when it is aborted/),
      ...by('test/ehr/save-draft.test.ts', /the EHR answers with somebody else/, /the chart was merged/),
      ...by('test/ehr/fault-properties.test.ts', /another patient’s records contribute nothing/),
    ],
  },
  {
    id: 'R19',
    fault: 'a policy file that is missing, corrupt, a draft, expired or not yet in force',
    outcome: 'no verdict, and the reason',
    shown: by(
      'test/faults/policy-file.test.ts',
      /is refused at start-up, by file and path/,
      /is missing/,
      /is no longer in force/,
      /is not yet in force/,
    ),
  },
  {
    id: 'R20',
    fault: 'CDS calls: prefetch missing, null or in pages; five at a time; a slow EHR',
    outcome: 'read where it can be, otherwise unknown or no card; never later than the limit',
    shown: by(
      'test/cds/reading.test.ts',
      /a missing prefetch/,
      /a prefetch in pages/,
      /answers five hooks at a time/,
      /one byte at a time is not waited for/,
    ),
  },
];
