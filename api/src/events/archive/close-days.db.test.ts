import { describe, expect, it } from '@jest/globals';
import type { DailyReport, PagesReport } from '@tidemark/contracts';
import { at, daysAgo, useArchive } from './testing/use-archive.js';

const test = useArchive({ isServerShared: true });

describe('the close of a day', () => {
  it('archives each day that is over, and not the running one', async () => {
    await test.append(
      { viewedAt: at(daysAgo(3)) },
      { viewedAt: at(daysAgo(2)), sessionId: 's2' },
      { viewedAt: new Date(), sessionId: 's3' },
    );
    expect(await test.close()).toEqual([
      { day: daysAgo(3), rows: 1 },
      { day: daysAgo(2), rows: 1 },
    ]);
    expect(await test.close()).toEqual([]);
    expect((await test.read<DailyReport>('daily', daysAgo(3), daysAgo(0))).totals).toMatchObject({
      page_views: 3,
      sessions: 3,
    });
  });

  it('writes a day anew when a late view, a longer time on page or an erasure changed it', async () => {
    const day = daysAgo(2);
    const eventId = '00000000-0000-4000-8000-000000000001';
    await test.append({ viewedAt: at(day), eventId });
    await test.close();
    await test.append({ viewedAt: at(day, '12:05:00'), pageUrl: 'https://example.com/late' });
    expect((await test.read<DailyReport>('daily', day)).totals).toMatchObject({
      page_views: 2,
      sessions: 1,
      bounce_rate: 0,
    });
    expect(await test.close()).toEqual([{ day, rows: 2 }]);
    await test.append({ viewedAt: at(day), eventId, timeOnPage: 40 });
    expect((await test.read<DailyReport>('daily', day)).totals).toMatchObject({ page_views: 2, avg_time_on_page: 40 });
    expect(await test.close()).toEqual([{ day, rows: 2 }]);
    expect((await test.server.events.eraseVisitor(test.siteId, 'visitor-1')).erasedEvents).toBe(2);
    await test.server.settle();
    expect((await test.read<DailyReport>('daily', day)).totals).toMatchObject({ page_views: 0, sessions: 0 });
    expect(await test.close()).toEqual([{ day, rows: 0 }]);
    expect(await test.close()).toEqual([]);
  });

  it('writes the day before anew when a session that passed midnight goes on', async () => {
    const [first, second] = [daysAgo(3), daysAgo(2)];
    await test.append({ viewedAt: at(first, '23:50:00'), pageUrl: 'https://example.com/a' });
    await test.close();
    await test.append({ viewedAt: at(second, '00:05:00'), pageUrl: 'https://example.com/b' });
    expect(await test.close()).toEqual([
      { day: second, rows: 1 },
      { day: first, rows: 1 },
    ]);
    const { totals } = await test.read<DailyReport>('daily', first);
    expect(totals).toMatchObject({ sessions: 1, bounce_rate: 0, avg_session_duration: 900 });
    const pages = await test.read<PagesReport>('pages', first, second);
    expect(pages.data.map(({ page, entries, exits }) => ({ page, entries, exits }))).toEqual([
      { page: 'example.com/a', entries: 1, exits: 0 },
      { page: 'example.com/b', entries: 0, exits: 1 },
    ]);
  });

  it('keeps text with quotes, commas, line breaks and other scripts, and tells empty from unknown', async () => {
    const day = daysAgo(2);
    const odd = [
      'a "quoted", one',
      'line\nbreak\r\nand more',
      'тест 漢字 🎈',
      '',
      null,
      "it's; DROP TABLE tail",
      '\\N',
    ];
    await test.append(
      ...odd.map((utmCampaign, index) => ({
        viewedAt: at(day),
        sessionId: `s${index}`,
        visitorId: `v${index}`,
        utmCampaign,
      })),
    );
    const values = async () => {
      const response = await fetch(
        `${test.server.url}/api/metrics/breakdown?dimension=utm_campaign&site=site-${test.siteId}.example&start_date=${day}&end_date=${day}&limit=100`,
      );
      return ((await response.json()) as { data: { value: string }[] }).data.map(({ value }) => value).sort();
    };
    const hot = await values();
    expect(hot).toEqual(odd.map((value) => value ?? '(none)').sort());
    await test.close();
    expect(await values()).toEqual(hot);
  });

  it('answers alike after a restart, with late changes and sessions over the border of the archive', async () => {
    const [first, second] = [daysAgo(3), daysAgo(2)];
    await test.append(
      { viewedAt: at(first, '23:55:00'), sessionId: 'over' },
      { viewedAt: at(first), sessionId: 'early', visitorId: 'v2' },
    );
    await test.close();
    await test.append(
      { viewedAt: at(second, '00:10:00'), sessionId: 'over', pageUrl: 'https://example.com/next' },
      { viewedAt: at(first, '12:10:00'), sessionId: 'early', visitorId: 'v2', pageUrl: 'https://example.com/late' },
    );
    const before = await test.read<DailyReport>('daily', first, second);
    await test.server.restart();
    expect(await test.read<DailyReport>('daily', first, second)).toEqual(before);
  });
});
