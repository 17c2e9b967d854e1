import type {
  BreakdownDimension,
  BreakdownReport,
  PageRow,
  PagesReport,
  SourceRow,
  SourcesReport,
} from '@tidemark/contracts';
import { figuresOf, meanOf, NONE } from '../domain/figures.js';
import type { AggregateQuery, EventStore, GroupSums } from '../events/index.js';
import { caveatsOf, rangeOf, type Question } from './report-query.js';

type Grouping = Pick<AggregateQuery, 'dimension' | 'orderBy'>;

/** The leading pages by page views, with entries, exits and the bounce rate of those who entered there. */
export async function getPages(events: EventStore, question: Question): Promise<PagesReport> {
  return getGroups(events, question, { dimension: 'page', orderBy: 'page_views' }, toPageRow);
}

/** The leading sources by sessions, each with its channel. */
export async function getSources(events: EventStore, question: Question): Promise<SourcesReport> {
  return getGroups(events, question, { dimension: 'source_and_channel', orderBy: 'sessions' }, toSourceRow);
}

/** The dimensions whose values are few and have an order of their own: all of them, in that order. */
const clockDimensions: readonly BreakdownDimension[] = ['hour_of_day', 'day_of_week', 'weekday_hour'];
const HOURS_OF_WEEK = 168;

/** The figures by one dimension; what's unknown is a row of its own, so that rows add up to the total. */
export async function getBreakdown(
  events: EventStore,
  question: Question,
  dimension: BreakdownDimension,
): Promise<BreakdownReport> {
  const isClock = clockDimensions.includes(dimension);
  const groups = await getGroups(
    events,
    isClock ? { ...question, limit: Math.max(question.limit, HOURS_OF_WEEK) } : question,
    { dimension, orderBy: isClock ? 'value' : 'sessions' },
    (group) => ({ value: group.value ?? NONE, ...figuresOf(group) }),
  );
  return { ...groups, dimension };
}

/** Groups of the range, and the same groups of the compared range. */
async function getGroups<Row>(
  events: EventStore,
  question: Question,
  grouping: Grouping,
  toRow: (group: GroupSums) => Row,
) {
  const { range, filters, limit, compared, signal } = question;
  const current = await events.aggregate({ ...grouping, range, filters, limit }, signal);
  const values = current.groups.map((group) => group.value);
  const before = compared && (await events.aggregate({ ...grouping, range: compared, filters, limit, values }, signal));
  return {
    ...rangeOf(question),
    ...caveatsOf(before ? [current, before] : [current]),
    data: current.groups.map(toRow),
    total_rows: current.totalGroups,
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
