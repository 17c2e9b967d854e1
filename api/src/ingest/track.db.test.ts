import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Problem, TrackAccepted } from '@tidemark/contracts';
import request from 'supertest';
import { CHROME, startTestServer, type TestServer } from '../testing/index.js';

let server: TestServer;
let now = new Date();

beforeAll(async () => {
  server = await startTestServer({ isAutoRegistering: false, now: () => now });
  await server.sites.save({ domain: 'example.com', name: 'Example', timezone: 'UTC' });
});
beforeEach(() => {
  now = new Date();
});
afterAll(() => server.stop());

/** The specification's own payload. */
const sample = {
  page_url: 'https://example.com/page',
  visitor_id: 'visitor_123',
  session_id: 'session_456',
  time_on_page: 120,
  referrer: 'https://google.com',
  user_agent: CHROME,
  device_type: 'desktop',
  browser: 'Chrome',
  os: 'Windows',
};

function post(body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(server.url)
    .post('/api/track')
    .set({ 'Content-Type': 'application/json', 'User-Agent': CHROME, ...headers })
    .send(text);
}

async function stored(eventId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await server.database.pool.query<Record<string, unknown>>(
    'SELECT * FROM page_visits WHERE event_id = $1',
    [eventId],
  );
  expect(rows.length).toBeLessThan(2);
  return rows[0];
}

async function storeOne(event: object, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const response = await post({ ...sample, ...event }, headers);
  expect([response.status, response.body]).toEqual([
    201,
    { accepted: 1, duplicates: 0, event_ids: [expect.any(String)] },
  ]);
  const row = await stored((response.body as TrackAccepted).event_ids[0]!);
  expect(row).toBeDefined();
  return row!;
}

