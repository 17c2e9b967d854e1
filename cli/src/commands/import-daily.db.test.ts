import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { createLocalDays } from '../local-day.js';
import { takeForecastJobs } from '../testing/forecast-jobs.js';
import { queryDatabase } from '../testing/query-database.js';
import { runCli } from './run-cli.js';
import { runTidemark, type TidemarkRun } from '../testing/run-tidemark.js';

let database: TestDatabase;
let folder = '';
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'tidemark-import-daily-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(() => query('DELETE FROM sites'));

const query = (text: string) => queryDatabase(database.url, text);
const run = (args: string[], stdin = ''): Promise<TidemarkRun> =>
  runTidemark(['import', 'daily', ...args], {
    env: { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: folder, INIT_CWD: folder },
    stdin,
  });
const readDays = () =>
  query('SELECT date, source, page_visits, page_views, sessions, unique_visitors FROM imported_days ORDER BY date');
const readSites = () => query('SELECT domain, timezone FROM sites');
const readAudit = () =>
  query("SELECT actor_kind, action, details FROM audit_log WHERE action LIKE '%days%' ORDER BY id");

const HISTORY = 'date,page_views,sessions\n2025-01-30,5,3\n2025-02-02,7,\n';
const DAYS = [
  { date: '2025-01-30', source: 'csv', page_visits: null, page_views: 5, sessions: 3, unique_visitors: null },
  { date: '2025-02-02', source: 'csv', page_visits: null, page_views: 7, sessions: null, unique_visitors: null },
];

