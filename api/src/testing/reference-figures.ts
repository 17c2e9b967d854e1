import type { Figures } from '@tidemark/contracts';
import type { NewPageView } from '../events/index.js';

/** Reads METRICS.md literally, view by view: what the SQL is held against. */
export interface Reference {
  days: Map<string, Figures>;
  total: Figures;
}

interface Session {
  date: string;
  views: NewPageView[];
  durationMs: number;
}

/** The figures of the days `from`..`to` from all views ever seen. */
export function referenceFigures(
  views: readonly NewPageView[],
  range: { from: string; to: string; timeZone: string },
): Reference {
  const dateOf = (view: NewPageView) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: range.timeZone }).format(view.viewedAt);
  const isInside = (date: string) => date >= range.from && date <= range.to;
  const inOrder = [...views].sort(
    (a, b) => a.viewedAt.getTime() - b.viewedAt.getTime() || (a.eventId < b.eventId ? -1 : 1),
  );

  const sessions = [...groupBy(inOrder, (view) => view.sessionId).values()].map((own): Session => {
    const first = own[0]!;
    const last = own.at(-1)!;
    return {
      date: dateOf(first),
      views: own,
      durationMs: last.viewedAt.getTime() - first.viewedAt.getTime() + (last.timeOnPage ?? 0) * 1_000,
    };
  });
  const visits = [...groupBy(inOrder, (view) => JSON.stringify([view.sessionId, view.pageUrl])).values()].map((own) =>
    dateOf(own[0]!),
  );
  const figuresFor = (isDay: (date: string) => boolean): Figures => {
    const dayViews = inOrder.filter((view) => isDay(dateOf(view)));
    const times = dayViews.flatMap((view) => (view.timeOnPage === null ? [] : [view.timeOnPage]));
    const begun = sessions.filter((session) => isDay(session.date));
    return {
      page_views: dayViews.length,
      page_visits: visits.filter(isDay).length,
      unique_visitors: new Set(dayViews.map((view) => view.visitorId)).size,
      sessions: begun.length,
      bounce_rate: mean(begun.map((session) => (session.views.length === 1 ? 1 : 0))),
      avg_time_on_page: mean(times),
      avg_session_duration: mean(begun.map((session) => session.durationMs / 1_000)),
    };
  };
  const dates = new Set([...inOrder.map(dateOf)].filter(isInside));
  return {
    days: new Map([...dates].map((date) => [date, figuresFor((other) => other === date)])),
    total: figuresFor(isInside),
  };
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
