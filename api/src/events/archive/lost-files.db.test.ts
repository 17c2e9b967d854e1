import { copyFile, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { DailyReport } from '@tidemark/contracts';
import { at, daysAgo, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: true });

async function findLost(): Promise<string[]> {
  const { lost } = await test.server.events.verifyArchive();
  return lost.filter(({ siteId }) => siteId === test.siteId).map(({ day }) => day);
}

describe('a file that is lost', () => {
  const flip = async (file: string) => {
    const bytes = await readFile(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
    await writeFile(file, bytes);
  };
  const lose = {
    missing: (file: string) => rm(file),
    'cut short': (file: string) => truncate(file, 100),
    'changed in a byte': flip,
    "another day's": (file: string, other: string) => copyFile(other, file),
  };

  it.each(Object.entries(lose))(
    'is told when %s, the rest is answered, and it is made anew from PostgreSQL',
    async (_, damage) => {
      const [first, second] = [daysAgo(3), daysAgo(2)];
      await test.append({ viewedAt: at(first) }, { viewedAt: at(second), sessionId: 's2' });
      await test.close();
      // From here on the file alone has the day's rows for certain, in this process.
      await test.server.restart();
      expect((await test.read<DailyReport>('daily', first, second)).totals.page_views).toBe(2);
      const [file = '', other = ''] = (await test.manifest()).map(({ object_key }) => test.fileOf(object_key));
      await damage(file, other);
      await setTimeout(2_100); // till then the last answer may be given again
      const report = await test.read<DailyReport>('daily', first, second);
      expect(report.missing_days).toEqual([first]);
      expect(report.totals.page_views).toBe(1);
      expect(await test.close()).toEqual([{ day: first, rows: 1 }]);
      const mended = await test.read<DailyReport>('daily', first, second);
      expect([mended.missing_days, mended.totals.page_views]).toEqual([undefined, 2]);
      expect(await findLost()).toEqual([]);
    },
  );

  it('is found by a check of all files also where its times tell nothing', async () => {
    const day = daysAgo(2);
    await test.append({ viewedAt: at(day) });
    await test.close();
    expect((await test.read<DailyReport>('daily', day)).totals.page_views).toBe(1);
    const file = test.fileOf((await test.manifest())[0]?.object_key);
    const { atime, mtime } = await stat(file);
    await flip(file);
    await utimes(file, atime, mtime);
    expect(await findLost()).toEqual([day]);
    expect(await test.close()).toEqual([{ day, rows: 1 }]);
    expect(await findLost()).toEqual([]);
  });

  it('leaves the figures of its day as they were stored', async () => {
    const day = daysAgo(20);
    await test.append({ viewedAt: at(day) });
    await test.close();
    await rm(test.fileOf((await test.manifest())[0]?.object_key));
    await test.server.database.pool.query('UPDATE event_changes SET is_rolled_up = false');
    await test.server.settle();
    const { rows } = await test.server.database.pool.query('SELECT page_views FROM daily_metrics WHERE site_id = $1', [
      test.siteId,
    ]);
    expect(rows).toEqual([{ page_views: 1 }]);
  });
});
