import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Problem, TrackAccepted } from '@tidemark/contracts';
import { SAMPLE, useTracking } from './testing/use-tracking.js';

const test = useTracking();

describe('collecting an event', () => {
  it("accepts the specification's sample payload and stores it enriched", async () => {
    const row = await test.storeOne({});
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
    const { device_type, browser, os, user_agent, ...rest } = SAMPLE;
    expect([device_type, browser, os, user_agent]).toHaveLength(4);
    const response = await test.post(rest, { 'User-Agent': iphone });
    const row = await test.stored((response.body as TrackAccepted).event_ids[0]!);
    expect(row).toMatchObject({ device_type: 'mobile', browser: 'Safari', os: 'iOS' });
  });

  it('reads and removes campaign parameters', async () => {
    const row = await test.storeOne({
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
    const row = await test.storeOne({ page_url: 'https://www.example.com/a' });
    const below = await test.storeOne({ page_url: 'https://shop.example.com/a' });
    expect(row['site_id']).toBe(below['site_id']);
  });

  it('takes text/plain, as sendBeacon sends it, from any origin', async () => {
    const response = await test.post(SAMPLE, {
      'Content-Type': 'text/plain;charset=UTF-8',
      Origin: 'https://example.com',
    });
    expect(response.status).toBe(201);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  it('takes an array of 1 to 100 events at once', async () => {
    const response = await test.post(
      Array.from({ length: 100 }, (_, index) => ({ ...SAMPLE, page_url: `https://example.com/${index}` })),
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
    const row = await test.storeOne({ device_type: given });
    expect(row['device_type']).toBe(type ?? (given === '' ? 'desktop' : 'other'));
  });

  it('stores hostile text as text, cut of nothing', async () => {
    const hostile = `'); DROP TABLE page_visits; -- <script>alert("x")</script> \u{1F600} \u202E {}"\\`;
    const row = await test.storeOne({ referrer: hostile, browser: hostile, visitor_id: hostile });
    expect(row).toMatchObject({ referrer: hostile, browser: hostile, visitor_id: hostile });
  });
});

describe('text with line breaks and other control characters', () => {
  it('is stored on one line, with a space for each', async () => {
    const text = 'a\n1,2\r\u2028b\u0085c\td';
    const row = await test.storeOne({
      ...{ page_url: `https://example.com/a?utm_source=${encodeURIComponent(text)}`, referrer: text },
      ...{ browser: text, os: text, screen_resolution: text, language: 'en\n' },
      user_agent: `${SAMPLE.user_agent}\n${text}`,
    });
    const line = 'a 1,2  b c d';
    expect(row).toMatchObject({
      ...{ page_url: 'https://example.com/a', utm_source: line, source: line, referrer: line },
      ...{ browser: line, os: line, screen_resolution: line, language: 'en ' },
      user_agent: `${SAMPLE.user_agent} ${line}`,
    });
  });
});

describe('a session', () => {
  it.each([
    ['that a program gives everything', {}],
    ['of somebody who is not to be recognised', { consent: false }],
  ])(
    '%s is another one after ten thousand views',
    async (_whose, how) => {
      const host = `s${randomUUID()}.example`;
      await test.server.sites.save({ domain: host, name: host });
      const event = { ...SAMPLE, ...how, page_url: `https://${host}/`, session_id: randomUUID() };
      const batch = Array.from({ length: 100 }, () => event);
      for (let sent = 0; sent < 101; sent++) expect((await test.post(batch)).status).toBe(201);
      const { rows } = await test.server.database.pool.query(
        'SELECT count(*) AS views FROM page_visits WHERE page_url = $1 GROUP BY session_id ORDER BY 1',
        [event.page_url],
      );
      expect(rows).toEqual([{ views: 100 }, { views: 10_000 }]);
    },
    60_000,
  );
});

describe('an event id', () => {
  it('is counted once, however often it comes and in whatever letter case', async () => {
    const event = { ...SAMPLE, event_id: randomUUID() };
    expect((await test.post(event)).body).toEqual({ accepted: 1, duplicates: 0, event_ids: [event.event_id] });
    expect((await test.post({ ...event, event_id: event.event_id.toUpperCase() })).body).toEqual({
      accepted: 0,
      duplicates: 1,
      event_ids: [event.event_id],
    });
    expect((await test.post([event, event])).body).toMatchObject({ accepted: 0, duplicates: 2 });
    await test.stored(event.event_id);
  });

  it('is counted once among requests that come at the same time', async () => {
    const event = { ...SAMPLE, event_id: randomUUID() };
    const bodies = await Promise.all(
      Array.from({ length: 30 }, async () => (await test.post(event)).body as TrackAccepted),
    );
    expect(bodies.reduce((sum, body) => sum + body.accepted, 0)).toBe(1);
  });

  it('is counted once when it comes again the next day without a timestamp', async () => {
    const event = { ...SAMPLE, event_id: randomUUID() };
    test.now = new Date(Date.now() - 25 * 3_600_000);
    expect((await test.post(event)).body).toMatchObject({ accepted: 1 });
    test.now = new Date();
    expect((await test.post({ ...event, time_on_page: 300 })).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await test.stored(event.event_id)).toMatchObject({ time_on_page: 300 });
  });

  it.each([
    [-1, 0.5, 90],
    [-120, 150, 3 * 3_600],
    [3, -2, 60],
  ])('%d minutes from midnight is counted once when reported %d minutes from it', async (began, reported, seconds) => {
    const midnightMs = Math.floor(Date.now() / 86_400_000 - 1) * 86_400_000;
    const [viewedAt, reportedAt] = [began, reported].map((minutes) =>
      new Date(midnightMs + minutes * 60_000).toISOString(),
    );
    const event = { ...SAMPLE, time_on_page: undefined, event_id: randomUUID() };
    expect((await test.post({ ...event, timestamp: viewedAt })).body).toMatchObject({ accepted: 1 });
    const report = { ...event, timestamp: reportedAt, time_on_page: seconds };
    expect((await test.post(report)).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await test.stored(event.event_id)).toMatchObject({
      timestamp: new Date(viewedAt!),
      time_on_page: seconds,
    });
  });

  it('with a longer time on page extends its view, with a shorter one changes nothing', async () => {
    const event = { ...SAMPLE, time_on_page: undefined as number | undefined, event_id: randomUUID() };
    await test.post(event);
    expect(await test.stored(event.event_id)).toMatchObject({ time_on_page: null });
    for (const [seconds, kept] of [
      [30, 30],
      [10, 30],
      [95, 95],
    ] as const) {
      await test.post({ ...event, time_on_page: seconds });
      expect(await test.stored(event.event_id)).toMatchObject({ time_on_page: kept });
    }
  });
});

describe('an event without consent', () => {
  it('gets a visitor that lasts a day and a session the server cuts, whatever ids came with it', async () => {
    test.now.setUTCHours(12); // the visitor ends with the day, which this test is not about
    const at = (minutesAgo: number) => new Date(test.now.getTime() - minutesAgo * 60_000).toISOString();
    const rows = [];
    for (const minutesAgo of [90, 80, 5])
      rows.push(
        await test.storeOne({ consent: false, visitor_id: undefined, session_id: 'mine', timestamp: at(minutesAgo) }),
      );
    const [first, second, third] = rows;
    expect(first?.['visitor_id']).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.['session_id']).toBe(second?.['session_id']);
    expect(third?.['session_id']).not.toBe(first?.['session_id']);
    const later = await test.storeOne({
      consent: false,
      timestamp: new Date(test.now.getTime() - 48 * 3_600_000).toISOString(),
    });
    expect(later['visitor_id']).not.toBe(first?.['visitor_id']);
  });

  it('gets no other identity for having refused, and none of what came with it', async () => {
    const site = (await test.server.sites.find('example.com'))!;
    const refused = { refused: true, visitor_id: undefined, session_id: 'mine' };
    await test.server.sites.save({ id: site.id, afterRefusal: 'cookieless' });
    const [anonymous, row] = [await test.storeOne({ consent: false }), await test.storeOne(refused)];
    expect(row).toMatchObject({ visitor_id: anonymous['visitor_id'], is_session_derived: true });
    await test.server.sites.save({ id: site.id, afterRefusal: 'nothing' });
    const response = await test.post([
      { ...SAMPLE, refused: true },
      { ...SAMPLE, ...refused, consent: false },
    ]);
    expect([response.status, response.body]).toEqual([202, { accepted: 0, ignored: 2, reason: 'refused' }]);
  });
});

describe('a custom event', () => {
  it('is stored with its properties, once, and is no page view', async () => {
    const event = { ...SAMPLE, event_id: randomUUID(), name: 'Sign up', props: { plan: 'pro', seats: 3, trial: true } };
    expect((await test.post(event)).body).toMatchObject({ accepted: 1 });
    expect((await test.post(event)).body).toMatchObject({ accepted: 0, duplicates: 1 });
    const { rows } = await test.server.database.pool.query(
      'SELECT name, props FROM custom_events WHERE event_id = $1',
      [event.event_id],
    );
    expect(rows).toEqual([{ name: 'Sign up', props: event.props }]);
    expect(await test.stored(event.event_id)).toBeUndefined();
  });

  it('with too many properties is refused for their number alone, however wrong each is', async () => {
    const props = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [index, []]));
    const response = await test.post([SAMPLE, { ...SAMPLE, name: 'Sign up', props }]);
    expect(response.status).toBe(400);
    expect((response.body as Problem).errors).toEqual([{ path: '[1].props', message: 'must have at most 30 entries' }]);
  });

  it('with wrong properties is refused with each of them', async () => {
    const response = await test.post({ ...SAMPLE, name: 'Sign up', props: { plan: [], seats: 3, trial: {} } });
    expect((response.body as Problem).errors?.map(({ path }) => path)).toEqual(['props.plan', 'props.trial']);
  });
});

describe('a database that is away', () => {
  it('is answered 503 with Retry-After, and the event is taken when it comes again', async () => {
    const event = { ...SAMPLE, event_id: randomUUID() };
    await test.server.database.pool.query('ALTER TABLE page_visit_rows RENAME TO page_visits_away');
    const refused = await test.post(event);
    await test.server.database.pool.query('ALTER TABLE page_visits_away RENAME TO page_visit_rows');
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    expect((await test.post(event)).body).toMatchObject({ accepted: 1 });
  });
});
