// The page of a CDS client that asks as the public CDS Hooks client does: one token a call, prefetch by POST, a launch for each link.

/** @typedef {{ url: string, label: string, type: string, appContext?: string }} Link */
/** @typedef {{ summary: string, detail: string, uuid: string, links: Link[], overrideReasons: { code: string, system: string, display: string }[] }} Card */

const asked = new URLSearchParams(location.search);
const fhirServer = asked.get('fhirServiceUrl') ?? '';
const patientId = asked.get('patientId') ?? '';
const discovery = asked.get('serviceDiscoveryURL') ?? '';
const json = { accept: 'application/json', 'content-type': 'application/json' };

/** @param {string} address @param {RequestInit} [init] @returns {Promise<any>} */
async function read(address, init) {
  const response = await fetch(address, init);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.json();
}

const { key, orders } = await read('/setup.json');
const signing = await crypto.subtle.importKey('jwk', key, { name: 'ECDSA', namedCurve: 'P-384' }, false, [
  'sign',
]);

/** @param {unknown} value */
function part(value) {
  const bytes =
    value instanceof ArrayBuffer ? new Uint8Array(value) : new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** @param {string} aud the address that is called */
async function authorization(aud) {
  const seconds = Math.round(Date.now() / 1000);
  const head = {
    alg: 'ES384',
    typ: 'JWT',
    kid: key.kid,
    jku: 'https://sandbox.cds-hooks.org/.well-known/jwks.json',
  };
  const claims = {
    iss: 'https://sandbox.cds-hooks.org',
    aud,
    exp: seconds + 300,
    iat: seconds,
    jti: crypto.randomUUID(),
  };
  const said = `${part(head)}.${part(claims)}`;
  const bytes = new TextEncoder().encode(said);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, signing, bytes);
  return { authorization: `Bearer ${said}.${part(signature)}` };
}

await read(`${fhirServer}/metadata`);
await read(`${fhirServer}/Patient/${patientId}`);
const { services } = await read(discovery, {
  headers: { accept: 'application/json', ...(await authorization(discovery)) },
});

/** Reads by GET, searches by POST; what cannot be had is left out. @param {Record<string, string>} templates */
async function prefetched(templates) {
  /** @type {Record<string, unknown>} */
  const found = {};
  await Promise.all(
    Object.entries(templates).map(async ([name, template]) => {
      const filled = template.replaceAll('{{context.patientId}}', patientId);
      if (filled.includes('{{')) return;
      const [path = '', query] = filled.split('?');
      const form = { accept: 'application/json+fhir', 'content-type': 'application/x-www-form-urlencoded' };
      const search = { method: 'POST', headers: form, body: String(new URLSearchParams(query)) };
      const answer = query ? read(`${fhirServer}/${path}/_search`, search) : read(`${fhirServer}/${path}`);
      found[name] = await answer.catch(() => undefined);
    }),
  );
  return found;
}

/** @param {string} hook @param {any} order */
async function call(hook, order) {
  // What an earlier hook brought is gone before this one is asked: nobody can take it for the answer.
  document.querySelector('#cards')?.replaceChildren();
  const service = services.find((/** @type {{ hook: string }} */ each) => each.hook === hook);
  const address = `${discovery}/${service.id}`;
  const draftOrders = { resourceType: 'Bundle', entry: [{ resource: order }] };
  const selections = hook === 'order-select' ? { selections: [`ServiceRequest/${order.id}`] } : {};
  const body = {
    hookInstance: crypto.randomUUID(),
    hook,
    fhirServer,
    context: { patientId, userId: 'Practitioner/example', ...selections, draftOrders },
    prefetch: await prefetched(service.prefetch),
  };
  const began = performance.now();
  const headers = { ...json, ...(await authorization(address)) };
  const { cards } = await read(address, { method: 'POST', headers, body: JSON.stringify(body) });
  show(cards, Math.round(performance.now() - began), address);
}

/** @param {Link} link */
async function launch(link) {
  const parameters = { patient: patientId, smart_messaging_origin: origin, appContext: link.appContext };
  const body = JSON.stringify({ launchUrl: link.url, parameters });
  const { launch_id } = await read(`${fhirServer}/_services/smart/Launch`, {
    method: 'POST',
    headers: json,
    body,
  });
  open(`${link.url}?launch=${launch_id}&iss=${fhirServer}`, '_blank');
}

/** @param {Card[]} cards @param {number} milliseconds @param {string} address */
function show(cards, milliseconds, address) {
  const shown = cards.map((card) => {
    const article = document.createElement('article');
    article.dataset.uuid = card.uuid;
    const [title, detail] = [document.createElement('h2'), document.createElement('pre')];
    title.textContent = card.summary;
    detail.textContent = card.detail;
    const links = card.links.map((link) => button(link.label, () => launch(link)));
    const reasons = card.overrideReasons.map((reason) =>
      button(reason.display, async () => {
        const overrideReason = { reason: { code: reason.code, system: reason.system } };
        const outcomeTimestamp = new Date().toISOString();
        const feedback = [{ card: card.uuid, outcome: 'overridden', outcomeTimestamp, overrideReason }];
        const headers = { ...json, ...(await authorization(`${address}/feedback`)) };
        await read(`${address}/feedback`, { method: 'POST', headers, body: JSON.stringify({ feedback }) });
        article.remove();
      }),
    );
    article.append(title, detail, ...links, ...reasons);
    return article;
  });
  const said = document.createElement('p');
  said.textContent = `${cards.length} cards after ${milliseconds} ms`;
  document.querySelector('#cards')?.replaceChildren(said, ...shown);
}

/** @param {string} label @param {() => Promise<void>} act */
function button(label, act) {
  const made = document.createElement('button');
  made.textContent = label;
  made.onclick = () => void act();
  return made;
}

for (const order of orders) {
  document.body.append(
    button(`Select: ${order.code.text}`, () => call('order-select', order)),
    button(`Sign: ${order.code.text}`, () => call('order-sign', order)),
  );
}

export {};
