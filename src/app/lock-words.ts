import type { Revocation } from '../ehr/running-session.ts';
import type { Ended } from './stage.ts';

/** The texts of a page that shows nothing of the patient any more: locked, or over. */
export const lockWords = {
  title: 'Locked',
  text: (minutes: number) =>
    `This page was not used for ${minutes} minutes. Everything of the patient is hidden.`,
  unsaved: (time: string) =>
    `There are answers that are not stored. They wait in this window until ${time}, then they are deleted.`,
  until: (time: string) => `Until ${time} you can go on. After that the session is closed.`,
  goOn: 'Continue',
  asking: 'Asking the EHR whether the session still stands…',
  unreachable: 'The EHR could not be asked, so the page stays locked. Try again in a moment.',
  over: 'The session with the EHR has ended, so this chart cannot be shown again. Your answers are not stored: keep them as a file, start the app again from the patient’s chart, and take the file in there.',
  keep: 'Keep my answers as a file',
  fileNote: 'The file holds patient data. Keep it where patient data may be kept, and delete it afterwards.',
  close: 'Sign out without storing',
  closePlain: 'Sign out',
  closing: {
    title: 'Sign out?',
    unsaved: 'There are answers that the EHR does not hold. Signing out deletes them here.',
    storing: 'The form is being stored. Wait until it is known what became of it.',
    store: 'Store a draft, then sign out',
    amend: 'Back to amend',
    keep: 'Keep my answers as a file',
    lose: 'Sign out without storing',
    stay: 'Stay here',
  },
} as const;

/** Why a page is over, and what to do. */
export const endWords: Readonly<Record<Ended['because'], { readonly title: string; readonly text: string }>> =
  {
    closed: { title: 'Closed', text: 'Nothing of the patient is left in this window.' },
    unused: {
      title: 'Closed, because it was not used',
      text: 'Nothing of the patient is left in this window.',
    },
    changed: {
      title: 'Closed: the EHR now means somebody else',
      text: 'What the EHR says of the patient is no longer what this page had read. Nothing of it is shown any more.',
    },
    replaced: {
      title: 'This page was closed',
      text: 'The app was started again, or signed out, after this page was left. It shows nothing of the earlier patient.',
    },
  };

export const endedWords = {
  again: 'To go on, start the app again from the patient’s chart.',
  lost: 'Answers that were not stored are gone.',
  revocation: {
    revoked: () => 'The EHR has withdrawn the app’s access.',
    'not-offered': (time: string | undefined) =>
      `The app has forgotten its access to the EHR${time === undefined ? '' : `; it also ends by itself at ${time}`}.`,
    unconfirmed: (time: string | undefined) =>
      `The app has forgotten its access. The EHR could not be reached to withdraw it${time === undefined ? '' : `; it ends by itself at ${time}`}.`,
  } satisfies Readonly<Record<Revocation, (time: string | undefined) => string>>,
} as const;