describe('collecting an event', () => {
  it("accepts the specification's sample payload and stores it enriched", async () => {
    const row = await storeOne({});
    expect(row).toMatchObject({
      page_url: 'https://example.com/page',
      visitor_id: 'visitor_123',
      session_id: 'session_456',
      time_on_page: 120,
      referrer: 'https://google.com',
      device_type: 'desktop',
      browser: 'Chrome',
      os: 'Windows',
      source: 'Google',
      channel: 'Organic Search',
      ip_address: '127.0.0.0',
      is_session_derived: false,
    });
  });

  it('reads device, browser and system from the user agent where the event names none', async () => {
    const iphone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
    const { device_type, browser, os, user_agent, ...rest } = sample;
    expect([device_type, browser, os, user_agent]).toHaveLength(4);
    const response = await post(rest, { 'User-Agent': iphone });
    const row = await stored((response.body as TrackAccepted).event_ids[0]!);
    expect(row).toMatchObject({ device_type: 'mobile', browser: 'Safari', os: 'iOS' });
  });

  it('reads and removes campaign parameters', async () => {
    const row = await storeOne({
      page_url: 'https://example.com/page/?utm_source=news&utm_medium=email&utm_campaign=May&x=1#f',
    });
    expect(row).toMatchObject({
      page_url: 'https://example.com/page',
      utm_source: 'news',
      utm_medium: 'email',
      utm_campaign: 'May',
      source: 'news',
      channel: 'Email',
    });
  });

  it('counts a host below a registered domain, www too, for that site', async () => {
    const row = await storeOne({ page_url: 'https://www.example.com/a' });
    const below = await storeOne({ page_url: 'https://shop.example.com/a' });
    expect(row['site_id']).toBe(below['site_id']);
  });

  it('takes text/plain, as sendBeacon sends it, from any origin', async () => {
    const response = await post(sample, { 'Content-Type': 'text/plain;charset=UTF-8', Origin: 'https://example.com' });
    expect(response.status).toBe(201);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  it('takes an array of 1 to 100 events at once', async () => {
    const response = await post(
      Array.from({ length: 100 }, (_, index) => ({ ...sample, page_url: `https://example.com/${index}` })),
    );
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({ accepted: 100, duplicates: 0 });
  });

  it.each([
    ['0', null],
    ['', null],
    ['TABLET', 'tablet'],
    ['smart-fridge', 'other'],
  ])('stores the device type %j as one of the four', async (given, type) => {
    const row = await storeOne({ device_type: given });
    expect(row['device_type']).toBe(type ?? (given === '' ? 'desktop' : 'other'));
  });

  it('stores hostile text as text, cut of nothing', async () => {
    const hostile = `'); DROP TABLE page_visits; -- <script>alert("x")</script> \u{1F600} \u202E {}"\\`;
    const row = await storeOne({ referrer: hostile, browser: hostile, visitor_id: hostile });
    expect(row).toMatchObject({ referrer: hostile, browser: hostile, visitor_id: hostile });
  });
});

describe('an event id', () => {
  it('is counted once, however often it comes and in whatever letter case', async () => {
    const event = { ...sample, event_id: randomUUID() };
    expect((await post(event)).body).toEqual({ accepted: 1, duplicates: 0, event_ids: [event.event_id] });
    expect((await post({ ...event, event_id: event.event_id.toUpperCase() })).body).toEqual({
      accepted: 0,
      duplicates: 1,
      event_ids: [event.event_id],
    });
    expect((await post([event, event])).body).toMatchObject({ accepted: 0, duplicates: 2 });
    await stored(event.event_id);
  });

  it('is counted once among requests that come at the same time', async () => {
    const event = { ...sample, event_id: randomUUID() };
    const bodies = await Promise.all(Array.from({ length: 30 }, async () => (await post(event)).body as TrackAccepted));
    expect(bodies.reduce((sum, body) => sum + body.accepted, 0)).toBe(1);
  });

  it('is counted once when it comes again the next day without a timestamp', async () => {
    const event = { ...sample, event_id: randomUUID() };
    now = new Date(Date.now() - 25 * 3_600_000);
    expect((await post(event)).body).toMatchObject({ accepted: 1 });
    now = new Date();
    expect((await post({ ...event, time_on_page: 300 })).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await stored(event.event_id)).toMatchObject({ time_on_page: 300 });
  });

  it('with a longer time on page extends its view, with a shorter one changes nothing', async () => {
    const event = { ...sample, time_on_page: undefined as number | undefined, event_id: randomUUID() };
    await post(event);
    expect(await stored(event.event_id)).toMatchObject({ time_on_page: null });
    for (const [seconds, kept] of [
      [30, 30],
      [10, 30],
      [95, 95],
    ] as const) {
      await post({ ...event, time_on_page: seconds });
      expect(await stored(event.event_id)).toMatchObject({ time_on_page: kept });
    }
  });
});

describe('a bad event is refused, and the answer names every bad field', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  it.each([
    ['no page_url', { page_url: undefined }, 'page_url'],
    ['a relative page_url', { page_url: '/page' }, 'page_url'],
    ['another scheme', { page_url: 'javascript:alert(1)' }, 'page_url'],
    ['a long page_url', { page_url: `https://example.com/${'x'.repeat(500)}` }, 'page_url'],
    [
      'a page_url that grows over the limit',
      { page_url: `https://${'ä.'.repeat(60)}example.com/${'x'.repeat(100)}` },
      'page_url',
    ],
    ['no visitor_id', { visitor_id: undefined }, 'visitor_id'],
    ['an empty visitor_id', { visitor_id: '' }, 'visitor_id'],
    ['a long visitor_id', { visitor_id: 'v'.repeat(101) }, 'visitor_id'],
    ['no session_id', { session_id: undefined }, 'session_id'],
    ['a session_id of a number', { session_id: 7 }, 'session_id'],
    ['time_on_page of text', { time_on_page: 'long' }, 'time_on_page'],
    ['a broken time_on_page', { time_on_page: 1.5 }, 'time_on_page'],
    ['a negative time_on_page', { time_on_page: -1 }, 'time_on_page'],
    ['a day and more of time_on_page', { time_on_page: 86_401 }, 'time_on_page'],
    ['a long referrer', { referrer: 'r'.repeat(501) }, 'referrer'],
    ['a NUL in the referrer', { referrer: 'a\u0000b' }, 'referrer'],
    ['half a surrogate pair', { browser: '\ud800' }, 'browser'],
    ['a long device_type', { device_type: 'd'.repeat(51) }, 'device_type'],
    ['a long os', { os: 'o'.repeat(101) }, 'os'],
    ['a long screen_resolution', { screen_resolution: '1'.repeat(21) }, 'screen_resolution'],
    ['a long language', { language: 'de-DE-u-co-phonebk' }, 'language'],
    ['an event_id that is no UUID', { event_id: '123' }, 'event_id'],
    ['a timestamp without an offset', { timestamp: '2025-08-05T10:00:00' }, 'timestamp'],
    ['a timestamp of four days ago', { timestamp: new Date(Date.now() - 96 * 3_600_000).toISOString() }, 'timestamp'],
    ['a timestamp ahead', { timestamp: new Date(Date.now() + 600_000).toISOString() }, 'timestamp'],
    ['consent of text', { consent: 'yes' }, 'consent'],
    ['props that are nested', { name: 'buy', props: { cart: { total: 1 } } }, 'props.cart'],
    ['a name of an object', { name: {} }, 'name'],
  ])('%s', async (_what, wrong, path) => {
    const response = await post({ ...sample, ...wrong });
    expect(response.headers['content-type']).toContain('application/problem+json');
    const problem = response.body as Problem;
    expect([response.status, problem.title, problem.errors?.map((error) => error.path)]).toEqual([
      400,
      'Validation failed',
      [path],
    ]);
    expect(problem.request_id).toBe(response.headers['x-request-id']);
  });

  it('several wrong fields are all listed', async () => {
    const response = await post({ page_url: 7, time_on_page: 'x', session_id: null });
    expect((response.body as Problem).errors?.map((error) => error.path).sort()).toEqual([
      'page_url',
      'session_id',
      'time_on_page',
      'visitor_id',
    ]);
  });

  it('in an array it rejects the array and names its index; nothing of it is stored', async () => {
    const good = { ...sample, event_id: randomUUID() };
    const response = await post([good, { ...sample, time_on_page: 'x' }, good, { ...sample, os: 7 }]);
    expect([response.status, (response.body as Problem).errors?.map((error) => error.path)]).toEqual([
      400,
      ['[1].time_on_page', '[3].os'],
    ]);
    expect(await stored(good.event_id)).toBeUndefined();
  });

  it.each([
    ['broken JSON', '{"page_url":', 400, 'Malformed JSON'],
    ['nothing', '', 400, 'Malformed JSON'],
    ['null', 'null', 400, 'Validation failed'],
    ['a number', '7', 400, 'Validation failed'],
    ['text', '"x"', 400, 'Validation failed'],
    ['an empty array', '[]', 400, 'Validation failed'],
    ['101 events', JSON.stringify(Array.from({ length: 101 }, () => sample)), 400, 'Validation failed'],
    ['deep JSON', deep, 400, 'Validation failed'],
    [
      'deep JSON within props',
      `{"page_url":"https://example.com/","visitor_id":"v","session_id":"s","name":"x","props":{"a":${deep}}}`,
      400,
      'Validation failed',
    ],
    ['10 MB', JSON.stringify({ ...sample, referrer: 'x'.repeat(10_000_000) }), 413, 'Body too large'],
  ])('%s', async (_what, body, status, title) => {
    const response = await post(body);
    expect([response.status, (response.body as Problem).title]).toEqual([status, title]);
  });

  it('invalid UTF-8', async () => {
    const body = Buffer.from('7b22ff227d', 'hex');
    const response = await fetch(`${server.url}/api/track`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ detail: 'The body is not valid UTF-8.' }),
    ]);
  });

  it('another content type is 415', async () => {
    expect((await post('page_url=x', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post('{}', { 'Content-Encoding': 'gzip' })).status).toBe(415);
  });

  it('an unknown site is 403', async () => {
    const response = await post({ ...sample, page_url: 'https://stranger.example/' });
    expect([response.status, (response.body as Problem).type]).toEqual([403, 'urn:tidemark:problem:unknown_site']);
    expect((await post({ ...sample, site: 'stranger.example' })).status).toBe(403);
  });

  it('never disturbs events sent beside it', async () => {
    const good = Array.from({ length: 40 }, () => ({ ...sample, event_id: randomUUID() }));
    const bad = Array.from({ length: 40 }, (_, index) => ({ ...sample, referrer: index % 2 ? '\u0000' : '\ud800' }));
    const answers = await Promise.all(good.flatMap((event, index) => [post(event), post(bad[index])]));
    expect(answers.map(({ status }) => status)).toEqual(good.flatMap(() => [201, 400]));
    for (const { event_id } of good) expect(await stored(event_id)).toBeDefined();
  });

  it('a body that breaks off leaves the server well', async () => {
    const { hostname, port } = new URL(server.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          'POST /api/track HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"page_url"',
        );
        socket.destroy();
        resolve();
      });
    });
    expect((await post(sample)).status).toBe(201);
  });
});

