import * as z from 'zod/mini';
import type { Attested, Authored } from './finding.ts';

/** What can be seen: spaces and marks without a shape answer nothing. */
const visible = /[^\s\p{Z}\p{C}]/u;
const text = z.string().check(z.regex(visible), z.maxLength(10_000));
const isoDate = z.iso.date();
const result = z.strictObject({ value: z.number().check(z.gte(0)), unit: z.string(), date: isoDate });

/** Every question that a clinician can answer, and what an answer looks like. */
export const questions = {
  unresectable: z.boolean(),
  'bridge-to-transplant': z.boolean(),
  'liver-dominant': z.boolean(),
  diffuse: z.boolean(),
  progressive: z.boolean(),
  symptomatic: z.boolean(),
  'systemic-failed-symptoms': z.boolean(),
  'systemic-not-candidate': z.boolean(),
  'chemo-refractory': z.boolean(),
  'chemo-not-candidate': z.boolean(),
  'extrahepatic-disease': z.enum(['present', 'absent']),
  'tumor-type': z.enum(['hcc', 'icc', 'net-liver-mets', 'crc-liver-mets', 'melanoma-liver-mets', 'other']),
  therapy: z.enum(['tare', 'tace', 'deb-tace', 'tae']),
  site: z.enum(['liver', 'other']),
  coverage: z.string().check(z.regex(/^Coverage\/[A-Za-z0-9\-.]{1,64}$/)),
  'embolic-agent': text,
  approach: text,
  'planned-date': isoDate,
  'planned-sessions': z.int().check(z.gte(1)),
  ascites: z.enum(['none', 'mild', 'moderate-severe']),
  encephalopathy: z.enum(['none', 'grade-1-2', 'grade-3-4']),
  ecog: z.int().check(z.gte(0), z.lte(4)),
  'macrovascular-invasion': z.enum(['none', 'branch', 'main']),
  'lung-shunt-percent': z.number().check(z.gte(0), z.lte(100)),
  'tumor-size-cm': z.number().check(z.gt(0), z.lte(50)),
  'tumor-count': z.int().check(z.gte(1)),
  'life-expectancy-at-least-3-months': z.boolean(),
  'surgical-rationale': text,
  'systemic-rationale': text,
  'prior-treatments': text,
  'prior-treatments-confirmed': z.boolean(),
  symptoms: text,
  'disease-extent': text,
  'alternatives-considered': text,
  'follow-up-plan': text,
  bilirubin: result,
  albumin: result,
  inr: result,
  platelets: result,
  creatinine: result,
  sodium: result,
  afp: result,
} as const;

export type Question = keyof typeof questions;
export type AnswerValue<Q extends Question = Question> = z.infer<(typeof questions)[Q]>;

/** One answer of a clinician. Later answers to the same question replace earlier ones. */
export interface Edit<Q extends Question = Question> extends Authored {
  readonly question: Q;
  readonly value: AnswerValue<Q>;
}
export type Edits = readonly Edit[];

/** An answer is not one of ours, or has the wrong type. The message names the question, never the value. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/** Whether a name is one of our questions. */
export function isQuestion(name: string): name is Question {
  return Object.hasOwn(questions, name);
}

/** Checks one answer from outside. @throws AnswerError naming the question */
export function checkedEdit(
  question: string,
  value: unknown,
  by: string,
  at: string,
  because: Pick<Authored, 'reason' | 'explained'> = {},
): Edit {
  if (!isQuestion(question)) throw new AnswerError(`unknown question "${question}"`);
  const parsed = z.safeParse(questions[question], value);
  if (!parsed.success)
    throw new AnswerError(`the answer to "${question}" has the wrong type: expected ${expected(question)}`);
  if (because.reason !== undefined && !z.safeParse(text, because.reason).success)
    throw new AnswerError(`the reason given for "${question}" is no text of a usable length`);
  return { question, value: parsed.data, by, at, ...because };
}

/** An answer and who stands for it. */
export interface Answer<T> {
  readonly value: T;
  readonly provenance: Attested;
}

/** The answer in force to each question. */
export interface Answers {
  get<Q extends Question>(question: Q): Answer<AnswerValue<Q>> | undefined;
}

/** The latest edit of each question counts. */
export function answersOf(edits: Edits): Answers {
  const latest = new Map(edits.map((edit) => [edit.question, edit]));
  return {
    get: <Q extends Question>(question: Q) => {
      const edit = latest.get(question) as Edit<Q> | undefined;
      if (!edit) return undefined;
      const { question: _, value, ...given } = edit;
      return { value, provenance: { kind: 'attested', question, ...given } };
    },
  };
}

/** What an answer to this question looks like, in words. */
export function expected(question: Question): string {
  const schema: z.core.$ZodType = questions[question];
  const { def } = schema._zod;
  if (def.type === 'enum') return Object.values((def as z.core.$ZodEnumDef).entries).join(' | ');
  if (def.type === 'object') return '{"value", "unit", "date"}';
  if (def.type === 'number') return question === 'ecog' ? 'a whole number from 0 to 4' : 'a number in range';
  return def.type === 'boolean' ? 'true or false' : 'text';
}
