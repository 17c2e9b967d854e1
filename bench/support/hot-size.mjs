/**
 * Bytes an event takes in PostgreSQL with its indexes: of made traffic and of the project's real log, as inserted, and
 * where most views are written once more as their page is left. Through the event store, as ingest and import do it.
 *
 *   node bench/support/hot-size.mjs [--events 200000]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import {
  connectDatabase,
  createAgentReader,
  createEventStore,
  createLogger,
  enrichView,
  migrate,
  openCountryTable,
  startEmbeddedServer,
} from '@tidemark/api';
import { shiftLines } from './shift-lines.mjs';
import { createSession, createVisitor, openPage, pickStayMs } from './visitors.mjs';

const { values } = parseArgs({ options: { events: { type: 'string', default: '200000' } } });
const DAY_MS = 86_400_000;
const UPDATED_SHARE = 0.7;
const BATCH = 10;
const WEEKS = 50;
const shared = process.env.TIDEMARK_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const realLog = path.join(shared, 'data/access_logs/semicomplete_apache_combined.log.gz');
const cli = fileURLToPath(new URL('../../cli/dist/tidemark.js', import.meta.url));

/** Views of yesterday, as enriched: sessions of three views on average, a fifth of them by somebody who was there before. */
async function makeViews(count, site) {
  const agentReader = createAgentReader();
  const findCountry = await openCountryTable();
  const midnightMs = Math.floor(Date.now() / DAY_MS - 1) * DAY_MS;
  const visitors = [];
  const views = [];
  while (views.length < count) {
    const isReturning = visitors.length > 0 && Math.random() < 0.2;
    const visitor = isReturning ? visitors[Math.floor(Math.random() * visitors.length)] : createVisitor();
    if (!isReturning) visitors.push(visitor);
    const campaign =
      Math.random() < 0.05 ? '/articles/7?utm_source=newsletter&utm_medium=email&utm_campaign=autumn' : undefined;
    const session = createSession(visitor, { site: site.domain, campaign });
    let atMs = midnightMs + Math.random() * (DAY_MS - 3_600_000);
    for (let view = 0; view < 1 + Math.random() * 4; view += 1) {
      const event = openPage(session);
      const stayMs = pickStayMs();
      const observed = {
        eventId: event.event_id,
        pageUrl: event.page_url,
        referrer: event.referrer,
        userAgent: visitor.userAgent,
        address: visitor.address,
        viewedAt: new Date(atMs),
        screenResolution: event.screen_resolution,
        language: event.language,
      };
      const identity = { visitorId: visitor.visitorId, sessionId: session.sessionId, isSessionDerived: false };
      const made = enrichView(observed, site, agentReader.read(visitor.userAgent), identity, findCountry);
      views.push({ ...made, leftAtMs: atMs + stayMs });
      atMs += stayMs;
    }
  }
  return views;
}

/** What is appended, in order: each view as it begins, and where `updated` of them are left, once more. */
function inOrder(views, updated) {
  const reports = views.map((view) => ({ atMs: view.viewedAt.getTime(), view }));
  for (const view of views) {
    if (Math.random() >= updated) continue;
    const timeOnPage = Math.round((view.leftAtMs - view.viewedAt.getTime()) / 1_000);
    reports.push({ atMs: view.leftAtMs, view: { ...view, timeOnPage } });
  }
  return reports.sort((a, b) => a.atMs - b.atMs).map(({ view }) => view);
}

async function append(store, reports) {
  for (let first = 0; first < reports.length; first += BATCH) await store.append(reports.slice(first, first + BATCH));
}

