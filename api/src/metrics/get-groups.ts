import type {
  BreakdownDimension,
  BreakdownReport,
  PageRow,
  PagesReport,
  SourceRow,
  SourcesReport,
} from '@tidemark/contracts';
import { figuresOf, meanOf, NONE } from '../domain/figures.js';
import type { Aggregate, AggregateQuery, EventStore, GroupSums } from '../events/index.js';
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
  const before =
    compared && (await findSame(events, current.groups, { ...grouping, range: compared, filters }, signal));
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

/** These groups in another range: each by its whole key, of which `values` are but the first part. */
async function findSame(
  events: EventStore,
  wanted: readonly GroupSums[],
  question: Omit<AggregateQuery, 'limit' | 'values'>,
  signal: AbortSignal,
): Promise<Aggregate> {
  const values = [...new Set(wanted.map((group) => group.value))];
  const found = await events.aggregate({ ...question, values, limit: Number.MAX_SAFE_INTEGER }, signal);
  const keys = new Set(wanted.map(keyOf));
  return { ...found, groups: found.groups.filter((group) => keys.has(keyOf(group))) };
}

const keyOf = ({ value, detail }: GroupSums) => JSON.stringify([value, detail]);

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
