import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DraftResult, saveDraft } from '../../src/ehr/save-draft.ts';
import { formOf, type StoredForm } from '../../src/ehr/write-back-result.ts';
import {
  type FaultyStore,
  faultyStore,
  type Kind,
  type Mishap,
  mishaps,
  type Version,
} from './faulty-store.ts';
import { patientId } from './test-ehr.ts';

/** What a person can do; what the screen does not offer at the time does nothing. */
const clicks = [
  'save',
  'change',
  'change and save',
  'complete',
  'look again',
  'store again',
  'keep mine',
] as const;
type Click = (typeof clicks)[number];

const draftId = 'b1946ac9';
const identifier = { system: 'https://hepauth.example/response', value: draftId };

/** A page as the screen drives it, and the person at it. */
interface Page {
  readonly store: FaultyStore;
  answer: number;
  isCompleted: boolean;
  as: 'draft' | 'completed';
  previous: StoredForm | undefined;
  result: DraftResult | undefined;
  /** The clock of the answers: each click has its own time. */
  time: number;
  /** How often a person took the risk of a second record. */
  risks: number;
  /** Items of others that a person saw and chose to replace. */
  readonly shown: Set<string>;
}

async function click(page: Page, what: Click, wrong: readonly Mishap[]): Promise<void> {
  const { outcome } = page.result ?? {};
  page.store.begin(wrong);
  if (what === 'change' || what === 'change and save') page.answer += 1;
  if (what === 'change and save' || (what === 'save' && !page.isCompleted))
    await send(page, page.isCompleted ? 'completed' : 'draft');
  if (what === 'complete') await send(page, 'completed');
  if (what === 'look again' && outcome?.status === 'unknown') await send(page, page.as);
  if (what === 'store again' && outcome?.status === 'unknown' && outcome.mayBecomeTwo) {
    page.risks += 1;
    await send(page, page.as, true);
  }
  if (what === 'keep mine' && outcome?.status === 'conflict' && outcome.current) {
    const theirs = outcome.theirs as { readonly status: string; readonly item: unknown };
    // The screen puts drafts side by side; what was completed meanwhile stays.
    if (theirs.status === 'in-progress') {
      page.shown.add(JSON.stringify(theirs.item));
      page.previous = outcome.current;
      await send(page, page.as);
    }
  }
  page.store.settle();
}

async function send(page: Page, as: Page['as'], storeAgain = false): Promise<void> {
  page.as = as;
  page.time += 1;
  const at = new Date(Date.UTC(2025, 5, 16, 10, page.time)).toISOString();
  const status = as === 'draft' ? 'in-progress' : page.isCompleted ? 'amended' : 'completed';
  const response = {
    resourceType: 'QuestionnaireResponse' as const,
    identifier,
    status,
    subject: { reference: `Patient/${patientId}` },
    authored: at,
    item: itemOf(page),
  };
  const text = `Draft ${draftId}\nWritten ${at}\nStatus ${status}\nAnswer ${page.answer}.`;
  page.result = await saveDraft(page.store.ehr, {
    response,
    note: as === 'completed' ? { text, draftId, title: 'Form', at } : undefined,
    previous: page.previous,
    storeAgain,
  });
  const { outcome } = page.result;
  if (outcome.status !== 'saved') return;
  if (outcome.as === 'QuestionnaireResponse') page.previous = formOf(outcome);
  if (as === 'completed') page.isCompleted = true;
}

function itemOf({ answer }: Page): object {
  return [{ linkId: 'ours', answer: [{ valueInteger: answer }] }];
}

/** Whether a version says what the person answered last. */
function says(page: Page, { body }: Version): boolean {
  if (body.resourceType === 'QuestionnaireResponse')
    return JSON.stringify(body.item) === JSON.stringify(itemOf(page));
  const [{ attachment }] = body.content as [{ readonly attachment: { readonly data: string } }];
  return atob(attachment.data).includes(`Answer ${page.answer}.`);
}

const isDone = (status: unknown) => status === 'completed' || status === 'amended';

