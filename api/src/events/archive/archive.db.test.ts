import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DailyReport, PagesReport } from '@tidemark/contracts';
import { addDays } from '../../domain/period.js';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';
import type { NewPageView } from '../index.js';

let server: TestServer;
let siteId: number;
beforeEach(async () => {
  server = await startTestServer();
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'example.com' }));
});
afterEach(() => server.stop());

const TODAY = new Date().toISOString().slice(0, 10);
const daysAgo = (days: number) => addDays(TODAY, -days);
const at = (day: string, time = '12:00:00') => new Date(`${day}T${time}Z`);

async function append(...views: Partial<NewPageView>[]): Promise<void> {
  await server.events.append(views.map((view) => buildPageView({ siteId, ...view })));
  await server.settle();
}

async function read<Report>(report: string, from: string, to = from): Promise<Report> {
  const response = await fetch(
    `${server.url}/api/metrics/${report}?start_date=${from}&end_date=${to}&limit=1000&os=!x`,
  );
  expect(response.status).toBe(200);
  return (await response.json()) as Report;
}

const close = async () => {
  const { written, failed } = await server.events.closeDays({ isEveryDirtyDue: true });
  expect(failed).toEqual([]);
  return written.map(({ day, rows }) => ({ day, rows }));
};

async function manifest(): Promise<{ day: string; object_key: string | null; rows: number; is_hot: boolean }[]> {
  const { rows } = await server.database.pool.query<{
    day: string;
    object_key: string | null;
    rows: number;
    is_hot: boolean;
  }>('SELECT day::text, object_key, rows, is_hot FROM archive_days ORDER BY day');
  return rows;
}

const fileOf = (key: string | null | undefined) => path.join(server.dataDir, 'archive', key ?? '');
const retain = (options: { hotDays?: number; retentionDays?: number; isDryRun?: boolean } = {}) =>
  server.events.applyRetention({ hotDays: 7, retentionDays: 730, ...options });

describe('the close of a day', () => {
  it('archives each day that is over, and not the running one', async () => {
    await append(
      { viewedAt: at(daysAgo(3)) },
      { viewedAt: at(daysAgo(2)), sessionId: 's2' },
      { viewedAt: new Date(), sessionId: 's3' },
    );
    expect(await close()).toEqual([
      { day: daysAgo(3), rows: 1 },
      { day: daysAgo(2), rows: 1 },
    ]);
    expect(await close()).toEqual([]);
    expect((await read<DailyReport>('daily', daysAgo(3), TODAY)).totals).toMatchObject({ page_views: 3, sessions: 3 });
  });

  it('writes a day anew when a late view, a longer time on page or an erasure changed it', async () => {
    const day = daysAgo(2);
    const eventId = '00000000-0000-4000-8000-000000000001';
    await append({ viewedAt: at(day), eventId });
    await close();
    await append({ viewedAt: at(day, '12:05:00'), pageUrl: 'https://example.com/late' });
    expect((await read<DailyReport>('daily', day)).totals).toMatchObject({
      page_views: 2,
      sessions: 1,
      bounce_rate: 0,
    });
    expect(await close()).toEqual([{ day, rows: 2 }]);
    await append({ viewedAt: at(day), eventId, timeOnPage: 40 });
    expect((await read<DailyReport>('daily', day)).totals).toMatchObject({ page_views: 2, avg_time_on_page: 40 });
    expect(await close()).toEqual([{ day, rows: 2 }]);
    expect(await server.events.eraseVisitor(siteId, 'visitor-1')).toBe(2);
    await server.settle();
    expect((await read<DailyReport>('daily', day)).totals).toMatchObject({ page_views: 0, sessions: 0 });
    expect(await close()).toEqual([{ day, rows: 0 }]);
    expect(await close()).toEqual([]);
  });

  it('writes the day before anew when a session that passed midnight goes on', async () => {
    const [first, second] = [daysAgo(3), daysAgo(2)];
    await append({ viewedAt: at(first, '23:50:00'), pageUrl: 'https://example.com/a' });
    await close();
    await append({ viewedAt: at(second, '00:05:00'), pageUrl: 'https://example.com/b' });
    expect(await close()).toEqual([
      { day: second, rows: 1 },
      { day: first, rows: 1 },
    ]);
    const { totals } = await read<DailyReport>('daily', first);
    expect(totals).toMatchObject({ sessions: 1, bounce_rate: 0, avg_session_duration: 900 });
    const pages = await read<PagesReport>('pages', first, second);
    expect(pages.data.map(({ page, entries, exits }) => ({ page, entries, exits }))).toEqual([
      { page: 'example.com/a', entries: 1, exits: 0 },
      { page: 'example.com/b', entries: 0, exits: 1 },
    ]);
  });

  it('keeps text with quotes, commas, line breaks and other scripts, and tells empty from unknown', async () => {
    const day = daysAgo(2);
    const odd = [
      'a "quoted", one',
      'line\nbreak\r\nand more',
      'тест 漢字 🎈',
      '',
      null,
      "it's; DROP TABLE tail",
      '\\N',
    ];
    await append(
      ...odd.map((utmCampaign, index) => ({
        viewedAt: at(day),
        sessionId: `s${index}`,
        visitorId: `v${index}`,
        utmCampaign,
      })),
    );
    const values = async () => {
      const response = await fetch(
        `${server.url}/api/metrics/breakdown?dimension=utm_campaign&start_date=${day}&end_date=${day}&limit=100`,
      );
      return ((await response.json()) as { data: { value: string }[] }).data.map(({ value }) => value).sort();
    };
    const hot = await values();
    expect(hot).toEqual(odd.map((value) => value ?? '(none)').sort());
    await close();
    expect(await values()).toEqual(hot);
  });

  it('answers alike after a restart, with late changes and sessions over the border of the archive', async () => {
    const [first, second] = [daysAgo(3), daysAgo(2)];
    await append(
      { viewedAt: at(first, '23:55:00'), sessionId: 'over' },
      { viewedAt: at(first), sessionId: 'early', visitorId: 'v2' },
    );
    await close();
    await append(
      { viewedAt: at(second, '00:10:00'), sessionId: 'over', pageUrl: 'https://example.com/next' },
      { viewedAt: at(first, '12:10:00'), sessionId: 'early', visitorId: 'v2', pageUrl: 'https://example.com/late' },
    );
    const before = await read<DailyReport>('daily', first, second);
    await server.restart();
    expect(await read<DailyReport>('daily', first, second)).toEqual(before);
  });
});

