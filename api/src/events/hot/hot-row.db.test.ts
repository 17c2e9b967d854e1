import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HotRow0010 } from '../../db/migrations/0010-hot-row.js';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';
import type { NewPageView } from '../event-store.js';
import { forgetUnused } from './forget-unused.js';

let server: TestServer;
let siteId: number;
beforeAll(async () => {
  server = await startTestServer();
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'example' }));
});
afterAll(() => server.stop());
beforeEach(() => server.database.pool.query('TRUNCATE page_visit_rows, page_visit_urls, page_visit_clients'));

type Ids = Pick<NewPageView, 'visitorId' | 'sessionId' | 'isSessionDerived'>;
const [uuid, otherUuid] = ['0b5ff2de-6a63-4b2f-9a3e-6f1f4c0d8e11', 'f2a51a1e-0d0b-4d2a-8a5e-3f6f0c6d7b22'];
const digits = uuid.replaceAll('-', '');

const ids: [string, Ids][] = [
  ['UUIDs', { visitorId: uuid, sessionId: otherUuid, isSessionDerived: false }],
  ['UUIDs in capitals', { visitorId: uuid.toUpperCase(), sessionId: otherUuid.toUpperCase(), isSessionDerived: false }],
  ['UUIDs without dashes', { visitorId: digits, sessionId: digits, isSessionDerived: false }],
  ['names', { visitorId: 'visitor_123', sessionId: '.session', isSessionDerived: false }],
  ['long names', { visitorId: 'v'.repeat(100), sessionId: 'é'.repeat(100), isSessionDerived: false }],
  ['derived ids', { visitorId: digits, sessionId: `${digits}.1754395200000`, isSessionDerived: true }],
  [
    'a derived session of a named visitor',
    { visitorId: 'v.1', sessionId: 'v.1.1754395200000', isSessionDerived: true },
  ],
  ['a derived session of a UUID', { visitorId: uuid, sessionId: `${uuid}.1754395200000`, isSessionDerived: true }],
  ['a session that only says it is derived', { visitorId: digits, sessionId: otherUuid, isSessionDerived: true }],
];

const stored = async (eventId: string) =>
  (await server.database.pool.query('SELECT * FROM page_visits WHERE event_id = $1', [eventId])).rows[0] as
    Record<string, unknown> | undefined;
const count = async (table: string) => (await server.database.pool.query(`SELECT FROM ${table}`)).rowCount;

describe('a stored row', () => {
  it.each(ids)('gives back %s as they were', async (_, given) => {
    const view = buildPageView({ siteId, ...given });
    await server.events.append([view]);
    expect(await stored(view.eventId)).toMatchObject({
      visitor_id: given.visitorId,
      session_id: given.sessionId,
      is_session_derived: given.isSessionDerived,
    });
    expect((await server.events.eraseVisitor(siteId, given.visitorId)).erasedEvents).toBe(1);
    expect(await stored(view.eventId)).toBeUndefined();
  });

  it('keeps what repeats once', async () => {
    const about = { siteId, userAgent: 'Agent/1.0', pageUrl: 'https://example.com/a', language: 'de' };
    const views = [
      buildPageView({ ...about, referrer: 'https://example.com/' }),
      buildPageView({ ...about, referrer: 'https://example.com/a' }),
      buildPageView({ ...about, referrer: null, pageUrl: 'https://example.com/' }),
    ];
    await Promise.all([server.events.append(views), server.events.append(views)]);
    await server.events.append([buildPageView({ ...about, language: null })]);
    expect([await count('page_visits'), await count('page_visit_urls'), await count('page_visit_clients')]).toEqual([
      4, 2, 2,
    ]);
    expect(await stored(views[1]?.eventId ?? '')).toMatchObject({
      page_url: 'https://example.com/a',
      referrer: 'https://example.com/a',
      user_agent: 'Agent/1.0',
      language: 'de',
    });
  });

  it('tells an unknown field of a client from an empty one, and one field from the next', async () => {
    const views = [
      { browser: null, os: null },
      { browser: '', os: null },
      { browser: null, os: '' },
      { browser: 'Chrome', os: null },
      { browser: null, os: 'Chrome' },
    ].map((about) => buildPageView({ siteId, ...about }));
    await server.events.append(views);
    for (const { eventId, browser, os } of views) expect(await stored(eventId)).toMatchObject({ browser, os });
  });
});

