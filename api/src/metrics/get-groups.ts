import type {
  BreakdownDimension,
  BreakdownReport,
  PageRow,
  PagesReport,
  SourceRow,
  SourcesReport,
} from '@tidemark/contracts';
import { figuresOf, meanOf } from '../domain/figures.js';
import type { AggregateQuery, EventStore, GroupSums } from '../events/index.js';
import { NONE, type Question } from './report-query.js';

type Grouping = Pick<AggregateQuery, 'dimension' | 'orderBy'>;

/** The leading pages by page views, with entries, exits and the bounce rate of those who entered there. */
export async function getPages(events: EventStore, question: Question): Promise<PagesReport> {
  return {
    ...rangeOf(question),
    ...(await getGroups(events, question, { dimension: 'page', orderBy: 'page_views' }, toPageRow)),
  };
}

/** The leading sources by sessions, each with its channel. */
export async function getSources(events: EventStore, question: Question): Promise<SourcesReport> {
  return {
    ...rangeOf(question),
    ...(await getGroups(events, question, { dimension: 'source_and_channel', orderBy: 'sessions' }, toSourceRow)),
  };
}

/** The dimensions whose values are few and have an order of their own: all of them, in that order. */
const clockDimensions: readonly BreakdownDimension[] = ['hour_of_day', 'day_of_week'];
const HOURS = 24;

/** The figures by one dimension; what's unknown is a row of its own, so that rows add up to the total. */
export async function getBreakdown(
  events: EventStore,
  question: Question,
  dimension: BreakdownDimension,
): Promise<BreakdownReport> {
  const isClock = clockDimensions.includes(dimension);
  const groups = await getGroups(
    events,
    isClock ? { ...question, limit: Math.max(question.limit, HOURS) } : question,
    { dimension, orderBy: isClock ? 'value' : 'sessions' },
    (group) => ({ value: group.value ?? NONE, ...figuresOf(group) }),
  );
  return { ...rangeOf(question), dimension, ...groups };
}

/** Groups of the range, and the same groups of the compared range. */
async function getGroups<Row>(
  events: EventStore,
  { range, filters, limit, compared }: Question,
  grouping: Grouping,
  toRow: (group: GroupSums) => Row,
) {
  const { groups, totalGroups } = await events.aggregate({ ...grouping, range, filters, limit });
  const before =
    compared &&
    (await events.aggregate({
      ...grouping,
      range: compared,
      filters,
      limit,
      values: groups.map((group) => group.value),
    }));
  return {
    data: groups.map(toRow),
    total_rows: totalGroups,
    ...(compared &&
      before && {
        comparison: {
          mode: compared.mode,
          start_date: compared.from,
          end_date: compared.to,
          data: before.groups.map(toRow),
        },
      }),
  };
}

function rangeOf({ site, range }: Question) {
  return { site: site.domain, timezone: site.timezone, start_date: range.from, end_date: range.to };
}

function toPageRow(group: GroupSums): PageRow {
  return {
    page: group.value ?? NONE,
    page_views: group.pageViews,
    page_visits: group.pageVisits,
    unique_visitors: group.uniqueVisitors,
    avg_time_on_page: meanOf(group.timeOnPageSum, group.timeOnPageCount),
    bounce_rate: meanOf(group.bounces, group.sessions),
    entries: group.sessions,
    exits: group.exits,
  };
}

function toSourceRow(group: GroupSums): SourceRow {
  const { bounce_rate, avg_session_duration } = figuresOf(group);
  return {
    source: group.value ?? NONE,
    channel: group.detail ?? NONE,
    sessions: group.sessions,
    unique_visitors: group.uniqueVisitors,
    page_views: group.pageViews,
    bounce_rate,
    avg_session_duration,
  };
}
