/**
 * A process that archives and kills itself on the way: at a step of that name there is no next line, as after a power cut.
 *
 *     node mortal-archiver.js <step> <job as JSON>
 *
 * Its steps are what changes something for others: statements to PostgreSQL that are no mere look, DuckDB's writing of
 * files, and renaming and removing them; of what takes effect outside of this process, also the moment it is under way.
 * Nothing in the product knows of this: the libraries it calls are wrapped. Each step is a line of standard output.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { writeSync } from 'node:fs';
import { DuckDBConnection } from '@duckdb/node-api';
import pg from 'pg';
import { connectDatabase } from '../db/index.js';
import { createEventStore, type RetentionOptions } from '../events/index.js';
import { createLogger } from '../logger.js';
import { testAnalytics } from './test-analytics.js';

/** What to do, on which database and folder. */
export interface MortalJob {
  databaseUrl: string;
  dataDir: string;
  siteId: number;
  retention?: RetentionOptions | undefined;
  /** Sums months up; what's closed is closed already. */
  isSummarizing?: boolean | undefined;
}

const [killedAt = '', text = '{}'] = process.argv.slice(2);
let isArmed = false;

function take(name: string): void {
  if (!isArmed) return;
  writeSync(1, `${name}\n`);
  if (name === killedAt) process.kill(process.pid, 'SIGKILL');
}

type Method = (...given: unknown[]) => unknown;

/** Puts a step after each call, and where `isOutside` another while it's under way. A call without a name is none. */
function wrap(
  owner: object,
  method: string,
  describe: (given: unknown[], owner: object) => { name: string | null; isOutside: boolean },
): void {
  const methods = owner as Record<string, Method>;
  const original = methods[method]!;
  methods[method] = function (this: object, ...given: unknown[]) {
    const { name, isOutside } = describe(given, this);
    if (name === null) return original.apply(this, given);
    const callback = given.at(-1);
    if (typeof callback === 'function')
      given[given.length - 1] = (...answered: unknown[]) => {
        take(`after ${name}`);
        (callback as Method)(...answered);
      };
    const result = original.apply(this, given);
    if (isOutside) take(`amid ${name}`);
    if (!(result instanceof Promise)) return result;
    return result.then((value: unknown) => {
      take(`after ${name}`);
      return value;
    });
  };
}

const statements = [
  [/^SELECT pg_try_advisory_lock/, 'lock'],
  [/^WITH next AS \(UPDATE archive_state/, 'manifest'],
  [/^UPDATE event_changes SET pending_days/, 'forget pending'],
  [/^DELETE FROM page_visit_rows/, 'delete rows'],
  [/^DROP TABLE/, 'drop'],
  [/^COMMIT/, 'commit'],
] as const;
/** Clients that only look: their commit changes nothing. */
const looking = new WeakSet();

wrap(pg.Client.prototype, 'query', ([query], client) => {
  const sql = typeof query === 'string' ? query.trim() : '';
  if (sql.startsWith('BEGIN ISOLATION LEVEL')) looking.add(client);
  const name = statements.find(([pattern]) => pattern.test(sql))?.[1] ?? null;
  if (name === 'commit' && looking.delete(client)) return { name: null, isOutside: false };
  return { name, isOutside: name === 'commit' };
});
wrap(DuckDBConnection.prototype, 'run', ([sql]) => ({
  name: String(sql).startsWith('COPY') ? 'write' : null,
  isOutside: true,
}));
wrap(fs, 'rename', () => ({ name: 'rename', isOutside: true }));
wrap(fs, 'rm', ([file]) => ({ name: String(file).endsWith('.parquet') ? 'remove' : null, isOutside: false }));
syncBuiltinESMExports();

const { databaseUrl, dataDir, siteId, retention, isSummarizing } = JSON.parse(text) as MortalJob;
const { pool } = await connectDatabase(databaseUrl);
const events = createEventStore({ pool, logger: createLogger('silent'), options: testAnalytics(dataDir) });
await events.catchUp();
isArmed = true;
if (retention) await events.applyRetention(retention);
else if (isSummarizing) await events.summarize({ siteId });
else {
  const { failed } = await events.closeDays({ siteId, isEveryDirtyDue: true });
  if (failed.length > 0) throw failed[0]?.error;
}
// Not closed: what an ended process leaves behind, the next one clears away.
process.exit(0);
