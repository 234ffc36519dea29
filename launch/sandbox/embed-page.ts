import type { SandboxChart } from './chart.ts';
import { escaped, pageHeaders } from './start-page.ts';

/** What the frame of an embedded app may keep; `blocked` gives it an origin of its own, in which reading storage throws. */
const frames: Readonly<Record<string, string>> = {
  shared: '',
  blocked: ' sandbox="allow-scripts allow-forms"',
};

/**
 * A page of the EHR that embeds the app, as PowerChart and Hyperdrive do: `?chart=a&chart=b` gives one frame per chart, side by side
 * in one window, whose frames share one sessionStorage. `&storage=partitioned` moves the page to another site (127.0.0.1, where the
 * sandbox is at localhost): the browser keeps the app's storage apart, or denies it where it blocks third-party cookies, as an incognito
 * window does. `&storage=blocked` takes its storage away in any browser, and the app's scripts with it unless its host allows any origin.
 */
export function embedPage(url: URL, charts: readonly SandboxChart[], root: string): Response {
  const storage = url.searchParams.get('storage') ?? 'shared';
  if (storage === 'partitioned' && url.hostname === 'localhost') {
    const elsewhere = new URL(url);
    elsewhere.hostname = '127.0.0.1';
    elsewhere.searchParams.delete('storage');
    return new Response(null, { status: 303, headers: { location: elsewhere.href } });
  }
  const asked = url.searchParams.getAll('chart');
  const found = asked.map((id) => charts.find((chart) => chart.id === id));
  const attributes = frames[storage];
  if (attributes === undefined || asked.length === 0 || found.includes(undefined)) {
    return new Response(
      'Name charts by ?chart=, and storage=shared, blocked or, at localhost, partitioned.',
      { status: 400 },
    );
  }
  const framed = found.filter((chart) => chart !== undefined);
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sandbox EHR: ${framed.length} embedded</title>
<link rel="stylesheet" href="sandbox/start.css">
</head>
<body class="embedding">
${framed.map((chart) => frame(chart, attributes, root)).join('\n')}
</body>
</html>`;
  const policy = "default-src 'none'; style-src 'self'; frame-src *; frame-ancestors 'none'; base-uri 'none'";
  const headers = { ...pageHeaders, 'content-security-policy': policy };
  return new Response(page, { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
}

function frame({ id, patient }: SandboxChart, attributes: string, root: string): string {
  const source = `${root}open/${encodeURIComponent(id)}`;
  return `<iframe title="${escaped(patient.name)}" src="${escaped(source)}"${attributes}></iframe>`;
}
