import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tidemark/api/testing';
import { takeForecastJobs } from '../testing/forecast-jobs.js';
import { queryDatabase } from '../testing/query-database.js';
import { runTidemark } from '../testing/run-tidemark.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await query('DELETE FROM sites');
  await query("INSERT INTO sites (domain, name) VALUES ('example.org', 'x'), ('other.example', 'y')");
});

const query = (text: string) => queryDatabase(database.url, text);
const run = (...args: string[]) => runTidemark(['days', ...args], { env: { DATABASE_URL: database.url } });
const mark = (from: string, ...more: string[]) =>
  run('mark', '--site', 'example.org', '--from', from, '--reason', 'bot attack', ...more);
const readMarks = () => query('SELECT id, start_date, end_date, reason, source FROM marked_days ORDER BY start_date');

describe('tidemark days', () => {
  it('marks days, lists them, and unmarks them', async () => {
    const marked = await mark('2025-08-05', '--to', '2025-08-07');
    const [row] = await readMarks();
    expect(row).toEqual({
      id: expect.any(Number),
      start_date: '2025-08-05',
      end_date: '2025-08-07',
      reason: 'bot attack',
      source: 'owner',
    });
    expect(marked).toEqual({
      code: 0,
      stdout: `Marked 2025-08-05 to 2025-08-07 of example.org (id ${String(row!['id'])}). Where forecasting is on, its forecasts are made anew.\n`,
      stderr: '',
    });
    await query(
      "INSERT INTO marked_days (site_id, start_date, end_date, reason, source) SELECT id, '2025-08-01', '2025-08-01', E'down\\u001b[2J', 'outage' FROM sites WHERE domain = 'other.example'",
    );
    const listed = await run('list');
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout.replaceAll(/^ *\d+/gm, 'ID')).toBe(
      [
        'ID  example.org    2025-08-05 to 2025-08-07  owner   "bot attack"',
        String.raw`ID  other.example  2025-08-01                outage  "down\u001b[2J"`,
        '',
      ].join('\n'),
    );
    expect((await run('list', '--site', 'other.example')).stdout).not.toContain('bot attack');
    expect(await run('unmark', String(row!['id']))).toEqual({
      code: 0,
      stdout:
        'Unmarked 2025-08-05 to 2025-08-07 of example.org. Where forecasting is on, its forecasts are made anew.\n',
      stderr: '',
    });
    expect(await readMarks()).toMatchObject([{ source: 'outage' }]);
    expect((await run('list', '--site', 'example.org')).stdout).toBe('No days are marked.\n');
  });

  it('has the forecasts of the site made anew by who makes forecasts', async () => {
    await mark('2025-08-04');
    await takeForecastJobs(database.url);
    await mark('2025-08-05');
    await mark('2025-08-06');
    const sites = await query("SELECT id FROM sites WHERE domain = 'example.org'");
    expect(await takeForecastJobs(database.url)).toEqual(sites);
    await run('unmark', String((await readMarks())[0]!['id']));
    expect(await takeForecastJobs(database.url)).toEqual(sites);
  });

  it('marks one day where no other is named', async () => {
    expect((await mark('2025-08-05')).stdout).toMatch(/^Marked 2025-08-05 of example\.org /);
  });

  it.each([
    [
      'the same days again',
      ['mark', '--site', 'example.org', '--from', '2025-08-05', '--reason', 'x'],
      /^error: these days of example\.org are marked already, as \d+\n$/,
    ],
    [
      'a site that there is not',
      ['mark', '--site', 'nowhere.example', '--from', '2025-08-05', '--reason', 'x'],
      /^error: there is no site nowhere\.example; see them with: /,
    ],
    [
      'a list of a site that there is not',
      ['list', '--site', 'nowhere.example'],
      /^error: there is no site nowhere\.example; /,
    ],
    [
      'an id that there is not',
      ['unmark', '999999999'],
      /^error: there are no marked days 999999999; see them with: npm run tidemark -- days list\n$/,
    ],
  ])('fails on %s in one line, with exit code 1', async (_, args, message) => {
    await mark('2025-08-05');
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(await readMarks()).toHaveLength(1);
  });

  it.each([
    ['no site', ['mark', '--from', '2025-08-05', '--reason', 'x'], /required option '--site <host>' not specified/],
    ['no reason', ['mark', '--site', 'example.org', '--from', '2025-08-05'], /required option '--reason <text>'/],
    [
      'an empty reason',
      ['mark', '--site', 'example.org', '--from', '2025-08-05', '--reason', ' '],
      /^error: --reason /,
    ],
    [
      'a day that there is not',
      ['mark', '--site', 'example.org', '--from', '2025-02-29', '--reason', 'x'],
      /^error: --from /,
    ],
    [
      'an end before the start',
      ['mark', '--site', 'example.org', '--from', '2025-08-05', '--to', '2025-08-04', '--reason', 'x'],
      /^error: --to must not be before --from\n$/,
    ],
    [
      'all wrong at once',
      ['mark', '--site', 'example.org', '--from', 'x', '--to', 'y', '--reason', ''],
      /^error: --from .*; --to .*; --reason .*\n$/,
    ],
    ['no id', ['unmark'], /missing required argument 'id'/],
    ['an id that is no number', ['unmark', 'example.org'], /^error: ID must be a number/],
  ])('answers %s in one line, with exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