describe('an event that is left out', () => {
  it.each([
    ['a bot', { 'User-Agent': 'Googlebot/2.1' }, { ...sample, user_agent: undefined }, 'bot'],
    ['a visitor who sends Do-Not-Track', { DNT: '1' }, sample, 'do_not_track'],
    ['a visitor who sends Global Privacy Control', { 'Sec-GPC': '1' }, sample, 'do_not_track'],
  ])('%s is answered 202 with the reason', async (_what, headers, event, reason) => {
    const response = await post(event, headers);
    expect([response.status, response.body]).toEqual([202, { accepted: 0, ignored: 1, reason }]);
  });

  it('a visitor from an excluded address is answered 202', async () => {
    await server.sites.save({
      domain: 'excluded.example',
      name: 'x',
      excludedAddresses: ['10.0.0.0/8', '127.0.0.1', '::1'],
    });
    const response = await post({ ...sample, page_url: 'https://excluded.example/' });
    expect(response.body).toEqual({ accepted: 0, ignored: 1, reason: 'excluded_address' });
  });

  it('is counted where the site ignores Do-Not-Track', async () => {
    await server.sites.save({ domain: 'asks-not.example', name: 'x', respectDoNotTrack: false });
    expect((await post({ ...sample, page_url: 'https://asks-not.example/' }, { DNT: '1' })).status).toBe(201);
  });

  it('is counted by day and reason, as every refused one', async () => {
    await server.ingest.uncounted.flush();
    const { rows } = await server.database.pool.query<{ reason: string }>(
      'SELECT DISTINCT reason FROM uncounted_events ORDER BY 1',
    );
    expect(rows.map(({ reason }) => reason)).toEqual([
      'bot',
      'do_not_track',
      'excluded_address',
      'invalid',
      'malformed',
      'too_large',
      'unknown_site',
      'unsupported_type',
    ]);
  });
});

