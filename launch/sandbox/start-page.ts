import type { SandboxChart } from './chart.ts';
import { staffName } from './staff.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Text as HTML that means only that text. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

/** The headers of every page of the sandbox: no script, no framing, no cache. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
};

/** Whether the app can be launched from the page, and whether office staff sits before it instead of who ordered. */
export interface StartOptions {
  readonly launches: boolean;
  readonly isStaff: boolean;
}

/** The page at the sandbox's root: every patient with one sentence; a link opens the app from that chart, without any script. */
export function startPage(charts: readonly SandboxChart[], name: string, options: StartOptions): Response {
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox EHR: choose a patient</title>
<link rel="stylesheet" href="sandbox/start.css">
</head>
<body>
<main>
<header>
<p class="kicker">${escaped(name)}</p>
<h1>Choose a patient</h1>
<p>Every chart is synthetic. Opening one launches the app from that chart, as a hospital's record system would.</p>
${options.launches ? userLine(options) : ''}
</header>
<ul class="patients">
${charts.map((chart) => patientItem(chart, options)).join('\n')}
</ul>
</main>
</body>
</html>`;
  return new Response(page, { headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' } });
}

function userLine({ isStaff }: StartOptions): string {
  return isStaff
    ? `<p class="user">You work as <b>${escaped(staffName)}</b>. <a href="?">Work as the physician who ordered</a></p>`
    : `<p class="user">You work as <b>the physician who ordered</b>. <a href="?as=staff">Work as ${escaped(staffName)}</a></p>`;
}

function patientItem(
  { id, story, patient, orderText }: SandboxChart,
  { launches, isStaff }: StartOptions,
): string {
  const name = escaped(patient.name);
  const born = `<time datetime="${escaped(patient.birthDate)}">${escaped(patient.birthDate)}</time>`;
  return `<li>
<h2>${launches ? `<a href="open/${encodeURIComponent(id)}${isStaff ? '?as=staff' : ''}">${name}</a>` : name}</h2>
<p class="who">${escaped(patient.gender)}, born ${born}</p>
<p>${escaped(story)}</p>
${orderText ? `<p class="order"><span>Order</span> ${escaped(orderText)}</p>` : ''}
</li>`;
}

/** The style of the start page, a file of its own so that its content security policy needs no exception. */
export function startStyle(): Response {
  return new Response(style, { headers: { ...pageHeaders, 'content-type': 'text/css; charset=utf-8' } });
}

const style = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2530, #e8edf2);
  --quiet: light-dark(#52606e, #a3b1bf);
  --paper: light-dark(#f4f6f8, #11171d);
  --card: light-dark(#ffffff, #1a222b);
  --line: light-dark(#d5dce3, #34404c);
  --link: light-dark(#0a5a8a, #7cc4ee);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 78rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
header { max-width: 42rem; margin-bottom: 1.75rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.9rem; line-height: 1.2; }
p { margin: 0.35rem 0 0; }
.kicker { color: var(--quiet); font-weight: 600; }
.patients { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); }
.patients li { position: relative; background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; padding: 1rem 1.15rem; }
.patients li:hover { border-color: var(--link); }
h2 { margin: 0; font-size: 1.15rem; }
h2 a { color: var(--link); }
h2 a::after { content: ''; position: absolute; inset: 0; border-radius: 0.6rem; }
.user a { color: var(--link); }
h2 a:focus-visible { outline: none; }
h2 a:focus-visible::after { outline: 3px solid var(--link); outline-offset: 2px; }
.who { color: var(--quiet); font-size: 0.92rem; margin-top: 0; }
.order { color: var(--quiet); font-size: 0.92rem; }
.order span { font-weight: 600; }
.embedding { display: flex; height: 100vh; }
.embedding iframe { flex: 1; border: 1px solid var(--line); }
`;
