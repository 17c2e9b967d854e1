/** Puts something of everything into an installation, so that what is asked for at random is there now and then. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const PASSWORD = 'correct horse battery 9';
const LEAVER = 'leaver@example.com';
const SITES = ['harbour.example', 'pier.example', 'quay.example'];
const HOUR_MS = 3_600_000;
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';
const REFERRERS = ['https://www.google.com/', 'https://news.example/', undefined];

async function send({ url, headers }, method, address, body) {
  const response = await fetch(url + address, {
    method,
    headers: { ...headers, 'content-type': 'application/json', 'user-agent': CHROME },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${address} was answered ${response.status}: ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

/** Views of three days, and some custom events. */
function* makeEvents(site) {
  for (let hour = 1; hour < 72; hour += 1) {
    const event = {
      timestamp: new Date(Date.now() - hour * HOUR_MS).toISOString(),
      event_id: randomUUID(),
      page_url: `https://${site}/page-${hour % 7}${hour % 5 === 0 ? '?utm_source=letter&utm_campaign=spring' : ''}`,
      visitor_id: `visitor-${hour % 11}`,
      session_id: `session-${Math.floor(hour / 3)}`,
      time_on_page: hour,
      referrer: REFERRERS[hour % REFERRERS.length],
      language: 'en-GB',
      screen_resolution: '1920x1080',
    };
    yield event;
    if (hour % 9 === 0) yield { ...event, event_id: randomUUID(), name: 'download', props: { file: 'tides.pdf' } };
  }
}

async function untilCounted(api, site) {
  while ((await send(api, 'GET', `/api/metrics/daily?site=${site}`)).totals.page_views === 0) await sleep(200);
}

/** @returns what the hooks need to know, for their environment */
export async function prepare(api) {
  for (const site of SITES) {
    const { id } = await send(api, 'POST', '/api/sites', { domain: site });
    await send(api, 'POST', '/api/track', [...makeEvents(site)]);
    await send(api, 'POST', `/api/sites/${id}/marked-days`, { start_date: '2026-01-01', reason: 'a campaign' });
    await send(api, 'POST', `/api/sites/${id}/shares`, { name: 'The board' });
    await send(api, 'POST', `/api/sites/${id}/annotations`, { date: '2026-01-01', text: 'a campaign' });
    await send(api, 'POST', `/api/sites/${id}/views`, { name: 'Phones', query: 'device_type=mobile' });
  }
  await send(api, 'POST', '/api/keys', { name: 'Monthly report', scope: 'read' });
  await send(api, 'POST', '/api/users', { email: 'invited@example.com', role: 'viewer' });
  const { link } = await send(api, 'POST', '/api/users', { email: LEAVER, role: 'viewer' });
  await send(api, 'POST', '/api/auth/invite/accept', { token: link.split('#token=')[1], password: PASSWORD });
  for (const site of SITES) await untilCounted(api, site);
  return {
    FUZZ_URL: api.url,
    FUZZ_TOKEN: api.headers.authorization.split(' ')[1],
    FUZZ_LEAVER: LEAVER,
    FUZZ_PASSWORD: PASSWORD,
  };
}
