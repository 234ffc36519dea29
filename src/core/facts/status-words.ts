import { wordsOf } from '../fhir/coding.ts';
import type { CodeableConcept, Condition } from '../fhir/r4.ts';

/** Words of a clinical status by which the disease is over, and of a verification status by which it is not confirmed. */
const over =
  /\b(?:inactive|not active|no longer|remission|(?<!not )resolved|cured|histor(?:y|ical)|past|former|ended|recovered|completed)\b/i;
const unsure =
  /\b(?:unconfirmed|unverified|not (?:yet )?(?:confirmed|proven|verified)|to be confirmed|pending|provisional|working|tentative|preliminary|differential|suspect(?:ed)?|suspicion|presum(?:ed|ptive)|possible|probable|likely|unlikely|doubtful|questionable|rule[- ]out|r\/o|refuted|ruled[- ]out|disproven|error)\b/i;
const isRefutation = /\b(?:refuted|ruled[- ]out|disproven|error)\b/i;

/** Whether the words beside the status codes of a confirmed, active diagnosis say another status than the codes. */
export function hasOtherStatusInWords({ clinicalStatus, verificationStatus }: Condition): boolean {
  return says(clinicalStatus, over) || says(verificationStatus, unsure);
}

/** Whether the words of its verification status say that the disease is not there. */
export function isRefutedInWords({ verificationStatus }: Condition): boolean {
  return says(verificationStatus, isRefutation);
}

function says(concept: CodeableConcept | undefined, words: RegExp): boolean {
  return wordsOf(concept).some((each) => words.test(each));
}
