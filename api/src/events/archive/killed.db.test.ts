import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, eachDate } from '../../domain/period.js';
import { buildPageView, startTestServer, type TestServer } from '../../testing/index.js';
import type { NewPageView, RetentionOptions } from '../index.js';
import { SELECT_KNOWN_KEYS } from './queries.js';
import { runMortal } from './testing/run-mortal.js';

let server: TestServer;
let siteId: number;
beforeEach(async () => {
  server = await startTestServer();
  ({ id: siteId } = await server.sites.save({ domain: 'example.com', name: 'example.com' }));
});
afterEach(() => server.stop());

const TODAY = new Date().toISOString().slice(0, 10);
const KEEP = { hotDays: 7, retentionDays: 730 };

async function append(day: string, ...views: Partial<NewPageView>[]): Promise<void> {
  const base = { siteId, viewedAt: new Date(`${day}T12:00:00Z`), timeOnPage: 10 };
  const own = (id: string | undefined, or: string) => `${day} ${id ?? or}`;
  await server.events.append(
    views.map((view) =>
      buildPageView({ ...base, ...view, visitorId: own(view.visitorId, 'v1'), sessionId: own(view.sessionId, 's1') }),
    ),
  );
}

const close = async () => {
  expect((await server.events.closeDays({ siteId, isEveryDirtyDue: true })).failed).toEqual([]);
};

/** What is to be repeated until it isn't killed any more: how a day gets there, and which views of it must count then. */
interface Story {
  prepare(day: string): Promise<void>;
  retention?: RetentionOptions;
  isSummarizing?: boolean;
  views: number;
  /** What may be counted from the kill on until the work is done. */
  orViews?: number;
  killedAt: string[];
}

const threeViews = [{}, { pageUrl: 'https://example.com/b' }, { visitorId: 'v2', sessionId: 's2' }];
/** Every step of closing a day. */
const CLOSING = [
  'after lock',
  'amid write',
  'after write',
  'amid rename',
  'after rename',
  'after manifest',
  'after forget pending',
  'amid commit',
  'after commit',
  'after remove',
];
/** What of it differs where the day has a file already. */
const REWRITING = ['after write', 'after rename', 'after forget pending', 'after commit'];

const stories: Record<string, Story> = {
  'closing a day': {
    prepare: (day) => append(day, ...threeViews),
    views: 3,
    killedAt: CLOSING,
  },
  'writing a day anew after a late view': {
    prepare: async (day) => {
      await append(day, ...threeViews);
      await close();
      await append(day, { pageUrl: 'https://example.com/late' });
    },
    views: 4,
    killedAt: REWRITING,
  },
  'writing a day anew without a visitor, when PostgreSQL has let go of it': {
    prepare: async (day) => {
      await append(day, ...threeViews, { visitorId: 'v3', sessionId: 's3' });
      await close();
      await server.events.applyRetention(KEEP);
      expect((await server.events.eraseVisitor(siteId, `${day} v3`)).erasedEvents).toBe(1);
    },
    views: 3,
    killedAt: REWRITING,
  },
  'dropping a partition': {
    prepare: async (day) => {
      await append(day, ...threeViews);
      await close();
    },
    retention: KEEP,
    views: 3,
    killedAt: ['after delete rows', 'after drop', 'after manifest', 'amid commit', 'after commit'],
  },
  'removing a day past its keeping': {
    prepare: async (day) => {
      await append(day, ...threeViews);
      await close();
    },
    retention: { hotDays: 40, retentionDays: 7 },
    views: 0,
    orViews: 3,
    killedAt: ['after manifest', 'amid commit', 'after commit', 'after remove', 'after delete rows'],
  },
  'summing up a month': {
    prepare: async (day) => {
      await append(day, ...threeViews);
      await close();
    },
    isSummarizing: true,
    views: 3,
    killedAt: ['after lock', 'after write', 'after rename', 'after manifest', 'amid commit', 'after commit'],
  },
};

async function countViews(from: string, to = from): Promise<number> {
  const range = { siteId, timeZone: 'UTC', from, to };
  const query = { range, filters: [], dimension: 'total', orderBy: 'value', limit: 1 } as const;
  const { groups, missingDays } = await server.events.aggregateNow(query);
  const views = groups[0]?.pageViews ?? 0;
  // What is past its keeping is named, and nothing else.
  expect(missingDays).toEqual(views === 0 ? eachDate({ from, to }) : []);
  return views;
}

async function listFiles(): Promise<string[]> {
  const names = await readdir(path.join(server.dataDir, 'archive'), { recursive: true });
  return names.filter((name) => name.endsWith('.parquet')).sort();
}

describe('a process killed at every step', () => {
  it.each(Object.entries(stories))(
    'of %s leaves the old state or the new, and the next one finishes its work',
    async (_, story) => {
      const days = story.killedAt.map((_step, index) => addDays(TODAY, -9 - index));
      for (const [index, day] of days.entries()) {
        await story.prepare(day);
        const { databaseUrl, dataDir } = server;
        const { retention, isSummarizing } = story;
        await runMortal({ databaseUrl, dataDir, siteId, retention, isSummarizing }, story.killedAt[index]!);
        await server.events.catchUp();
        expect([story.views, story.orViews]).toContain(await countViews(day));
        if (story.retention) await server.events.applyRetention(story.retention);
        else if (story.isSummarizing) await server.events.summarize();
        else await close();
        expect([story.killedAt[index], await countViews(day)]).toEqual([story.killedAt[index], story.views]);
      }
      await expectNothingLeftBehind();
      const [first = '', last = ''] = [days.at(-1), days[0]];
      expect(await countViews(first, last)).toBe(story.views * days.length);
      expect((await server.events.verifyArchive()).lost).toEqual([]);
    },
    120_000,
  );
});

it('takes no steps but those', async () => {
  await append(addDays(TODAY, -9), ...threeViews);
  const { databaseUrl, dataDir } = server;
  expect(await runMortal({ databaseUrl, dataDir, siteId }, '')).toEqual(CLOSING);
});

/** Neither in the archive nor where files are made. */
async function expectNothingLeftBehind(): Promise<void> {
  await server.restart();
  await server.events.catchUp();
  expect(await readdir(path.join(server.dataDir, 'scratch'))).toHaveLength(1);
  await server.events.sweepArchive();
  await server.events.sweepArchive();
  const { rows } = await server.database.pool.query<{ object_key: string }>(SELECT_KNOWN_KEYS);
  expect(await listFiles()).toEqual(rows.map(({ object_key }) => object_key).sort());
}
