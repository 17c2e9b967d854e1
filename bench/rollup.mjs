/**
 * How long the rollup takes to bring one more event into a running day that already holds many: what bounds how fresh
 * the figures of a large site are, since the loop rests four times as long as it worked, 2 s at most.
 *
 *   npm run bench -- rollup [--views 10000,100000,1000000]
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { connectDatabase, createEventStore, migrate, rollUpAll, startEmbeddedServer } from '@tidemark/api';
import { buildPageView } from '@tidemark/api/testing';

const { values } = parseArgs({ options: { views: { type: 'string', default: '10000,100000,1000000' } } });

/** A day of views, three a session, as a site of that size has them; and its sessions, as the rollup would write them. */
const FILL_DAY = `
  INSERT INTO page_visits (site_id, event_id, page_url, visitor_id, session_id, timestamp, time_on_page, user_agent, device_type, browser, os, source, channel)
  SELECT $1, gen_random_uuid(), 'https://bench.example/' || floor(300 * random() * random()), 'v' || g / 5, 's' || g / 3,
    $2::timestamptz + g * (interval '20 hours' / $3::integer), floor(random() * 90), 'Mozilla/5.0', 'desktop', 'Chrome', 'Windows', 'Google', 'Organic Search'
  FROM generate_series(1, $3::integer) g`;
const FILL_SESSIONS = `
  INSERT INTO sessions (site_id, session_id, date, last_date, started_at, ended_at, page_views, page_visits, duration_ms, entry_page, exit_page, source, channel, device_type)
  SELECT site_id, session_id, min(timestamp)::date, max(timestamp)::date, min(timestamp), max(timestamp), count(*), count(DISTINCT page_url), 60000,
    'bench.example/', 'bench.example/', 'Google', 'Organic Search', 'desktop'
  FROM page_visits WHERE site_id = $1 GROUP BY 1, 2`;

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
await chmod(dataDir, 0o755); // the embedded server's own user passes through
let server;
let database;
try {
  server = await startEmbeddedServer({ dataDir: path.join(dataDir, 'data'), port: 0 });
  database = await connectDatabase(server.url);
  await migrate(database);
  const { pool } = database;
  const events = createEventStore(database);
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await pool.query('SELECT ensure_page_visits_partition($1)', [day]);
  for (const views of values.views.split(',').map(Number)) {
    const { rows } = await pool.query("INSERT INTO sites (domain, name) VALUES ($1, 'bench') RETURNING id", [
      `bench-${views}.example`,
    ]);
    const siteId = rows[0].id;
    await pool.query(FILL_DAY, [siteId, `${day} 00:00Z`, views]);
    await pool.query(FILL_SESSIONS, [siteId]);
    await pool.query('ANALYZE page_visits; ANALYZE sessions');
    const took = [];
    for (let run = 0; run < 5; run += 1) {
      const about = {
        siteId,
        visitorId: `visitor-${run}`,
        sessionId: `session-${run}`,
        viewedAt: new Date(`${day}T21:00:00Z`),
      };
      await events.append([buildPageView(about)]);
      const began = performance.now();
      await rollUpAll({ pool, events });
      took.push(performance.now() - began);
    }
    const median = took.sort((a, b) => a - b)[2];
    const freshMs = median + Math.min(Math.max(4 * median, 500), 2_000) + median;
    console.log(
      `${views.toLocaleString('en')} views on the day: one pass ${median.toFixed(0)} ms, so an event shows within ${(freshMs / 1_000).toFixed(1)} s at worst`,
    );
  }
} finally {
  await database?.close();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
}
