import * as z from 'zod/mini';
import { ehrProfiles } from '../src/catalogue/ehr-profiles.ts';
import { matchIssuer } from '../src/ehr/issuer.ts';
import { launchRequest } from '../src/ehr/launch-request.ts';
import { type AuthorizeFailure, authorize } from '../src/ehr/session.ts';

z.config({ jitless: true });

const refusals: Readonly<Record<AuthorizeFailure, string>> = {
  'storage-blocked':
    'This browser does not let the app keep its session here, as happens inside a frame of another site. Ask for the app to be opened in its own window.',
  unreachable:
    'The EHR did not answer when it was asked how to log in. Start the app again from the patient’s chart; if it stays so, its address may be blocked here.',
  'not-smart': 'The EHR does not say how to log in (it has no SMART configuration). Nothing was sent.',
  'foreign-endpoint':
    'The EHR named a login address outside the ones listed for it. The launch was stopped and nothing was sent there.',
  'no-pkce': 'The EHR does not offer the protected login (PKCE with S256) that this app requires.',
  'insecure-context': 'The app must be opened over https (or on this machine). Nothing was sent.',
};

/** Takes the EHR's launch to the EHR's login, or says in one sentence why not. */
async function launch(): Promise<string | undefined> {
  const request = launchRequest(location.search);
  // Before anything else: no launch parameter may reach the library, the history or a reload.
  history.replaceState(null, '', location.pathname);
  if (request === 'not-launched')
    return 'This app opens from a patient’s chart. Open the chart in the EHR and start the app there.';
  if (request === 'malformed')
    return 'The launch address is malformed. Start the app again from the patient’s chart.';
  const { iss, launch } = request;
  const match = matchIssuer(iss, ehrProfiles);
  if (match.status === 'unknown') {
    return `This EHR is not on the list of those that may open this app, so nothing was sent to it: ${iss.slice(0, 200)}`;
  }
  if (match.status === 'disabled') {
    return `The app is not registered with ${match.profile.name} yet: its client id is missing. Nothing was sent.`;
  }
  const { profile, base } = match;
  if (profile.authorization === 'open') return `${profile.name} has no login, so it cannot launch the app.`;
  const redirectUri = new URL('../', location.href).href;
  const outcome = await authorize({ profile, iss, base, launch, redirectUri });
  return outcome === 'leaving' ? undefined : refusals[outcome];
}

const message = document.querySelector('[role=status]');
const say = (text: string): void => {
  if (message) message.textContent = text;
};

launch().then(
  (refusal) => {
    if (refusal !== undefined) say(refusal);
  },
  () => say('The app could not start. Start it again from the patient’s chart.'),
);
