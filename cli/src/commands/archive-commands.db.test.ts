import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { queryDatabase } from '../testing/query-database.js';
import { runTidemark, type TidemarkRun } from '../testing/run-tidemark.js';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
const [OLD, RECENT] = [daysAgo(20), daysAgo(3)];

function lineOf(day: string, path: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const stamp = `${date}/${MONTHS[Number(month) - 1] ?? ''}/${year}:10:00:00 +0000`;
  return `203.0.113.7 - - [${stamp}] "GET ${path} HTTP/1.1" 200 1 "-" "${AGENT}"`;
}

let database: TestDatabase;
let dataDir = '';
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'tidemark-archive-'));
  const log = [lineOf(OLD, '/'), lineOf(OLD, '/a'), lineOf(RECENT, '/')].join('\n');
  await run(['import', 'access-log', '-', '--site', 'example.org', '--quiet'], log);
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

function run(args: string[], stdin = ''): Promise<TidemarkRun> {
  const env = { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: dataDir, HOT_DAYS: '7' };
  return runTidemark(args, { env, stdin });
}

const query = (text: string) => queryDatabase(database.url, text);

const archiveFiles = async () =>
  (await readdir(join(dataDir, 'archive'), { recursive: true })).filter((name) =>
    /\d{4}-\d\d-\d\d\..*parquet$/.test(name),
  );
const fileOf = async (day: string) =>
  join(dataDir, 'archive', (await archiveFiles()).find((name) => name.includes(day)) ?? 'none');
const partitionOf = (day: string) => `page_visits_${day.replaceAll('-', '')}`;
const listPartitions = async () =>
  (
    await query(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'page_visit_rows'::regclass",
    )
  ).map(({ name }) => name);
const dailyFigures = () => query('SELECT date, page_views FROM daily_metrics WHERE page_views > 0 ORDER BY date');

// One after the other: each begins where the one before it ended.
describe('tidemark archive and tidemark retention', () => {
  it('keep what is old but not archived, and say so', async () => {
    const { code, stdout } = await run(['retention']);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing had to go.\n');
    expect(stdout).toContain(`  ${partitionOf(OLD)}: not in the archive as it is: `);
    expect(await listPartitions()).toContain(partitionOf(OLD));
  });

  it('archive what is due, once', async () => {
    const closed = await run(['archive', 'close', '--site', 'example.org']);
    expect(closed).toMatchObject({ code: 0, stderr: '' });
    expect(closed.stdout).toMatch(/^Archived 2 days: 3 events, [\d.]+ kB\. Summed up \d months?\.\n$/);
    expect((await run(['archive', 'close'])).stdout).toMatch(/^Archived 0 days: 0 events/);
    expect(await archiveFiles()).toHaveLength(2);
  });

  it('tell how the archive stands', async () => {
    const { code, stdout, stderr } = await run(['archive', 'status', '--site', 'example.org']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Archive: ${join(dataDir, 'archive')}\n`);
    expect(stdout).toMatch(new RegExp(`^example\\.org +2 +3 +[\\d.]+ kB +[\\d.]+ +${OLD} +${RECENT}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^ {2}${partitionOf(OLD)} +[\\d.]+ kB$`, 'm'));
    expect((await run(['archive', 'status', '--site', 'none.example'])).stderr).toMatch(/^error: there is no site/);
  });

  it('change nothing in a dry run', async () => {
    const before = [await listPartitions(), await archiveFiles()];
    const { code, stdout } = await run(['retention', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^Would go:\n {2}PostgreSQL, archived: 1 partition, .*\n {4}${partitionOf(OLD)} `),
    );
    expect(stdout).toContain('nothing was changed');
    expect([await listPartitions(), await archiveFiles()]).toEqual(before);
  });

  it('give the disk of an archived partition back', async () => {
    expect((await run(['retention'])).stdout).toMatch(/^Gone:\n {2}PostgreSQL, archived: 1 partition, /);
    expect(await listPartitions()).not.toContain(partitionOf(OLD));
    expect(await archiveFiles()).toHaveLength(2);
  });

  it('find a damaged and a missing file, and write anew what PostgreSQL still has', async () => {
    expect((await run(['archive', 'verify', '--quiet'])).stdout).toBe('2 archive files: all as they were written.\n');
    const recent = await fileOf(RECENT);
    await truncate(recent, 100);
    const damaged = await run(['archive', 'verify', '--quiet']);
    expect(damaged).toMatchObject({ code: 1, stderr: 'error: 1 of 2 archive files missing or damaged\n' });
    expect(damaged.stdout.split('\n')).toEqual([
      expect.stringMatching(
        new RegExp(`^${recent} is damaged: .* \\(example\\.org, ${RECENT}, 1 event; PostgreSQL has its rows: `),
      ),
      '',
    ]);
    expect((await run(['archive', 'status'])).stdout).toContain(`Lost: ${recent} (`);
    await rm(recent);
    expect((await run(['archive', 'verify', '--quiet'])).stdout).toContain(`${recent} is missing (`);
    expect((await run(['archive', 'close'])).stdout).toMatch(/^Archived 1 day: 1 event/);
    expect(await run(['archive', 'verify', '--site', 'example.org'])).toMatchObject({ code: 0, stderr: '' });
  });

  it("give the disk of days past a site's keeping back, and leave the daily figures", async () => {
    const figures = await dailyFigures();
    const old = await fileOf(OLD);
    expect((await run(['site', 'set', 'example.org', '--retention-days', '10'])).stdout).toMatch(
      /^Events of example\.org are kept 10 days\./,
    );
    expect((await run(['site', 'list'])).stdout).toContain('keeps 10 days');
    const { stdout } = await run(['retention']);
    expect(stdout).toMatch(new RegExp(`^ {2}archive of example\\.org: 1 day, ${OLD} to ${OLD}, 2 events, `, 'm'));
    expect(await archiveFiles()).not.toContain(old.slice(join(dataDir, 'archive/').length));
    expect(await dailyFigures()).toEqual(figures);
    expect((await run(['site', 'set', 'example.org', '--retention-days', 'default'])).stdout).toMatch(
      /are kept 730 days \(RETENTION_DAYS\)/,
    );
  });

  it.each(['6', '7.5', 'soon', '', '36601'])('refuse to keep events %j days', async (days) => {
    expect(await run(['site', 'set', 'example.org', '--retention-days', days])).toMatchObject({
      code: 2,
      stderr: 'error: --retention-days must be a whole number from 7 to 36600, or default\n',
    });
  });
});
