import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { queryDatabase } from '../testing/query-database.js';
import { runTidemark, type TidemarkRun } from '../testing/run-tidemark.js';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const LOG = [
  `203.0.113.7 - - [17/May/2015:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "https://www.google.com/" "${AGENT}"`,
  `203.0.113.7 - - [17/May/2015:10:05:00 +0000] "GET /a/ HTTP/1.1" 200 1 "https://example.org/" "${AGENT}"`,
  `203.0.113.7 - - [17/May/2015:10:05:00 +0000] "GET /a.css HTTP/1.1" 200 1 "https://example.org/a/" "${AGENT}"`,
  `198.51.100.9 - - [17/May/2015:10:06:00 +0000] "GET / HTTP/1.1" 200 1 "-" "Googlebot/2.1 (+http://www.google.com/bot.html)"`,
  '198.51.100.9 - - [17/May/2015:10:06:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"',
  'garbage \u001b[2J',
].join('\n');

let database: TestDatabase;
let dataDir = '';
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'tidemark-commands-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

function run(args: string[], stdin = ''): Promise<TidemarkRun> {
  return runTidemark(args, { env: { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: dataDir }, stdin });
}

const query = (text: string) => queryDatabase(database.url, text);

describe('tidemark site', () => {
  it('adds, lists and removes sites', async () => {
    expect(await run(['site', 'list'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No site yet') as unknown,
    });
    expect(
      (await run(['site', 'add', 'www.Example.net', '--timezone', 'Europe/Berlin', '--country', 'DE'])).stdout,
    ).toMatch(/^Added example.net \(id \d+, Europe\/Berlin\)/);
    expect(await run(['site', 'add', 'example.net'])).toMatchObject({
      code: 1,
      stderr: 'error: example.net is already a site\n',
    });
    expect((await run(['site', 'list'])).stdout).toMatch(/^ +\d+ {2}example.net {2}Europe\/Berlin\n$/);
    expect((await run(['site', 'set', 'example.net', '--country', 'AT'])).stdout).toMatch(/know the holidays of AT/);
    expect((await run(['site', 'set', 'example.net', '--country', 'none'])).stdout).toMatch(/know no holidays/);
    expect(await run(['site', 'set', 'example.net', '--country', 'Austria'])).toMatchObject({
      code: 2,
      stderr: 'error: --country must be the two letters of a country, such as DE, or none\n',
    });
    expect(await run(['site', 'remove', 'example.net', '--yes'])).toMatchObject({
      code: 0,
      stdout: 'Removed example.net.\n',
    });
    expect((await run(['site', 'remove', 'example.net', '--yes'])).stderr).toMatch(/there is no site example.net/);
  });
});

describe('tidemark import access-log', () => {
  it('imports a log from standard input, as the ingest would have seen it', async () => {
    const { code, stdout, stderr } = await run(
      ['import', 'access-log', '-', '--site', 'example.org', '--timezone', 'Europe/Berlin'],
      LOG,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/page views added +2\n/);
    expect(stdout).toMatch(/bots +2\n/);
    expect(stdout).toContain(String.raw`(stdin):6  "garbage \u001b[2J"`);
    expect(
      await query(
        'SELECT page_url, source, host(ip_address) AS address, country, browser, os, is_session_derived FROM page_visits ORDER BY timestamp',
      ),
    ).toMatchObject([
      {
        page_url: 'https://example.org/',
        source: 'Google',
        address: '203.0.113.0',
        browser: 'Firefox',
        os: 'GNU/Linux',
        is_session_derived: true,
      },
      { page_url: 'https://example.org/a', source: null, address: '203.0.113.0' },
    ]);
    expect(await query('SELECT date, page_views, sessions, unique_visitors, bounce_rate FROM daily_metrics')).toEqual([
      { date: '2015-05-17', page_views: 2, sessions: 1, unique_visitors: 1, bounce_rate: 0 },
    ]);
  });

  it('keeps its key to its owner', async () => {
    const stats = await stat(join(dataDir, 'secrets', 'import.key'));
    expect({ size: stats.size, mode: stats.mode & 0o777 }).toEqual({ size: 32, mode: 0o600 });
  });

  it('names the time zone that a known site keeps', async () => {
    const { stdout, stderr } = await run(
      ['import', 'access-log', '--site', 'www.example.org', '--timezone', 'Asia/Tokyo', '--quiet'],
      LOG,
    );
    expect(stderr).toMatch(/example.org exists with the time zone Europe\/Berlin, which stays/);
    expect(stdout).toMatch(/already there +2\n/);
  });
});
