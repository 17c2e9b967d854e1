import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import type { DailyReport } from '@tidemark/contracts';
import { runMortal, runWithoutRoom } from './testing/run-mortal.js';
import { at, daysAgo, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: true });

const countViews = async (day: string) => (await test.read<DailyReport>('daily', day)).totals.page_views;

it('a disk without room for an archive file leaves the day as it was, and it is archived when there is room', async () => {
  const day = daysAgo(2);
  await test.append({ viewedAt: at(day) }, { viewedAt: at(day), sessionId: 's2', visitorId: 'v2' });
  const job = { databaseUrl: test.server.databaseUrl, dataDir: test.server.dataDir, siteId: test.siteId };
  // A little more than the rows take on their way, and less than their file.
  await expect(runWithoutRoom(job, 2)).rejects.toThrow(/File too large/);
  expect(await test.manifest()).toEqual([]);
  const files = await readdir(path.join(test.server.dataDir, 'archive'), { recursive: true });
  expect(files.filter((name) => name !== '.incoming')).toEqual([]);
  expect(await countViews(day)).toBe(2);
  await runMortal(job, '');
  expect((await test.manifest()).map(({ rows }) => rows)).toEqual([2]);
  expect(await countViews(day)).toBe(2);
}, 120_000);
