import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { vendorProfiles } from '../catalogue/ehr-profiles.ts';
import { AnswerError, checkedEdit, type Edits } from '../core/facts/answers.ts';
import { isObject } from '../core/fhir/json-object.ts';
import { bundleContents } from '../core/record/bundle.ts';
import { ChartError, type PatientRecord, parseRecord } from '../core/record/patient-record.ts';
import { standardCoded } from '../ehr/local-codes.ts';
import { repeatsKey } from './repeated-key.ts';
import { UsageError } from './usage-error.ts';

/** A file does not say which EHR it comes from; a vendor's own code systems do. What one site alone has coded stays uncoded. */
const vendorCodes = vendorProfiles.flatMap(({ localCodes }) => localCodes);

/** Reads a chart file: a FHIR R4 Bundle of one patient. @throws UsageError naming the file and what was expected */
export function chartIn(file: string): PatientRecord {
  return inFile(file, () => {
    const { resources, base, unread, rejected } = bundleContents(jsonIn(file));
    return parseRecord(
      resources.map((resource) => standardCoded(resource, vendorCodes)),
      { base, unread, rejected },
    );
  });
}

const AnswerFile = z.strictObject({
  practitioner: z.string().check(z.minLength(1)),
  // As it came: a record of zod drops a key that is called __proto__.
  answers: z.custom<Readonly<Record<string, unknown>>>(isObject),
});

/** Reads what a clinician attests, as of a date. @throws UsageError naming the file and the question */
export function answersIn(file: string, asOf: string): Edits {
  const parsed = z.safeParse(AnswerFile, jsonIn(file));
  if (!parsed.success) {
    throw new UsageError(
      `${file}: expected {"practitioner": "Practitioner/x", "answers": {QUESTION: value}}`,
    );
  }
  const { practitioner, answers } = parsed.data;
  return inFile(file, () =>
    Object.entries(answers).map(([question, value]) => checkedEdit(question, value, practitioner, asOf)),
  );
}

/** Reads a JSON file. @throws UsageError */
export function jsonIn(file: string): unknown {
  const text = textIn(file).replace(/^\uFEFF/, '');
  const parsed = parsedIn(text, file);
  if (repeatsKey(text)) throw new UsageError(`${file}: a name stands twice in one object; expected it once`);
  return parsed;
}

function parsedIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file}: not JSON; expected a FHIR R4 Bundle in JSON`);
  }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: cannot be read; expected a JSON file`);
  }
}

/** Runs a reader; what it finds wrong with the content is said with the file's name. @throws UsageError */
export function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ChartError || error instanceof AnswerError)
      throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof RangeError)
      throw new UsageError(`${file}: nested too deeply; expected a FHIR R4 Bundle`);
    throw error;
  }
}