describe('tidemark import daily', () => {
  it('stores the days of a new site, and tells what came of it', async () => {
    const { code, stdout, stderr } = await run(
      ['-', '--site', 'www.example.org', '--timezone', 'Europe/Berlin'],
      HISTORY,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'Daily history of example.org, a new site',
        '  days                     2, 2025-01-30 to 2025-02-02',
        '  days missing in between  2',
        '  source                   plain CSV',
        '  page_visits              not in the file',
        '  page_views               from "page_views"',
        '  sessions                 from "sessions"',
        '  unique_visitors          not in the file',
        'Only forecasts use these days; reports show what Tidemark measured.',
        '',
      ].join('\n'),
    );
    expect(await readDays()).toEqual(DAYS);
    expect(await readSites()).toEqual([{ domain: 'example.org', timezone: 'Europe/Berlin' }]);
    expect(await query('SELECT date FROM daily_metrics')).toEqual([]);
  });

  it('reads a file from where the person stands, gzip and UTF-16, of the tool that is named', async () => {
    const text = '\ufeffdate,nb_visits,bounce_rate\n2025-01-30,3,10%\n2025-01-31,\n';
    await writeFile(join(folder, 'visits.csv.gz'), gzipSync(Buffer.from(text, 'utf16le')));
    const { code, stdout } = await run(['visits.csv.gz', '--site', 'example.org', '--format', 'matomo', '--quiet']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/source +Matomo\n/);
    expect(stdout).toMatch(/columns left out +"bounce_rate"\n/);
    expect(await query('SELECT date, source, sessions FROM imported_days ORDER BY date')).toEqual([
      { date: '2025-01-30', source: 'matomo', sessions: 3 },
      { date: '2025-01-31', source: 'matomo', sessions: 0 },
    ]);
  });

  it('stores nothing of a file that is not right, not even the site', async () => {
    expect(await run(['--site', 'example.org'], `${HISTORY}2025-02-03,-1,\n`)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: (stdin):4: "-1" is negative: a count is a whole number from 0\n',
    });
    expect([await readDays(), await readSites()]).toEqual([[], []]);
  });

  it('refuses days that are there, unless it is to replace them', async () => {
    await run(['--site', 'example.org'], HISTORY);
    const next = 'date,page_views\n2025-02-01,6\n2025-02-02,8\n';
    for (const flags of [[], ['--dry-run']]) {
      expect(await run(['--site', 'example.org', ...flags], next)).toEqual({
        code: 1,
        stdout: '',
        stderr:
          'error: 1 day of the file is already imported into example.org: add --replace to take it over, or remove what was imported with: npm run tidemark -- import daily --remove --site example.org\n',
      });
    }
    expect(await readDays()).toEqual(DAYS);
    const { code, stdout } = await run(['--site', 'example.org', '--replace'], next);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Daily history of example.org\n {2}days +2, 2025-02-01 to 2025-02-02\n {2}replaced +1\n/);
    expect(await query('SELECT date, page_views FROM imported_days ORDER BY date')).toEqual([
      { date: '2025-01-30', page_views: 5 },
      { date: '2025-02-01', page_views: 6 },
      { date: '2025-02-02', page_views: 8 },
    ]);
  });

  it('writes nothing on a dry run, and tells the same', async () => {
    const dry = await run(['--site', 'example.org', '--dry-run'], HISTORY);
    expect([await readDays(), await readSites()]).toEqual([[], []]);
    const wet = await run(['--site', 'example.org'], HISTORY);
    const withoutEnd = ({ stdout }: TidemarkRun) => stdout.split('\n').slice(0, -2);
    expect(withoutEnd(dry)).toEqual(withoutEnd(wet));
    expect(dry.stdout).toMatch(/\nThis was a dry run: nothing was written\.\n$/);
    const replacing = await run(['--site', 'example.org', '--dry-run', '--replace'], HISTORY.replaceAll('5', '6'));
    expect(replacing.code).toBe(0);
    expect(await readDays()).toEqual(DAYS);
  });

  it('keeps days that the site has measured itself, and says that they are not used', async () => {
    await query(
      "WITH site AS (INSERT INTO sites (domain, name, timezone) VALUES ('example.org', 'x', 'Asia/Tokyo') RETURNING id) INSERT INTO daily_metrics (site_id, date, page_views) SELECT id, '2025-02-01', 3 FROM site",
    );
    const { stdout, stderr } = await run(['--site', 'example.org', '--timezone', 'UTC'], HISTORY);
    expect(stderr).toBe('note: example.org exists with the time zone Asia/Tokyo, which stays\n');
    expect(stdout).toContain(
      '\n1 of these days are kept but not used: Tidemark has full days of its own after 2025-02-01.\n',
    );
    expect(await readDays()).toEqual(DAYS);
    expect(await query('SELECT date, page_views FROM daily_metrics')).toEqual([{ date: '2025-02-01', page_views: 3 }]);
  });

  it("leaves out the running day of the site's time zone, and refuses days after it", async () => {
    const dayIn = (timeZone: string, days: number) => createLocalDays(timeZone)(Date.now() + days * 86_400_000);
    const zone = 'Pacific/Kiritimati';
    const site = ['--site', 'example.org', '--timezone', zone];
    const withToday = await run(site, `${HISTORY}${dayIn(zone, 0)},9,9\n`);
    expect(withToday.stdout).toContain(`\nLeft out: ${dayIn(zone, 0)}, which isn't over yet.\n`);
    expect(await readDays()).toEqual(DAYS);
    const onlyToday = await run(site, `date,page_views\n${dayIn(zone, 0)},9\n`);
    expect(onlyToday.stderr).toMatch(
      /^error: \(stdin\): its only day, [\d-]+, isn't over yet: export it again tomorrow\n$/,
    );
    const withTomorrow = await run(site, `date,page_views\n${dayIn(zone, 2)},9\n`);
    expect(withTomorrow.stderr).toMatch(
      /^error: \(stdin\):2: [\d-]+ is in the future \(today is .*Kiritimati\): correct/,
    );
  });

  it('removes what was imported into a site, and nothing else', async () => {
    await run(['--site', 'example.org'], HISTORY);
    await run(['--site', 'other.example'], HISTORY);
    expect((await run(['--remove', '--site', 'example.org', '--dry-run'])).stdout).toBe(
      'Would remove 2 imported days of example.org. This was a dry run: nothing was changed.\n',
    );
    expect((await run(['--remove', '--site', 'www.example.org'])).stdout).toBe(
      'Removed 2 imported days of example.org. What Tidemark measured stays.\n',
    );
    expect((await run(['--remove', '--site', 'example.org'])).stdout).toMatch(/^Removed 0 imported days/);
    expect(await readDays()).toEqual(DAYS);
    expect(await run(['--remove', '--site', 'none.example'])).toMatchObject({
      code: 1,
      stderr: 'error: there is no site none.example; see them with: npm run tidemark -- site list\n',
    });
  });

  it('writes down in the audit log what was imported, replaced and removed, and nothing of a dry run', async () => {
    const before = (await readAudit()).length;
    await run(['--site', 'example.org', '--dry-run'], HISTORY);
    await run(['--site', 'example.org'], HISTORY);
    await run(['--site', 'example.org', '--replace'], HISTORY);
    await run(['--remove', '--site', 'example.org', '--dry-run']);
    await run(['--remove', '--site', 'example.org']);
    await run(['--remove', '--site', 'example.org']);
    const imported = { source: 'csv', days: 2, first_day: '2025-01-30', last_day: '2025-02-02' };
    expect((await readAudit()).slice(before)).toEqual([
      { actor_kind: 'cli', action: 'days_imported', details: { ...imported, replaced: 0 } },
      { actor_kind: 'cli', action: 'days_imported', details: { ...imported, replaced: 2 } },
      { actor_kind: 'cli', action: 'imported_days_removed', details: { days: 2 } },
    ]);
  });

  it('has the forecasts of the site made anew by who makes forecasts', async () => {
    await run(['--site', 'example.org'], HISTORY);
    const sites = await query('SELECT id FROM sites');
    expect(await takeForecastJobs(database.url)).toEqual(sites);
    await run(['--site', 'example.org', '--replace', '--dry-run'], HISTORY);
    await run(['--remove', '--site', 'example.org', '--dry-run']);
    expect(await takeForecastJobs(database.url)).toEqual([]);
    await run(['--remove', '--site', 'example.org']);
    expect(await takeForecastJobs(database.url)).toEqual(sites);
    await run(['--remove', '--site', 'example.org']);
    expect(await takeForecastJobs(database.url)).toEqual([]);
  });

  it('goes with its site', async () => {
    await run(['--site', 'example.org'], HISTORY);
    const env = { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: folder };
    expect((await runTidemark(['site', 'remove', 'example.org', '--yes'], { env })).code).toBe(0);
    expect(await readDays()).toEqual([]);
  });
});

