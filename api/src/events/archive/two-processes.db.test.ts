import { describe, expect, it } from '@jest/globals';
import { buildPageView, type TestServer } from '../../testing/index.js';
import { at, daysAgo, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: true });

describe('two processes', () => {
  it('see the same, whichever of them archives', async () => {
    const other = await test.server.startAnother();
    try {
      const day = daysAgo(2);
      await test.append({ viewedAt: at(day) }, { viewedAt: at(day), sessionId: 's2', visitorId: 'v2' });
      const figures = (await askTotal(test.server.events, day)).groups;
      expect(figures).toMatchObject([{ pageViews: 2, uniqueVisitors: 2, sessions: 2 }]);
      await other.events.catchUp();
      const results = await Promise.all([test.server.events.closeDays(), other.events.closeDays()]);
      expect(results.flatMap(({ failed }) => failed)).toEqual([]);
      expect((await test.manifest()).map(({ rows }) => rows)).toEqual([2]);
      await test.append({ viewedAt: at(day), sessionId: 's3', visitorId: 'v3' });
      await other.events.catchUp();
      for (const events of [test.server.events, other.events])
        expect((await askTotal(events, day)).groups).toMatchObject([{ pageViews: 3, uniqueVisitors: 3, sessions: 3 }]);
    } finally {
      await other.stop();
    }
  });

  it('closing one day again and again while views still come lose none and double none', async () => {
    const other = await test.server.startAnother();
    try {
      const day = daysAgo(2);
      const total = 60;
      await test.append({ viewedAt: at(day), sessionId: 'first' });
      let appended = 1;
      const appending = (async () => {
        for (; appended < total; appended++) {
          const view = { siteId: test.siteId, viewedAt: at(day), sessionId: `s${appended % 20}` };
          const { events } = appended % 2 === 0 ? test.server : other;
          await events.append([buildPageView({ ...view, pageUrl: `https://example.com/${appended}` })]);
        }
      })();
      const closing = [test.server, other].map(async ({ events }) => {
        while (appended < total) expect((await events.closeDays({ isEveryDirtyDue: true })).failed).toEqual([]);
      });
      await Promise.all([appending, ...closing]);
      await test.close();
      for (const { events } of [test.server, other]) {
        await events.catchUp();
        expect((await askTotal(events, day)).groups).toMatchObject([{ pageViews: total, sessions: 21 }]);
      }
      expect((await test.manifest()).map(({ rows }) => rows)).toEqual([total]);
    } finally {
      await other.stop();
    }
  });

  it('letting go of the same days at once, while one closes, keep every view', async () => {
    const other = await test.server.startAnother();
    try {
      const days = [12, 11, 10, 9].map(daysAgo);
      for (const [index, day] of days.entries()) await test.append({ viewedAt: at(day), sessionId: `s${index}` });
      const retain = (events: TestServer['events']) => events.applyRetention({ hotDays: 7, retentionDays: 730 });
      await Promise.all([retain(test.server.events), retain(other.events), test.close()]);
      await Promise.all([retain(test.server.events), retain(other.events)]);
      await retain(test.server.events);
      expect((await test.manifest()).map((day) => day.is_hot)).toEqual(days.map(() => false));
      for (const { events } of [test.server, other]) {
        await events.catchUp();
        expect((await askTotal(events, days[0], days.at(-1))).groups).toMatchObject([{ pageViews: 4, sessions: 4 }]);
      }
    } finally {
      await other.stop();
    }
  });

  it('do not archive what the other has removed with its site', async () => {
    const day = daysAgo(2);
    await test.append({ viewedAt: at(day) });
    await test.server.sites.remove(test.siteId);
    await test.server.events.removeSite(test.siteId);
    expect(await test.close()).toEqual([]);
    expect(await test.manifest()).toEqual([]);
  });
});

function askTotal(events: TestServer['events'], from = '', to = from) {
  const range = { siteId: test.siteId, timeZone: 'UTC', from, to };
  return events.aggregateNow({ range, filters: [], dimension: 'total', orderBy: 'value', limit: 1 });
}