/** What must hold after every click, whatever went wrong. */
function check(page: Page, struck: readonly Mishap[]): void {
  const { store, result, risks, shown } = page;
  const { outcome } = result ?? {};
  expect(store.records.size, 'one record, and one more for each risk that was taken').toBeLessThanOrEqual(
    1 + risks,
  );
  for (const { by, body, with: ours } of store.replaced) {
    if (by === 'colleague') expect(shown, 'what is replaced was shown').toContain(JSON.stringify(body.item));
    if (isDone(body.status)) expect(ours.status, 'what is completed stays so').not.toBe('in-progress');
  }
  const all = [...store.records.values()].flat();
  // A proxy may refuse anything, and without versions an old copy is like another's.
  const isTold = !struck.includes('412') && !struck.includes('copy is stale');
  if (outcome?.status === 'conflict' && isTold && !all.some(({ by }) => by === 'colleague'))
    expect(outcome.because, 'nobody conflicts with themselves').toMatch(/as completed/);
}

/** What a click ended with, said of the answers as they were then. */
function checkSaved(page: Page): void {
  const { outcome } = page.result ?? {};
  if (outcome?.status !== 'saved') return;
  const versions = page.store.records.get(outcome.reference) ?? [];
  if (outcome.verified)
    expect(
      versions.some((each) => says(page, each)),
      'what is called saved is there',
    ).toBe(true);
  else expect(outcome.because).toBeTruthy();
}

/**
 * In the end a person who goes on gets the answers stored, or is told that they are to be exported, or that somebody else completed
 * the form.
 */
async function finish(page: Page, struck: readonly Mishap[]): Promise<void> {
  const go = async (what: Click) => {
    await click(page, what, []);
    check(page, struck);
    return page.result?.outcome;
  };
  for (let round = 0; round < 6; round += 1) {
    let outcome = await go(page.isCompleted || page.as === 'completed' ? 'complete' : 'save');
    if (outcome?.status === 'unknown') outcome = await go('store again');
    if (outcome?.status === 'conflict') outcome = await go('keep mine');
    if (outcome?.status === 'conflict' && isDone((outcome.theirs as { readonly status: string }).status)) {
      if (page.as === 'completed') return;
      outcome = await go('complete');
    }
    if (outcome?.status === 'export') return;
    if (outcome?.status !== 'saved' || !outcome.verified) continue;
    const last = page.store.records.get(outcome.reference)?.at(-1);
    expect(last && says(page, last), 'the last answers are there').toBe(true);
    // What came late is told by the next store.
    if (page.store.records.size === 1 || outcome.copies?.length === page.store.records.size) return;
  }
  expect(page.result, 'this goes on for ever').toBeUndefined();
}

const kind: fc.Arbitrary<Kind> = fc.record({
  versions: fc.constantFrom('told', 'read', 'ignored', 'none'),
  takes: fc.constantFrom('forms', 'forms and notes', 'notes'),
  conditionalCreate: fc.boolean(),
});
const steps = fc.array(fc.constantFrom(...clicks), { minLength: 1, maxLength: 5 });
const fault = fc.record({ at: fc.nat(4), what: fc.constantFrom(...mishaps) });
const faults = fc.array(fault, { maxLength: 3 });

it('stores a form once, over nothing that was not shown, and loses no answer, whatever is clicked and goes wrong', async () => {
  await fc.assert(
    fc.asyncProperty(kind, steps, faults, async (of, clicked, struck) => {
      const page: Page = {
        store: faultyStore(of),
        answer: 1,
        isCompleted: false,
        as: 'draft',
        previous: undefined,
        result: undefined,
        time: 0,
        risks: 0,
        shown: new Set(),
      };
      const whats = struck.map(({ what }) => what);
      for (const [index, what] of clicked.entries()) {
        const { result } = page;
        await click(
          page,
          what,
          struck.flatMap((each) => (each.at === index ? [each.what] : [])),
        );
        check(page, whats);
        if (page.result !== result) checkSaved(page);
      }
      await finish(page, whats);
    }),
    { numRuns: 5000 * Number(process.env.PROPERTY_RUNS ?? 1) },
  );
}, 600_000);
