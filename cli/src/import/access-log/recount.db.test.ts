import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createAgentReader } from '@tidemark/api';
import { startTestServer, type TestServer } from '@tidemark/api/testing';
import type { DailyReport, PagesReport } from '@tidemark/contracts';
import { runTidemark } from '../../testing/run-tidemark.js';
import { recountLog, type RecountedDay } from './testing/recount-log.js';

const LOG = resolve(process.env.TIDEMARK_SHARED ?? '../shared', 'data/access_logs/semicomplete_apache_combined.log.gz');
const HOST = 'semicomplete.com';

type Counted = Pick<RecountedDay, 'date' | 'page_views' | 'page_visits' | 'unique_visitors' | 'sessions'> & {
  bounce_rate: number | null;
};

function figuresOf({ date, page_views, page_visits, unique_visitors, sessions, bounce_rate }: Counted): object {
  return { date, page_views, page_visits, unique_visitors, sessions, bounce_rate: bounce_rate?.toFixed(6) };
}

if (!existsSync(LOG))
  process.stderr.write(`Skipped: the recount of a real access log, since ${LOG} isn't there (TIDEMARK_SHARED)\n`);
const describeWithLog = existsSync(LOG) ? describe : describe.skip;

describeWithLog.each(['UTC', 'America/Los_Angeles'])('a real log, imported and counted again in %s', (timeZone) => {
  let server: TestServer;
  let daily: DailyReport;
  let pages: PagesReport;
  let recounted: RecountedDay[];
  let importAgain: () => Promise<{ code: number; stdout: string }>;

  beforeAll(async () => {
    server = await startTestServer({ isAutoRegistering: false, config: { retentionDays: 36_600 } });
    const env = { DATABASE_URL: server.databaseUrl, TIDEMARK_DATA_DIR: server.dataDir };
    importAgain = () =>
      runTidemark(['import', 'access-log', LOG, '--site', HOST, '--timezone', timeZone, '--quiet'], { env });
    await importAgain();
    await server.settle();
    const agentReader = createAgentReader();
    recounted = recountLog({
      text: gunzipSync(readFileSync(LOG)).toString('utf8'),
      host: HOST,
      timeZone,
      isBot: (agent) => agentReader.read(agent).isBot,
    });
    const get = async (path: string): Promise<unknown> =>
      (
        await fetch(
          `${server.url}/api/metrics/${path}?site=${HOST}&start_date=2015-05-16&end_date=2015-05-21&limit=1000`,
        )
      ).json();
    daily = (await get('daily')) as DailyReport;
    pages = (await get('pages')) as PagesReport;
  }, 120_000);

  afterAll(() => server.stop());

  it('has the same figures on each day', () => {
    const counted = daily.data.filter((day) => day.page_views > 0);
    expect(counted.length).toBeGreaterThanOrEqual(4);
    expect(counted.map(figuresOf)).toEqual(recounted.map(figuresOf));
  });

  it('has the same top pages on each day', () => {
    for (const { date, pages: expected } of recounted) {
      const day = daily.data.find((row) => row.date === date);
      expect(day?.top_pages.length).toBeGreaterThan(0);
      for (const { page, page_views } of day?.top_pages ?? [])
        expect([date, page, page_views]).toEqual([date, page, expected.get(page)]);
      const least = day?.top_pages.at(-1)?.page_views ?? 0;
      expect([...expected.values()].filter((views) => views > least).length).toBeLessThanOrEqual(
        day?.top_pages.length ?? 0,
      );
    }
  });

  it('has the same sources on each day', () => {
    for (const { date, sources } of recounted) {
      const counted = daily.data.find((row) => row.date === date)?.traffic_sources ?? [];
      expect(counted.length).toBeGreaterThan(0);
      for (const { source, sessions } of counted) {
        expect([date, source, sessions >= (sources.get(source)?.sure ?? Infinity)]).toEqual([date, source, true]);
        expect([date, source, sessions <= (sources.get(source)?.possible ?? -1)]).toEqual([date, source, true]);
      }
    }
  });

  it('has every page with its views, over all days', () => {
    const expected = new Map<string, number>();
    for (const day of recounted)
      for (const [page, views] of day.pages) expected.set(page, (expected.get(page) ?? 0) + views);
    expect(new Map(pages.data.map((row) => [row.page, row.page_views]))).toEqual(expected);
  });

  it('adds nothing when the file is imported again', async () => {
    const { code, stdout } = await importAgain();
    expect(code).toBe(0);
    expect(stdout).toMatch(/page views added +0\n/);
  });
});
