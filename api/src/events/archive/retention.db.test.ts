import { mkdir, readdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { DailyReport, TimeseriesReport } from '@tidemark/contracts';
import { buildPageView } from '../../testing/index.js';
import { at, daysAgo, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: false });

const retain = (options: { hotDays?: number; retentionDays?: number; isDryRun?: boolean } = {}) =>
  test.server.events.applyRetention({ hotDays: 7, retentionDays: 730, ...options });

describe('retention', () => {
  it('drops partitions whose days are safely archived, and answers the same from the archive', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) }, { viewedAt: at(day, '12:01:00'), pageUrl: 'https://example.com/b' });
    expect((await retain()).kept).toHaveLength(1);
    await test.close();
    const before = await test.read<DailyReport>('daily', day);
    expect((await retain({ isDryRun: true })).partitions).toHaveLength(1);
    expect((await test.manifest())[0]?.is_hot).toBe(true);
    expect((await retain()).partitions).toHaveLength(1);
    const { rows } = await test.server.database.pool.query('SELECT FROM page_visits');
    expect(rows).toHaveLength(0);
    expect(await test.read<DailyReport>('daily', day)).toEqual(before);
    await test.server.restart();
    expect(await test.read<DailyReport>('daily', day)).toEqual(before);
  });

  it('keeps a partition whose file is damaged', async () => {
    await test.append({ viewedAt: at(daysAgo(20)) });
    await test.close();
    await truncate(test.fileOf((await test.manifest())[0]?.object_key), 50);
    expect((await retain()).kept).toMatchObject([{ reason: expect.stringContaining('missing or damaged') as unknown }]);
  });

  it('keeps a partition that changes while it waits to drop it', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) });
    await test.close();
    const { pool } = test.server.database;
    const writer = await pool.connect();
    try {
      await writer.query('BEGIN');
      await writer.query('UPDATE page_visit_rows SET time_on_page = 7');
      await writer.query(
        `INSERT INTO event_changes (site_id, session_ids, dates, pending_days, from_at, to_at)
         VALUES ($1, '{s}', ARRAY[$2::date], ARRAY[$2::date], $2::date, $2::date)`,
        [test.siteId, day],
      );
      const retained = retain();
      const countWaiting = async () => (await pool.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount;
      while ((await countWaiting()) === 0) await setTimeout(10);
      await writer.query('COMMIT');
      expect((await retained).kept).toMatchObject([{ reason: `changed just now: site ${test.siteId}, ${day}` }]);
    } finally {
      writer.release();
    }
  });

  it('drops a partition with what came just as its site was removed, and the custom events with it', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) });
    await test.close();
    const { database, events, sites } = test.server;
    const { id: removedId } = await sites.save({ domain: 'removed.example', name: 'removed' });
    await sites.remove(removedId);
    // Another process knows the site for some seconds more.
    const late = buildPageView({ siteId: removedId, viewedAt: at(day) });
    const { eventId, siteId, pageUrl, visitorId, sessionId, viewedAt } = late;
    await events.append([late]);
    await events.appendCustom([
      { eventId, siteId, pageUrl, visitorId, sessionId, name: 'late', props: {}, happenedAt: viewedAt },
    ]);
    await test.server.settle();
    const { partitions, kept } = await retain();
    expect([partitions.length, kept]).toEqual([1, []]);
    const left = await database.pool.query(
      'SELECT site_id FROM page_visits UNION ALL SELECT site_id FROM custom_events',
    );
    expect(left.rows).toEqual([]);
  });

  it('takes nothing in on a day that only the archive has', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) });
    await test.close();
    await retain();
    const late = buildPageView({ siteId: test.siteId, viewedAt: at(day, '13:00:00') });
    expect(await test.server.events.append([late])).toEqual({ inserted: new Set(), closed: new Set([late.eventId]) });
    const { id: otherId } = await test.server.sites.save({ domain: 'other.example', name: 'other' });
    const other = buildPageView({ siteId: otherId, viewedAt: at(day) });
    expect((await test.server.events.append([other])).inserted).toEqual(new Set([other.eventId]));
  });

  it('erases a visitor from the archive at once, and from its file with the next close', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) }, { viewedAt: at(day), sessionId: 's2', visitorId: 'v2' });
    await test.close();
    await retain();
    expect((await test.server.events.eraseVisitor(test.siteId, 'v2')).erasedEvents).toBe(1);
    await test.server.settle();
    expect((await test.read<DailyReport>('daily', day)).totals).toMatchObject({ page_views: 1, unique_visitors: 1 });
    const { rows } = await test.server.database.pool.query(
      'SELECT page_views, unique_visitors FROM daily_metrics WHERE date = $1',
      [day],
    );
    expect(rows).toEqual([{ page_views: 1, unique_visitors: 1 }]);
    expect(await test.close()).toEqual([{ day, rows: 1 }]);
    expect((await test.read<DailyReport>('daily', day)).totals.page_views).toBe(1);
    expect(await test.close()).toEqual([]);
  });

  it("removes days past their site's keeping, files and all, and leaves other sites' days", async () => {
    const day = daysAgo(20);
    const { id: shortId } = await test.server.sites.save({ domain: 'short.example', name: 'short', retentionDays: 10 });
    await test.append({ viewedAt: at(day) }, { siteId: shortId, viewedAt: at(day) });
    await test.server.events.closeDays();
    const files = async () =>
      (await readdir(path.join(test.server.dataDir, 'archive'), { recursive: true })).filter((name) =>
        name.endsWith('.parquet'),
      );
    expect(await files()).toHaveLength(2);
    expect((await retain({ isDryRun: true })).days).toMatchObject([{ siteId: shortId, day, rows: 1 }]);
    await retain();
    expect(await files()).toHaveLength(1);
    await test.server.settle();
    const report = await test.server.events.aggregate({
      range: { siteId: shortId, timeZone: 'UTC', from: day, to: day },
      filters: [],
      dimension: 'total',
      orderBy: 'value',
      limit: 1,
    });
    expect(report.groups[0]?.pageViews ?? 0).toBe(0);
  });
});

