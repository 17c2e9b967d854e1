/**
 * How long the rollup takes to bring one more event into a day that already holds many: what bounds how fresh
 * the figures of a large site are, since the loop rests four times as long as it worked, 2 s at most.
 *
 *   npm run bench -- rollup [--views 10000,100000,1000000]
 */
import { parseArgs } from 'node:util';
import { migrate, rollUpAll } from '@tidemark/api';
import { buildPageView } from '@tidemark/api/testing';
import { withInstallation } from './support/api-process.mjs';
import { openStore } from './support/open-store.mjs';
import { toDate } from './support/overview-reads.mjs';
import { simulate } from './support/tidemark.mjs';

const { values } = parseArgs({ options: { views: { type: 'string', default: '10000,100000,1000000' } } });
const ROUNDS = 5;
const day = toDate(Date.now() - 86_400_000);

await withInstallation(async ({ env, database }) => {
  await migrate(database);
  const { pool } = database;
  for (const views of values.views.split(',').map(Number)) {
    const site = `bench-${views}.example`;
    await simulate({ site, days: 1, eventsPerDay: views, until: day, through: 'ingest' }, env);
    const { rows } = await pool.query('SELECT id FROM sites WHERE domain = $1', [site]);
    const { events, close } = await openStore(env);
    try {
      await events.catchUp(); // as an API that runs has done
      const took = [];
      for (let run = 0; run < ROUNDS; run += 1) {
        const about = {
          siteId: rows[0].id,
          visitorId: `visitor-${run}`,
          sessionId: `session-${run}`,
          viewedAt: new Date(`${day}T21:00:00Z`),
        };
        await events.append([buildPageView(about)]);
        const began = performance.now();
        await events.catchUp();
        await rollUpAll({ pool, events });
        took.push(performance.now() - began);
      }
      const median = took.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
      const freshMs = median + Math.min(Math.max(4 * median, 500), 2_000) + median;
      console.log(
        `${views.toLocaleString('en')} views on the day: one pass ${median.toFixed(0)} ms, so an event shows within ${(freshMs / 1_000).toFixed(1)} s at worst`,
      );
    } finally {
      await close();
    }
  }
});