describe('what no view points to', () => {
  const urls = async () =>
    (await server.database.pool.query<{ url: string }>('SELECT url FROM page_visit_urls ORDER BY url')).rows.map(
      ({ url }) => url,
    );
  const page = (name: string, about: Partial<NewPageView> = {}) =>
    buildPageView({ siteId, pageUrl: `https://example.com/${name}`, ...about });

  it('is forgotten, and what is pointed to stays', async () => {
    await server.events.append([
      page('a', { visitorId: 'leaves', language: 'de' }),
      page('b', { referrer: 'https://example.com/c' }),
    ]);
    expect(await forgetUnused(server.database.pool)).toBe(0);
    await server.events.eraseVisitor(siteId, 'leaves');
    expect(await forgetUnused(server.database.pool)).toBe(2);
    expect(await urls()).toEqual(['https://example.com/b', 'https://example.com/c']);
    expect(await count('page_visit_clients')).toBe(1);
  });

  it('stays when a view points to it again by then', async () => {
    await server.events.append([page('a', { visitorId: 'leaves' }), page('b', { visitorId: 'leaves' })]);
    await server.events.eraseVisitor(siteId, 'leaves');
    // Held up after it has found what is unused, by one who stores a view.
    const writer = await server.database.pool.connect();
    await writer.query('BEGIN');
    await writer.query('LOCK TABLE page_visit_urls IN ROW EXCLUSIVE MODE');
    const forgetting = forgetUnused(server.database.pool);
    await server.events.append([page('c', { referrer: 'https://example.com/a', visitorId: 'comes' })]);
    await writer.query('COMMIT');
    writer.release();
    await forgetting;
    await server.events.append([page('b')]);
    expect(await urls()).toEqual(['https://example.com/a', 'https://example.com/b', 'https://example.com/c']);
  });

  it('is forgotten as views come in, and none of them loses what it points to', async () => {
    const come = async () => {
      for (let turn = 0; turn < 20; turn++) {
        await server.events.append([page(String(turn % 3), { visitorId: `v${turn}`, language: String(turn % 2) })]);
        await server.events.eraseVisitor(siteId, `v${turn - 1}`);
      }
    };
    const forget = async () => {
      for (let turn = 0; turn < 20; turn++) await forgetUnused(server.database.pool);
    };
    await Promise.all([come(), come(), forget()]);
    const { rows } = await server.database.pool.query(
      'SELECT FROM page_visits WHERE page_url IS NULL OR language IS NULL',
    );
    expect(rows).toHaveLength(0);
  });
});

describe('the migration', () => {
  it('gives every view back as it was, down and up', async () => {
    const at = (days: number) => new Date(Date.now() - days * 86_400_000);
    const views = ids.flatMap(([, given], index) => [
      buildPageView({ siteId, ...given, viewedAt: at(index) }),
      buildPageView({
        siteId,
        ...given,
        eventId: randomUUID(),
        viewedAt: new Date('2015-05-17T10:00:00Z'),
        referrer: `https://example.com/${index}`,
        userAgent: 'Agent/1.0\nof two lines',
        screenResolution: index % 2 === 0 ? '800x600' : null,
        utmSource: 'letter',
        timeOnPage: index,
      }),
    ]);
    await server.events.append(views);
    // Or sessions would be cut anew meanwhile.
    await server.settle();
    const all = async () =>
      (await server.database.pool.query('SELECT * FROM page_visits ORDER BY id')).rows as unknown[];
    const rows = async () =>
      (await server.database.pool.query('SELECT * FROM page_visit_rows ORDER BY id')).rows as unknown[];
    const [before, rowsBefore] = [await all(), await rows()];
    const migrate = async (way: 'up' | 'down') => {
      const runner = server.database.orm.createQueryRunner();
      await runner.startTransaction();
      await new HotRow0010()[way](runner);
      await runner.commitTransaction();
      await runner.release();
    };
    await migrate('down');
    expect(await all()).toHaveLength(before.length);
    await migrate('up');
    expect(await all()).toEqual(before);
    expect(await rows()).toEqual(rowsBefore);
    expect(await server.events.append(views)).toMatchObject({ inserted: new Set() });
    await server.events.append([buildPageView({ siteId })]);
    expect(await count('page_visits')).toBe(views.length + 1);
  });
});