describe('two processes', () => {
  it('see the same, whichever of them archives', async () => {
    const other = await server.startAnother();
    try {
      const day = daysAgo(2);
      await append({ viewedAt: at(day) }, { viewedAt: at(day), sessionId: 's2', visitorId: 'v2' });
      const ask = (events: TestServer['events']) =>
        events.aggregate({
          range: { siteId, timeZone: 'UTC', from: day, to: day },
          filters: [],
          dimension: 'total',
          orderBy: 'value',
          limit: 1,
        });
      const figures = (await ask(server.events)).groups;
      expect(figures).toMatchObject([{ pageViews: 2, uniqueVisitors: 2, sessions: 2 }]);
      await other.events.catchUp();
      const results = await Promise.all([server.events.closeDays(), other.events.closeDays()]);
      expect(results.flatMap(({ failed }) => failed)).toEqual([]);
      expect((await manifest()).map(({ rows }) => rows)).toEqual([2]);
      await append({ viewedAt: at(day), sessionId: 's3', visitorId: 'v3' });
      await other.events.catchUp();
      for (const events of [server.events, other.events])
        expect((await ask(events)).groups).toMatchObject([{ pageViews: 3, uniqueVisitors: 3, sessions: 3 }]);
    } finally {
      await other.stop();
    }
  });
});

describe('a file that is lost', () => {
  const lose = {
    missing: (file: string) => rm(file),
    'cut short': (file: string) => truncate(file, 100),
    'changed in a byte': async (file: string) => {
      const bytes = await readFile(file);
      bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 0xff;
      await writeFile(file, bytes);
    },
  };

  it.each(Object.entries(lose))(
    'is told when %s, the rest is answered, and it is made anew from PostgreSQL',
    async (_, damage) => {
      const [first, second] = [daysAgo(3), daysAgo(2)];
      await append({ viewedAt: at(first) }, { viewedAt: at(second), sessionId: 's2' });
      await close();
      await damage(fileOf((await manifest())[0]?.object_key));
      const report = await read<DailyReport>('daily', first, second);
      expect(report.missing_days).toEqual([first]);
      expect(report.totals.page_views).toBe(1);
      expect(await close()).toEqual([{ day: first, rows: 1 }]);
      const mended = await read<DailyReport>('daily', first, second);
      expect([mended.missing_days, mended.totals.page_views]).toEqual([undefined, 2]);
      expect((await server.events.verifyArchive()).lost).toEqual([]);
    },
  );

  it('leaves the figures of its day as they were stored', async () => {
    const day = daysAgo(20);
    await append({ viewedAt: at(day) });
    await close();
    await rm(fileOf((await manifest())[0]?.object_key));
    await server.database.pool.query('UPDATE event_changes SET is_rolled_up = false');
    await server.settle();
    const { rows } = await server.database.pool.query('SELECT page_views FROM daily_metrics');
    expect(rows).toEqual([{ page_views: 1 }]);
  });
});

