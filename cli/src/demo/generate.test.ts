import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type NewPageView } from '@tidemark/api';
import { generateDemo } from './generate.js';
import { weekdayOf } from './calendar.js';
import { bookPages } from './pages.js';

const NOW = new Date('2026-06-17T14:30:00Z');
const OPTIONS = { siteId: 1, now: NOW, timeZone: 'Europe/Berlin' };

const byDate = new Map<string, NewPageView[]>();
beforeAll(() => {
  for (const { date, views } of generateDemo(OPTIONS)) byDate.set(date, views);
});

function viewsOf(date: string): NewPageView[] {
  return byDate.get(date) ?? [];
}

function countDaily(matches: (date: string) => boolean): number {
  const dates = [...byDate.keys()].filter(matches);
  return dates.reduce((sum, date) => sum + viewsOf(date).length, 0) / dates.length;
}

function all(): NewPageView[] {
  return [...byDate.values()].flat();
}

function groupBy(views: readonly NewPageView[], keyOf: (view: NewPageView) => string): Map<string, NewPageView[]> {
  const groups = new Map<string, NewPageView[]>();
  for (const view of views) {
    const group = groups.get(keyOf(view));
    if (group === undefined) groups.set(keyOf(view), [view]);
    else group.push(view);
  }
  return groups;
}

describe('generateDemo', () => {
  it('gives the same views for the same options, and others for another seed', () => {
    const take = (seed?: number): unknown => [
      ...generateDemo({ ...OPTIONS, days: 3, ...(seed === undefined ? {} : { seed }) }),
    ];
    expect(take()).toEqual(take());
    expect(take(1)).not.toEqual(take());
  });

  it('covers two years with 200,000 to 300,000 page views', () => {
    expect([...byDate.keys()]).toHaveLength(730);
    expect([...byDate.keys()].at(-1)).toBe('2026-06-17');
    expect(all().length).toBeGreaterThan(200_000);
    expect(all().length).toBeLessThan(300_000);
  });

  it('names every view once', () => {
    expect(new Set(all().map((view) => view.eventId)).size).toBe(all().length);
  });

  it('ends now, with views in each part of the last half hour', () => {
    const ages = viewsOf('2026-06-17').map((view) => (NOW.getTime() - view.viewedAt.getTime()) / 60_000);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    for (const from of [0, 5, 10, 15, 20, 25])
      expect(ages.filter((age) => age >= from && age < from + 5).length).toBeGreaterThan(0);
  });

  it('has views in the last half hour in the middle of the night, too', () => {
    const now = new Date('2026-01-10T02:40:00Z');
    const views = [...generateDemo({ ...OPTIONS, now, days: 2 })].flatMap((day) => day.views);
    expect(views.filter((view) => now.getTime() - view.viewedAt.getTime() < 30 * 60_000).length).toBeGreaterThan(10);
  });

  it('grows, and has weeks, holidays and a year', () => {
    expect(countDaily((date) => date > '2026-03-17')).toBeGreaterThan(
      1.3 * countDaily((date) => date < '2025-06-17' && date > '2025-03-17'),
    );
    expect(countDaily((date) => weekdayOf(date) === 0)).toBeGreaterThan(
      1.1 * countDaily((date) => weekdayOf(date) === 6),
    );
    expect(countDaily((date) => /-12-1[0-5]$/.test(date))).toBeGreaterThan(
      1.5 * countDaily((date) => /-01-1[0-5]$/.test(date)),
    );
    expect(countDaily((date) => date.endsWith('-12-25'))).toBeLessThan(
      0.6 * countDaily((date) => /-12-1\d$/.test(date)),
    );
  });

  it('has a rhythm of the day in local time', () => {
    const perHour = Array<number>(24).fill(0);
    for (const view of all()) {
      const hour = (view.viewedAt.getUTCHours() + 1) % 24;
      perHour[hour] = (perHour[hour] ?? 0) + 1;
    }
    expect(perHour[20] ?? 0).toBeGreaterThan(5 * (perHour[3] ?? 0));
  });

  it('has an outage day, a day in a forum, and a campaign of two weeks', () => {
    const outage = addDays('2026-06-17', -47);
    expect(viewsOf(outage).length).toBeLessThan(0.2 * viewsOf(addDays(outage, -7)).length);
    const forum = new Set(
      all()
        .filter((view) => view.source === 'Hacker News')
        .map((view) => view.viewedAt.toISOString().slice(0, 10)),
    );
    expect(forum.size).toBeLessThanOrEqual(2);
    const campaign = [...byDate].filter(([, views]) => views.some((view) => view.utmCampaign === 'reading-weeks'));
    expect(campaign).toHaveLength(14);
  });

  it('has a review that leads readers to it since the day before yesterday', () => {
    const reviewed = [...byDate].filter(([, views]) => views.some((view) => view.source === 'bookblog.example'));
    expect(reviewed.map(([date]) => date)).toEqual([2, 1, 0].map((daysAgo) => addDays('2026-06-17', -daysAgo)));
  });

  it('has sessions of 1 to 20 views, each with its source on the first view alone', () => {
    const sessions = groupBy(all(), (view) => view.sessionId);
    const lengths = [...sessions.values()].map((views) => views.length);
    expect(Math.min(...lengths)).toBe(1);
    expect(Math.max(...lengths)).toBe(20);
    const bounceRate = lengths.filter((length) => length === 1).length / lengths.length;
    expect(bounceRate).toBeGreaterThan(0.3);
    expect(bounceRate).toBeLessThan(0.6);
    const wrong = [...sessions.values()].filter((views) =>
      views.some((view, index) => (view.source !== null) !== (index === 0)),
    );
    expect(wrong).toEqual([]);
  });

  it('has visitors who return', () => {
    const sessionsOf = groupBy(all(), (view) => view.visitorId);
    const returning = [...sessionsOf.values()].filter((views) => new Set(views.map((view) => view.sessionId)).size > 1);
    expect(returning.length / sessionsOf.size).toBeGreaterThan(0.15);
  });

  it('has a heavy tail of pages, each under its own address', () => {
    expect(new Set(bookPages.values).size).toBe(bookPages.values.length);
    const counts = [...groupBy(all(), (view) => view.pageUrl).values()]
      .map((views) => views.length)
      .sort((a, b) => b - a);
    const top = counts.slice(0, 20).reduce((sum, count) => sum + count, 0);
    expect(counts.length).toBeGreaterThan(300);
    expect(top / all().length).toBeGreaterThan(0.35);
  });
});
