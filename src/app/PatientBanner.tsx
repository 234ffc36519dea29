import { dateSpan } from '../core/fhir/date-span.ts';
import type { Patient } from '../core/fhir/r4.ts';
import { dayInWords, spanInWords, yearsOld } from './calendar.ts';
import { words } from './words.ts';

/** Whose chart this is, as the chart says; in sight at all times. Text only: a name is never markup. */
export function PatientBanner({ patient, asOf }: { readonly patient: Patient; readonly asOf: string }) {
  const { birthDate, gender } = patient;
  const born = dateSpan(birthDate);
  const age = yearsOld(birthDate, asOf);
  const record = recordNumber(patient);
  return (
    <header className="banner">
      <strong>{nameOf(patient)}</strong>
      <span>
        {born
          ? `${words.banner.born} ${born.first === born.last ? dayInWords(born.first) : spanInWords(born)}`
          : words.banner.noBirthDate}
        {age === undefined ? '' : ` (${age})`}
      </span>
      {gender !== undefined && <span>{gender}</span>}
      <span>{record === undefined ? words.banner.noRecord : named(record)}</span>
    </header>
  );
}

/** Some hospitals write the letters into the number: they are not said twice. */
function named(record: string): string {
  return record.startsWith(words.banner.record) ? record : `${words.banner.record} ${record}`;
}

/** `Family, Given` of the first name, else its text. */
export function nameOf({ name = [] }: Patient): string {
  const [first] = name;
  const parts = [first?.family, first?.given?.join(' ')].filter((part) => part !== undefined && part !== '');
  return parts.length > 0 ? parts.join(', ') : (first?.text ?? words.banner.noName);
}

/** The medical record number: the identifier that says it is one, else the first. */
export function recordNumber({ identifier = [] }: Patient): string | undefined {
  const named = identifier.find(({ type }) => type?.coding?.some(({ code }) => code === 'MR') ?? false);
  return (named ?? identifier[0])?.value;
}
