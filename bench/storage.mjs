/**
 * What an event takes: in the archive, and hot with indexes, on simulated traffic and on the real log of the shared data.
 * How long closing a large day takes and how much memory, beside a plain export of the same rows in the same run. And what
 * a year of a million events a day follows to take.
 *
 *   npm run bench -- storage [--days 2] [--events-per-day 1000000] [--hot-events 1000000]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { migrate } from '@tidemark/api';
import { withInstallation } from './support/api-process.mjs';
import { readHotSizes } from './support/hot-sizes.mjs';
import { toDate } from './support/overview-reads.mjs';
import { exportPlainly } from './support/plain-export.mjs';
import { formatCount, judge, printMachine, printTable } from './support/print.mjs';
import { runTidemark, simulate } from './support/tidemark.mjs';

const { values } = parseArgs({
  options: {
    /** Days that go straight into the archive. */
    days: { type: 'string', default: '2' },
    'events-per-day': { type: 'string', default: '1000000' },
    /** Events of the one day that goes through PostgreSQL and is closed. */
    'hot-events': { type: 'string', default: '1000000' },
  },
});
const DAY_MS = 86_400_000;
const [YEAR_EVENTS, HOT_DAYS] = [365e6, 35];
const shared = process.env.TIDEMARK_SHARED ?? fileURLToPath(new URL('../../shared', import.meta.url));
const realLog = path.join(shared, 'data/access_logs/semicomplete_apache_combined.log.gz');

/** Does some work that adds a site's rows. @returns what they take, in bytes an event */
async function measureHot(pool, domain, work) {
  const before = await readHotSizes(pool);
  const done = await work();
  const after = await readHotSizes(pool);
  const { rows } = await pool.query(
    'SELECT s.id, count(*)::float8 AS events FROM sites s JOIN page_visits v ON v.site_id = s.id WHERE s.domain = $1 GROUP BY s.id',
    [domain],
  );
  const { id, events } = rows[0];
  const per = (what) => (after[what] - before[what]) / events;
  return { ...done, siteId: id, events, rows: per('rows'), indexes: per('indexes'), rest: per('rest') };
}

async function closeDays(siteId, env) {
  const child = fork(new URL('support/close-days.mjs', import.meta.url), [String(siteId)], { env });
  const said = once(child, 'message');
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`closing the days ended with ${code}: see above.`);
  const [closed] = await said;
  if (closed.failed > 0) throw new Error(`${closed.failed} days could not be closed: see above.`);
  return closed;
}

async function archivedSize(pool, domain) {
  const { rows } = await pool.query(
    'SELECT sum(rows)::float8 AS events, sum(bytes)::float8 AS bytes FROM archive_days a JOIN sites s ON s.id = a.site_id WHERE s.domain = $1',
    [domain],
  );
  return rows[0];
}

function printHot(measured) {
  const toRow = ([name, { events, rows, indexes, rest }]) => {
    const total = rows + indexes;
    return [
      name,
      formatCount(events),
      ...[rows, indexes, total, rest].map((bytes) => bytes.toFixed(0)),
      judge(total, { goal: 350 }),
    ];
  };
  const head = ['hot, in PostgreSQL', 'events', 'bytes an event', 'its indexes', 'both', 'other tables', ''];
  printTable(head, measured.map(toRow));
}

await withInstallation(async ({ env, database, folder }) => {
  await printMachine();
  await migrate(database);
  const { pool } = database;
  const archived = { site: 'archived.example', days: values.days, eventsPerDay: values['events-per-day'] };
  const { output } = await simulate(archived, env);
  console.log(output);
  const files = [['simulated', await archivedSize(pool, archived.site)]];

  // A day that was over for long, so that it's due whatever the hour.
  const until = toDate(Date.now() - 2 * DAY_MS);
  const about = { site: 'hot.example', days: 1, eventsPerDay: values['hot-events'], until, through: 'ingest' };
  const hot = await measureHot(pool, about.site, () => simulate(about, env));
  const measured = [['simulated', hot]];
  if (existsSync(realLog)) {
    const words = ['import', 'access-log', realLog, '--site', 'real.example', '--quiet'];
    const real = await measureHot(pool, 'real.example', () => runTidemark(words, env));
    measured.push(['real log (small)', real]);
    await closeDays(real.siteId, env);
    files.push(['real log (small)', await archivedSize(pool, 'real.example')]);
  } else console.log(`no real log at ${realLog}: simulated traffic alone`);

  const plain = await exportPlainly(pool, { siteId: hot.siteId, folder });
  const closed = await closeDays(hot.siteId, env);
  files.push(['simulated, closed', { events: closed.rows, bytes: closed.sizeBytes }]);

  printTable(
    ['in the archive', 'events', 'bytes an event', ''],
    files.map(([name, { events, bytes }]) => [
      name,
      formatCount(events),
      (bytes / events).toFixed(1),
      judge(bytes / events, { goal: 16, must: 20 }),
    ]),
  );
  console.log();
  printHot(measured);

  const seconds = closed.fetchSeconds + closed.closeSeconds;
  console.log();
  printTable(
    [`closing a day of ${formatCount(closed.rows)} events`, 'figure', ''],
    [
      ['seconds in all, from cold', seconds.toFixed(1), judge(seconds, { goal: 10 })],
      ['of them fetching the rows', closed.fetchSeconds.toFixed(1), ''],
      ['peak memory of its process', `${closed.peakMb} MB`, judge(closed.peakMb, { goal: 1_000 })],
      [
        'a plain export, not sorted',
        plain.seconds.toFixed(1),
        `closing takes ${(seconds / plain.seconds).toFixed(1)} times as long`,
      ],
      [
        'its bytes an event',
        (plain.sizeBytes / closed.rows).toFixed(1),
        `the archive takes ${((closed.sizeBytes / plain.sizeBytes) * 100).toFixed(0)}% of it`,
      ],
    ],
  );

  const perEvent = files[0][1].bytes / files[0][1].events;
  const growth = (perEvent * YEAR_EVENTS) / 1e9;
  const standing = ((hot.rows + hot.indexes) * HOT_DAYS * (YEAR_EVENTS / 365)) / 1e9;
  console.log();
  printTable(
    ['a million events a day', 'GB', ''],
    [
      ['the archive grows in a year by', growth.toFixed(1), judge(growth, { goal: 10 })],
      [`${HOT_DAYS} hot days, which don't grow`, standing.toFixed(1), ''],
    ],
  );
});