describe("a day past its site's keeping", () => {
  const [gone, kept] = [daysAgo(20), daysAgo(5)];
  const figures = async () => {
    const { rows } = await test.server.database.pool.query<{ date: string; page_views: number }>(
      'SELECT date::text, page_views FROM daily_metrics WHERE site_id = $1 AND page_views > 0 ORDER BY date',
      [test.siteId],
    );
    return rows.map(({ date, page_views }) => [date, page_views]);
  };
  const expire = async (...views: Parameters<typeof test.append>) => {
    await test.append(...views);
    await test.close();
    await retain({ retentionDays: 10 });
  };

  it('keeps its figures when all days are computed anew, as in another time zone', async () => {
    await expire({ viewedAt: at(gone) }, { viewedAt: at(kept, '23:30:00'), sessionId: 's2' });
    const changed = await fetch(`${test.server.url}/api/sites/${test.siteId}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ timezone: 'Asia/Kolkata' }),
    });
    expect(changed.status).toBe(200);
    await test.server.settle();
    expect(await figures()).toEqual([
      [gone, 1],
      [daysAgo(4), 1],
    ]);
  });

  it('keeps its figures when a visitor is erased from the day after, whose figures are without the visitor', async () => {
    await expire(
      { viewedAt: at(daysAgo(11)), visitorId: 'v2' },
      ...['v1', 'v2'].map((visitorId) => ({ viewedAt: at(daysAgo(10)), visitorId, sessionId: visitorId })),
    );
    await test.server.events.eraseVisitor(test.siteId, 'v2');
    await test.server.settle();
    expect(await figures()).toEqual([
      [daysAgo(11), 1],
      [daysAgo(10), 1],
    ]);
  });

  it('counts among the visitors of a longer range for no fewer than came on it, and is named', async () => {
    const visitors = ['v1', 'v2', 'v3'].map((visitorId) => ({ visitorId, sessionId: visitorId }));
    await expire(...visitors.map((one) => ({ ...one, viewedAt: at(gone) })), { viewedAt: at(kept), sessionId: 's4' });
    const reports = ['daily?', ...['day', 'week', 'month'].map((interval) => `timeseries?interval=${interval}&`)];
    for (const report of reports) {
      const range = `site=${test.siteId}&start_date=${gone}&end_date=${kept}`;
      const response = await fetch(`${test.server.url}/api/metrics/${report}${range}`);
      const { data, totals, missing_days } = (await response.json()) as TimeseriesReport;
      expect([report, missing_days, totals]).toMatchObject([report, [gone], { page_views: 4, unique_visitors: 3 }]);
      expect([report, data[0]?.unique_visitors]).toEqual([report, 3]);
    }
  });

  it('is named by reports that count events', async () => {
    await expire({ viewedAt: at(gone) }, { viewedAt: at(kept), sessionId: 's2' });
    expect(await test.read<DailyReport>('daily', gone, kept)).toMatchObject({
      missing_days: [gone],
      totals: { page_views: 1 },
    });
    expect((await test.read<DailyReport>('daily', kept)).missing_days).toBeUndefined();
  });
});

describe('the sweep', () => {
  it('removes what the manifest does not know when it finds it twice, and nothing else', async () => {
    const day = daysAgo(2);
    await test.append({ viewedAt: at(day) });
    await test.close();
    await test.append({ viewedAt: at(day, '12:01:00') });
    await test.close();
    const stray = test.fileOf(`site=${test.siteId}/${day}.0123456789ab.parquet`);
    await mkdir(path.dirname(stray), { recursive: true });
    await writeFile(stray, 'left behind');
    expect(await test.server.events.sweepArchive()).toBe(0);
    expect(await test.server.events.sweepArchive()).toBe(2);
    expect((await test.read<DailyReport>('daily', day)).totals.page_views).toBe(2);
  });
});
