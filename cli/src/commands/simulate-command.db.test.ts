import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { queryDatabase } from '../testing/query-database.js';
import { runTidemark, type TidemarkRun } from '../testing/run-tidemark.js';

let database: TestDatabase;
let dataDir = '';
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'tidemark-simulate-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const PLAN = ['--days', '3', '--events-per-day', '300', '--until', '2026-03-15'];

function simulate(site: string, ...args: string[]): Promise<TidemarkRun> {
  const env = { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: dataDir };
  return runTidemark(['simulate', '--site', site, '--quiet', ...PLAN, ...args], { env });
}

const query = (text: string) => queryDatabase(database.url, text);

const figuresOf = (domain: string) =>
  query(`SELECT date, page_views, page_visits, unique_visitors, sessions, bounces, time_on_page_sum, session_duration_ms_sum,
      traffic_sources, device_distribution
    FROM daily_metrics WHERE page_views > 0 AND site_id = (SELECT id FROM sites WHERE domain = '${domain}') ORDER BY date`);

describe('tidemark simulate', () => {
  it('gives the same figures through the archive and through the ingest', async () => {
    const archived = await simulate('one.example', '--timezone', 'Europe/Berlin');
    expect(archived).toMatchObject({ code: 0, stderr: '' });
    expect(archived.stdout).toMatch(
      /^Simulated one.example: \d+ events, 3 days, .* events\/s, [\d,]+ bytes, [\d.]+ bytes an event\n$/,
    );
    const ingested = await simulate('two.example', '--timezone', 'Europe/Berlin', '--through', 'ingest');
    expect(ingested).toMatchObject({ code: 0, stderr: '' });
    const figures = await figuresOf('one.example');
    expect(figures.length).toBeGreaterThanOrEqual(3);
    expect(await figuresOf('two.example')).toEqual(figures);
    expect(await query('SELECT day::text, is_hot FROM archive_days ORDER BY day')).toEqual(
      ['2026-03-13', '2026-03-14', '2026-03-15'].map((day) => ({ day, is_hot: false })),
    );
  }, 120_000);

  it('goes on where it stopped, and adds nothing to what is there', async () => {
    await simulate('three.example');
    const figures = await figuresOf('three.example');
    const ofSite = "site_id = (SELECT id FROM sites WHERE domain = 'three.example')";
    await query(`DELETE FROM archive_days WHERE day = '2026-03-15' AND ${ofSite}`);
    await query(`DELETE FROM daily_metrics WHERE ${ofSite}`);
    expect((await simulate('three.example')).stdout).toMatch(/^Simulated three.example: \d+ events, 1 days/);
    expect(await figuresOf('three.example')).toEqual(figures);
    expect((await simulate('three.example')).stdout).toMatch(/: 0 events, 0 days/);
    expect((await simulate('two.example', '--through', 'ingest')).stdout).toMatch(/: 0 events, 3 days/);
  }, 120_000);

  it('leaves a site alone that was simulated otherwise', async () => {
    expect(await simulate('one.example', '--seed', '2')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('holds another simulation (Simulated: 3 days until 2026-03-15') as unknown,
    });
  });

  it('leaves a site alone that was measured', async () => {
    const line = '203.0.113.7 - - [17/May/2015:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "Mozilla/5.0 Firefox/145.0"';
    await runTidemark(['import', 'access-log', '--site', 'real.example', '--quiet', '--force'], {
      env: { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: dataDir },
      stdin: line,
    });
    expect(await simulate('real.example')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('real.example has page views that were measured') as unknown,
    });
  });

  it.each([
    ['--days', '0', /days must be a whole number/],
    ['--events-per-day', 'many', /events a day must be a whole number/],
    ['--until', '2026-02-31', /must be a date/],
    ['--until', '9999-01-01', /is not over yet/],
    ['--seed', '1.5', /the seed must be a whole number/],
    ['--timezone', 'Mars/Base', /--timezone/],
  ])('refuses %s %s', async (option, value, message) => {
    const { code, stderr } = await simulate('four.example', option, value);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) as unknown });
  });
});
