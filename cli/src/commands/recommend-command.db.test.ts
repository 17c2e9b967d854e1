import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { queryDatabase } from '../testing/query-database.js';
import { runTidemark } from '../testing/run-tidemark.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await query('DELETE FROM sites');
  await query("INSERT INTO sites (domain, name) VALUES ('example.org', 'x')");
});

const query = (text: string) => queryDatabase(database.url, text);
const run = (...args: string[]) => runTidemark(args, { env: { DATABASE_URL: database.url } });
/** Steady days with a slump on the newest, which is yesterday. */
const writeSlump = () =>
  query(
    `INSERT INTO daily_metrics (site_id, date, page_visits, page_views, unique_visitors, sessions, bounces)
     SELECT id, (now() AT TIME ZONE 'UTC')::date - days, visits, visits, visits, visits, visits / 2
     FROM sites, LATERAL (SELECT days, CASE WHEN days = 1 THEN 200 ELSE 2000 + (days * 37) % 11 END AS visits FROM generate_series(1, 89) AS days) AS given`,
  );
/** An access log with two views an hour, of which the last two days are missing. */
function logUntilOutage(): string {
  const HOUR_MS = 3_600_000;
  const today = Math.floor(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS;
  const lines = Array.from({ length: 2 * 24 * 40 }, (_, index) => {
    const [date, time] = new Date(today - 2 * 24 * HOUR_MS - (index + 1) * (HOUR_MS / 2)).toISOString().split('T');
    const month = new Date(`${date!}T00:00Z`).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
    const at = `${date!.slice(8)}/${month}/${date!.slice(0, 4)}:${time!.slice(0, 8)} +0000`;
    return `203.${index % 250}.113.7 - - [${at}] "GET / HTTP/1.1" 200 100 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"`;
  });
  return lines.reverse().join('\n');
}

describe('tidemark recommend', () => {
  it('says that nothing stands out on a site without traffic', async () => {
    const { code, stdout, stderr } = await run('recommend', '--site', 'example.org');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Nothing on example\.org stands out, up to \d{4}-\d\d-\d\d\.\n\nKept: 0 new, 0 known, 0 back, 0 gone\.\n$/,
    );
  });

  it('shows what it found with its evidence, keeps it, and with --dry-run keeps nothing', async () => {
    await writeSlump();
    const tried = await run('recommend', '--site', 'example.org', '--dry-run');
    expect(tried.stdout).toMatch(/^1 recommendation for example\.org, up to /);
    expect(tried.stdout).toMatch(/\n\[\d\] ".+" {2}[a-z_]+\n/);
    expect(tried.stdout).toMatch(/\n {4}impact [\d,]+ visits a week x [\d.]+ x [\d.]+ = /);
    expect(tried.stdout).toMatch(/\nNothing was kept \(--dry-run\)\.\n$/);
    expect(await query('SELECT FROM recommendations')).toEqual([]);
    expect((await run('recommend', '--site', 'example.org')).stdout).toMatch(
      /\nKept: 1 new, 0 known, 0 back, 0 gone\.\n$/,
    );
    expect((await run('recommend', '--site', 'example.org')).stdout).toMatch(
      /\nKept: 0 new, 1 known, 0 back, 0 gone\.\n$/,
    );
  });

  it('has forecasts made anew where days of an outage are left out of them', async () => {
    const env = { DATABASE_URL: database.url };
    const imported = ['import', 'access-log', '-', '--site', 'example.org', '--timezone', 'UTC', '--quiet'];
    expect(await runTidemark(imported, { env, stdin: logUntilOutage() })).toMatchObject({ code: 0 });
    const { stdout, stderr } = await run('recommend', '--site', 'example.org');
    expect({ stderr, isTold: stdout.includes('Nothing is counted since') }).toEqual({ stderr: '', isTold: true });
    const [site] = await query("SELECT id FROM sites WHERE domain = 'example.org'");
    expect(await query('SELECT source FROM marked_days')).toEqual([{ source: 'gap' }]);
    expect(
      await query(
        `SELECT payload -> 'payload' AS payload FROM graphile_worker._private_jobs AS jobs JOIN graphile_worker._private_tasks AS tasks
         ON tasks.id = jobs.task_id WHERE tasks.identifier = 'issue-forecasts'`,
      ),
    ).toEqual([{ payload: { siteId: site!['id'] } }]);
  });

  it('refuses a site that is none', async () => {
    expect(await run('recommend', '--site', 'nowhere.example')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('tidemark site set --false-alarms', () => {
  it('says how many a site accepts', async () => {
    const { code, stdout } = await run('site', 'set', 'example.org', '--false-alarms', '0.5');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Among recommendations for example.org, 0.5 false alarms a month are accepted, from the next run on.\n',
    });
    expect(await query('SELECT false_alarms_per_month FROM sites')).toEqual([{ false_alarms_per_month: 0.5 }]);
    for (const wrong of ['0', '31', 'many'])
      expect(await run('site', 'set', 'example.org', '--false-alarms', wrong)).toMatchObject({
        code: 2,
        stderr: 'error: --false-alarms must be a number from 0.25 to 30\n',
      });
  });
});

describe('tidemark digest preview', () => {
  it('shows the text, or the HTML', async () => {
    const text = await run('digest', 'preview', '--site', 'example.org');
    expect(text.stdout).toMatch(/^Subject: example\.org: nothing to decide\n\n0 page visits from /);
    expect((await run('digest', 'preview', '--site', 'example.org', '--html')).stdout).toMatch(/^<!doctype html>/);
  });
});