describe('tidemark import daily, called wrongly,', () => {
  it.each([
    ['without a site', ['history.csv'], 2, /required option '--site <host>' not specified/],
    ['with a wrong site', ['-', '--site', 'https://example.org/'], 2, /--site must be a host name/],
    ['with a wrong time zone', ['-', '--site', 'example.org', '--timezone', 'Mars'], 2, /--timezone must be an IANA/],
    [
      'with an unknown tool',
      ['-', '--site', 'example.org', '--format', 'fathom'],
      2,
      /Allowed choices are auto, csv, ga4/,
    ],
    ['with two files', ['a.csv', 'b.csv', '--site', 'example.org'], 2, /too many arguments/],
    ['with an unknown option', ['a.csv', '--site', 'example.org', '--force'], 2, /unknown option '--force'/],
    ['to remove a file', ['a.csv', '--remove', '--site', 'example.org'], 2, /--remove takes no file/],
    ['to remove and replace', ['--remove', '--replace', '--site', 'example.org'], 2, /--remove goes with --site and/],
    ['with a missing file', ['none.csv', '--site', 'example.org'], 1, /can't read none.csv: there is no such file/],
    ['with nothing on standard input', ['--site', 'example.org'], 1, /\(stdin\): it is empty/],
    ['with a folder', ['.', '--site', 'example.org'], 1, /\. is a folder/],
  ])('%s, says so in one line', async (_, args, exitCode, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(await readSites()).toEqual([]);
  });

  it('asks for a file where standard input is a terminal', async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    expect(await runCli(['import', 'daily', '--site', 'example.org'], { stdin, stdout, stderr, env: {} })).toBe(2);
    expect(String(stderr.read())).toBe('error: name a file, or pipe one in\n');
  });

  it('helps with examples', async () => {
    const { stdout, code } = await run(['--help']);
    expect({ code, hasExamples: stdout.includes('Examples:') }).toEqual({ code: 0, hasExamples: true });
  });
});