const SIZES = `
  SELECT name, sum(bytes)::float AS bytes FROM (
    SELECT 'rows' AS name, pg_table_size(inhrelid) AS bytes FROM pg_inherits WHERE inhparent = 'page_visit_rows'::regclass
    UNION ALL
    SELECT 'index ' || regexp_replace(substring(indexdef from 'USING .*'), 'USING ', ''), pg_relation_size(indexrelid)
    FROM pg_inherits JOIN pg_index ON indrelid = inhrelid, pg_get_indexdef(indexrelid) AS indexdef
    WHERE inhparent = 'page_visit_rows'::regclass
    UNION ALL
    SELECT c.relname || ' (with its index)', pg_total_relation_size(c.oid) FROM pg_class c
    WHERE c.relname IN ('page_visit_clients', 'page_visit_urls') AND c.relkind = 'r') sizes
  GROUP BY 1 ORDER BY name NOT LIKE 'rows', 2 DESC`;

async function print(database, title) {
  await database.pool.query('VACUUM ANALYZE page_visit_rows'); // as autovacuum does, in its own time
  const { rows: sizes } = await database.pool.query(SIZES);
  const { rows: counted } = await database.pool.query('SELECT count(*)::integer AS events FROM page_visits');
  const { rows: stats } = await database.pool.query(
    "SELECT sum(n_tup_upd)::integer AS updates, sum(n_tup_hot_upd)::integer AS hot FROM pg_stat_user_tables WHERE relname LIKE 'page\\_visits\\_2%'",
  );
  const { events } = counted[0];
  const { updates, hot } = stats[0];
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${title}: ${(total / events).toFixed(1)} bytes an event (${events.toLocaleString('en-US')} events)`);
  for (const { name, bytes } of sizes) console.log(`  ${(bytes / events).toFixed(1).padStart(6)}  ${name}`);
  if (updates > 0) console.log(`  ${updates} updates, ${Math.round((100 * hot) / updates)}% without index entries`);
}

async function clear(database) {
  const { rows } = await database.pool.query(
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'page_visit_rows'::regclass",
  );
  for (const { name } of rows) await database.pool.query(`DROP TABLE ${name}`);
  await database.pool.query('TRUNCATE page_visit_clients, page_visit_urls');
}

async function importLog(file, env) {
  const words = [cli, 'import', 'access-log', file, '--site', 'real.example', '--quiet'];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the log could not be imported (${code}):\n${report}`);
}

/** The real log's few lines, as other visitors sent them in other weeks. */
async function writeWeeks(file) {
  const log = await text(createReadStream(realLog).pipe(createGunzip()).setEncoding('latin1'));
  const lines = log.split('\n').filter(Boolean);
  const copies = Array.from({ length: WEEKS }, (_, week) => [...shiftLines(lines, week)].join(''));
  await writeFile(file, copies.join(''), 'latin1');
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
await chmod(folder, 0o755); // the embedded server's own user passes through
let server;
let database;
try {
  server = await startEmbeddedServer({ dataDir: path.join(folder, 'data'), port: 0 });
  database = await connectDatabase(server.url);
  await migrate(database);
  const options = {
    dataDir: folder,
    archiveUrl: undefined,
    archiveCacheMb: 100,
    memoryMb: 500,
    threads: 1,
    timeLimitMs: 60_000,
  };
  const site = { id: 1, domain: 'shop.example.com', significantParameters: [] };
  await database.pool.query('INSERT INTO sites (domain, name) VALUES ($1, $1)', [site.domain]);
  const views = await makeViews(Number(values.events), site);
  for (const updated of [0, UPDATED_SHARE]) {
    const store = createEventStore({ pool: database.pool, logger: createLogger('warn'), options });
    const startedAt = performance.now();
    await append(store, inOrder(views, updated));
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    await print(database, `made traffic, ${updated * 100}% updated, appended in ${seconds} s`);
    await store.close();
    await clear(database);
  }
  if (existsSync(realLog)) {
    const env = { ...process.env, DATABASE_URL: server.url, TIDEMARK_DATA_DIR: path.join(folder, 'cli') };
    const weeks = path.join(folder, 'weeks.log');
    await writeWeeks(weeks);
    for (const [file, title] of [
      [realLog, 'real log, imported'],
      [weeks, `real log, ${WEEKS} weeks of it, imported`],
    ]) {
      await importLog(file, env);
      await print(database, title);
      await clear(database);
    }
  }
} finally {
  await database?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