describe('retention', () => {
  it('drops partitions whose days are safely archived, and answers the same from the archive', async () => {
    const day = daysAgo(20);
    await append({ viewedAt: at(day) }, { viewedAt: at(day, '12:01:00'), pageUrl: 'https://example.com/b' });
    expect((await retain()).kept).toHaveLength(1);
    await close();
    const before = await read<DailyReport>('daily', day);
    expect((await retain({ isDryRun: true })).partitions).toHaveLength(1);
    expect((await manifest())[0]?.is_hot).toBe(true);
    expect((await retain()).partitions).toHaveLength(1);
    const { rows } = await server.database.pool.query('SELECT FROM page_visits');
    expect(rows).toHaveLength(0);
    expect(await read<DailyReport>('daily', day)).toEqual(before);
    await server.restart();
    expect(await read<DailyReport>('daily', day)).toEqual(before);
  });

  it('keeps a partition whose file is damaged', async () => {
    await append({ viewedAt: at(daysAgo(20)) });
    await close();
    await truncate(fileOf((await manifest())[0]?.object_key), 50);
    expect((await retain()).kept).toMatchObject([{ reason: expect.stringContaining('missing or damaged') as unknown }]);
  });

  it('takes nothing in on a day that only the archive has', async () => {
    const day = daysAgo(20);
    await append({ viewedAt: at(day) });
    await close();
    await retain();
    const late = buildPageView({ siteId, viewedAt: at(day, '13:00:00') });
    expect(await server.events.append([late])).toEqual({ inserted: new Set(), closed: new Set([late.eventId]) });
    const { id: otherId } = await server.sites.save({ domain: 'other.example', name: 'other' });
    const other = buildPageView({ siteId: otherId, viewedAt: at(day) });
    expect((await server.events.append([other])).inserted).toEqual(new Set([other.eventId]));
  });

  it('erases a visitor from the archive at once, and from its file with the next close', async () => {
    const day = daysAgo(20);
    await append({ viewedAt: at(day) }, { viewedAt: at(day), sessionId: 's2', visitorId: 'v2' });
    await close();
    await retain();
    expect(await server.events.eraseVisitor(siteId, 'v2')).toBe(1);
    await server.settle();
    expect((await read<DailyReport>('daily', day)).totals).toMatchObject({ page_views: 1, unique_visitors: 1 });
    const { rows } = await server.database.pool.query(
      'SELECT page_views, unique_visitors FROM daily_metrics WHERE date = $1',
      [day],
    );
    expect(rows).toEqual([{ page_views: 1, unique_visitors: 1 }]);
    expect(await close()).toEqual([{ day, rows: 1 }]);
    expect((await read<DailyReport>('daily', day)).totals.page_views).toBe(1);
    expect(await close()).toEqual([]);
  });

  it("removes days past their site's keeping, files and all, and leaves other sites' days", async () => {
    const day = daysAgo(20);
    const { id: shortId } = await server.sites.save({ domain: 'short.example', name: 'short', retentionDays: 10 });
    await append({ viewedAt: at(day) }, { siteId: shortId, viewedAt: at(day) });
    await close();
    const files = async () =>
      (await readdir(path.join(server.dataDir, 'archive'), { recursive: true })).filter((name) =>
        name.endsWith('.parquet'),
      );
    expect(await files()).toHaveLength(2);
    expect((await retain({ isDryRun: true })).days).toMatchObject([{ siteId: shortId, day, rows: 1 }]);
    await retain();
    expect(await files()).toHaveLength(1);
    await server.settle();
    const report = await server.events.aggregate({
      range: { siteId: shortId, timeZone: 'UTC', from: day, to: day },
      filters: [],
      dimension: 'total',
      orderBy: 'value',
      limit: 1,
    });
    expect(report.groups[0]?.pageViews ?? 0).toBe(0);
  });
});

describe('the sweep', () => {
  it('removes what the manifest does not know when it finds it twice, and nothing else', async () => {
    const day = daysAgo(2);
    await append({ viewedAt: at(day) });
    await close();
    await append({ viewedAt: at(day, '12:01:00') });
    await close();
    const stray = fileOf(`site=${siteId}/${day}.0123456789ab.parquet`);
    await mkdir(path.dirname(stray), { recursive: true });
    await writeFile(stray, 'left behind');
    expect(await server.events.sweepArchive()).toBe(0);
    expect(await server.events.sweepArchive()).toBe(2);
    expect((await read<DailyReport>('daily', day)).totals.page_views).toBe(2);
  });
});
