import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { queryDatabase } from '../testing/query-database.js';
import { runTidemark, type TidemarkRun } from '../testing/run-tidemark.js';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const LOG = ['203.0.113.7 /', '203.0.113.7 /a', '198.51.100.9 /']
  .map((line) => line.split(' '))
  .map(([address, page]) => `${address!} - - [17/May/2015:10:00:00 +0000] "GET ${page!} HTTP/1.1" 200 1 "-" "${AGENT}"`)
  .join('\n');

let database: TestDatabase;
let dataDir = '';
let visitorId = '';
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'tidemark-visitor-'));
  await run(['import', 'access-log', '-', '--site', 'example.org', '--quiet'], LOG);
  const [row] = await query('SELECT visitor_id FROM page_visits GROUP BY 1 HAVING count(*) = 2');
  visitorId = String(row?.['visitor_id']);
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true });
});

function run(args: string[], stdin = ''): Promise<TidemarkRun> {
  return runTidemark(args, { env: { DATABASE_URL: database.url, TIDEMARK_DATA_DIR: dataDir }, stdin });
}

const query = (text: string) => queryDatabase(database.url, text);

// One after the other: each begins where the one before it ended.
describe('tidemark visitor and tidemark audit', () => {
  it('say that nothing is written down yet', async () => {
    expect(await run(['audit', 'list'])).toMatchObject({ code: 0, stdout: 'Nothing is written down.\n' });
  });

  it('export what is stored of a visitor, to standard output or a file', async () => {
    const { code, stdout, stderr } = await run(['visitor', 'export', visitorId]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '2 events.\n' });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toMatchObject([
      { type: 'page_view', site: 'example.org', visitor_id: visitorId, ip_address: '203.0.113.0' },
      { type: 'page_view', visitor_id: visitorId },
    ]);
    const file = join(dataDir, 'visitor.ndjson');
    expect((await run(['visitor', 'export', visitorId, '--site', 'example.org', '--output', file])).stdout).toBe('');
    expect(await readFile(file, 'utf8')).toBe(stdout);
    expect((await run(['visitor', 'export', visitorId, '--site', 'none.example'])).stderr).toMatch(/there is no site/);
  });

  it('erase a visitor, with the figures', async () => {
    const { code, stdout } = await run(['visitor', 'erase', visitorId, '--yes']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Erased 2 events on 1 day \(audit log: \d+\)\./);
    expect(await query('SELECT page_views, unique_visitors FROM daily_metrics')).toEqual([
      { page_views: 1, unique_visitors: 1 },
    ]);
    expect((await run(['visitor', 'erase', visitorId, '--yes'])).stdout).toMatch(/^Erased 0 events on 0 days/);
    expect((await run(['visitor', 'export', visitorId])).stdout).toBe('');
  });

  it('list who did what, and prove an erasure without naming whom it was about', async () => {
    const { code, stdout } = await run(['audit', 'list']);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^ +\d+ {2}\S+Z {2}visitor_exported {2}by cli "[^"]+" {2}.*exported_events="0"/);
    expect(lines[2]).toMatch(/visitor_erased .*erased_events="2"/);
    expect(stdout).not.toContain(visitorId);
    expect((await run(['audit', 'list', '--visitor', 'somebody else'])).stdout).toBe('Nothing is written down.\n');
    const page = await run(['audit', 'list', '--limit', '2', '--visitor', visitorId]);
    expect(page.stdout).toMatch(/There is more: --before (\d+)\n$/);
  });

  it('note a changed keeping, a changed rule for refusals, and a removed site', async () => {
    await run(['site', 'set', 'example.org', '--retention-days', '90']);
    expect((await run(['site', 'set', 'example.org', '--after-refusal', 'cookieless'])).stdout).toMatch(
      /^Of visitors of example\.org who refused, views are counted/,
    );
    await run(['site', 'remove', 'example.org', '--yes']);
    const { stdout } = await run(['audit', 'list', '--limit', '3']);
    expect(stdout).toMatch(/site_removed .*domain="example\.org"/);
    expect(stdout).toMatch(/site_privacy_changed .*after_refusal="cookieless" {2}after_refusal_before="nothing"/);
    expect(stdout).toMatch(/site_privacy_changed .*retention_days="90" {2}retention_days_before="null"/);
  });
});
