import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { Problem } from '@tidemark/contracts';
import { SAMPLE, useTracking } from './testing/use-tracking.js';

const test = useTracking();

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
    const response = await test.post({ ...SAMPLE, ...wrong });
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
    const response = await test.post({ page_url: 7, time_on_page: 'x', session_id: null });
    expect((response.body as Problem).errors?.map((error) => error.path).sort()).toEqual([
      'page_url',
      'session_id',
      'time_on_page',
      'visitor_id',
    ]);
  });

  it('in an array it rejects the array and names its index; nothing of it is stored', async () => {
    const good = { ...SAMPLE, event_id: randomUUID() };
    const response = await test.post([good, { ...SAMPLE, time_on_page: 'x' }, good, { ...SAMPLE, os: 7 }]);
    expect([response.status, (response.body as Problem).errors?.map((error) => error.path)]).toEqual([
      400,
      ['[1].time_on_page', '[3].os'],
    ]);
    expect(await test.stored(good.event_id)).toBeUndefined();
  });

  it.each([
    ['broken JSON', '{"page_url":', 400, 'Malformed JSON'],
    ['nothing', '', 400, 'Malformed JSON'],
    ['null', 'null', 400, 'Validation failed'],
    ['a number', '7', 400, 'Validation failed'],
    ['text', '"x"', 400, 'Validation failed'],
    ['an empty array', '[]', 400, 'Validation failed'],
    ['101 events', JSON.stringify(Array.from({ length: 101 }, () => SAMPLE)), 400, 'Validation failed'],
    ['deep JSON', deep, 400, 'Validation failed'],
    [
      'deep JSON within props',
      `{"page_url":"https://example.com/","visitor_id":"v","session_id":"s","name":"x","props":{"a":${deep}}}`,
      400,
      'Validation failed',
    ],
    ['10 MB', JSON.stringify({ ...SAMPLE, referrer: 'x'.repeat(10_000_000) }), 413, 'Body too large'],
  ])('%s', async (_what, body, status, title) => {
    const response = await test.post(body);
    expect([response.status, (response.body as Problem).title]).toEqual([status, title]);
  });

  it('invalid UTF-8', async () => {
    const body = Buffer.from('7b22ff227d', 'hex');
    const response = await fetch(`${test.server.url}/api/track`, {
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
    expect((await test.post('page_url=x', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await test.post('{}', { 'Content-Encoding': 'gzip' })).status).toBe(415);
  });

  it('an unknown site is 403', async () => {
    const response = await test.post({ ...SAMPLE, page_url: 'https://stranger.example/' });
    expect([response.status, (response.body as Problem).type]).toEqual([403, 'urn:tidemark:problem:unknown_site']);
    expect((await test.post({ ...SAMPLE, site: 'stranger.example' })).status).toBe(403);
  });

  it('never disturbs events sent beside it', async () => {
    const good = Array.from({ length: 40 }, () => ({ ...SAMPLE, event_id: randomUUID() }));
    const bad = Array.from({ length: 40 }, (_, index) => ({ ...SAMPLE, referrer: index % 2 ? '\u0000' : '\ud800' }));
    const answers = await Promise.all(good.flatMap((event, index) => [test.post(event), test.post(bad[index])]));
    expect(answers.map(({ status }) => status)).toEqual(good.flatMap(() => [201, 400]));
    for (const { event_id } of good) expect(await test.stored(event_id)).toBeDefined();
  });

  it('a body that breaks off leaves the server well', async () => {
    const { hostname, port } = new URL(test.server.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          'POST /api/track HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"page_url"',
        );
        socket.destroy();
        resolve();
      });
    });
    expect((await test.post(SAMPLE)).status).toBe(201);
  });
});

describe('an event that is left out', () => {
  it.each([
    ['a bot', { 'User-Agent': 'Googlebot/2.1' }, { ...SAMPLE, user_agent: undefined }, 'bot'],
    ['a visitor who sends Do-Not-Track', { DNT: '1' }, SAMPLE, 'do_not_track'],
    ['a visitor who sends Global Privacy Control', { 'Sec-GPC': '1' }, SAMPLE, 'do_not_track'],
  ])('%s is answered 202 with the reason', async (_what, headers, event, reason) => {
    const response = await test.post(event, headers);
    expect([response.status, response.body]).toEqual([202, { accepted: 0, ignored: 1, reason }]);
  });

  it('a visitor from an excluded address is answered 202', async () => {
    await test.server.sites.save({
      domain: 'excluded.example',
      name: 'x',
      excludedAddresses: ['10.0.0.0/8', '127.0.0.1', '::1'],
    });
    const response = await test.post({ ...SAMPLE, page_url: 'https://excluded.example/' });
    expect(response.body).toEqual({ accepted: 0, ignored: 1, reason: 'excluded_address' });
  });

  it('is counted where the site ignores Do-Not-Track', async () => {
    await test.server.sites.save({ domain: 'asks-not.example', name: 'x', respectDoNotTrack: false });
    expect((await test.post({ ...SAMPLE, page_url: 'https://asks-not.example/' }, { DNT: '1' })).status).toBe(201);
  });

  it('is counted by day and reason, as every refused one', async () => {
    await test.server.ingest.uncounted.flush();
    const { rows } = await test.server.database.pool.query<{ reason: string }>(
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