describe('an event without consent', () => {
  it('gets a visitor that lasts a day and a session the server cuts, whatever ids came with it', async () => {
    now.setUTCHours(12); // the visitor ends with the day, which this test is not about
    const at = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * 60_000).toISOString();
    const rows = [];
    for (const minutesAgo of [90, 80, 5])
      rows.push(
        await storeOne({ consent: false, visitor_id: undefined, session_id: 'mine', timestamp: at(minutesAgo) }),
      );
    const [first, second, third] = rows;
    expect(first?.['visitor_id']).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.['session_id']).toBe(second?.['session_id']);
    expect(third?.['session_id']).not.toBe(first?.['session_id']);
    const later = await storeOne({ consent: false, timestamp: new Date(now.getTime() - 48 * 3_600_000).toISOString() });
    expect(later['visitor_id']).not.toBe(first?.['visitor_id']);
    const salts = await server.database.pool.query('SELECT * FROM visitor_salts');
    expect(salts.rowCount).toBeGreaterThan(1);
    await server.ingest.salts.forgetOld(new Date(now.getTime() + 6 * 86_400_000).toISOString().slice(0, 10));
    expect((await server.database.pool.query('SELECT * FROM visitor_salts')).rowCount).toBe(0);
  });
});

describe('a custom event', () => {
  it('is stored with its properties, once, and is no page view', async () => {
    const event = { ...sample, event_id: randomUUID(), name: 'Sign up', props: { plan: 'pro', seats: 3, trial: true } };
    expect((await post(event)).body).toMatchObject({ accepted: 1 });
    expect((await post(event)).body).toMatchObject({ accepted: 0, duplicates: 1 });
    const { rows } = await server.database.pool.query('SELECT name, props FROM custom_events WHERE event_id = $1', [
      event.event_id,
    ]);
    expect(rows).toEqual([{ name: 'Sign up', props: event.props }]);
    expect(await stored(event.event_id)).toBeUndefined();
  });
});

describe('a database that is away', () => {
  it('is answered 503 with Retry-After, and the event is taken when it comes again', async () => {
    const event = { ...sample, event_id: randomUUID() };
    await server.database.pool.query('ALTER TABLE page_visit_rows RENAME TO page_visits_away');
    const refused = await post(event);
    await server.database.pool.query('ALTER TABLE page_visits_away RENAME TO page_visit_rows');
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    expect((await post(event)).body).toMatchObject({ accepted: 1 });
  });
});
