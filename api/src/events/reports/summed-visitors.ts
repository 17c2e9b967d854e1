import { readParquet } from '../engine/engine.js';
import { dayNumberOf } from '../engine/days.js';
import type { CoveredMonth } from '../summaries/coverage.js';
import { PREVIOUS, sampledBelow } from '../summaries/queries.js';
import type { OpenedStock } from './opened-stock.js';

/** So many visitors of the summarized days are looked through for those of the days that are read. */
const EXACT_VISITORS = 15_000_000;
/** Of a long range, fewer visitors than the samples hold are enough: about so many of their events are read. */
const SAMPLED_ROWS = 500_000;

export interface VisitorCount {
  visitors: number;
  isApproximate: boolean;
}

/** A relation of events, and what's counted in them must be multiplied by. */
export interface EventSource {
  events: string;
  factor: number;
}

/**
 * Events to count in: all where they're few, else those of some visitors.
 *
 * @param times how many times as many events are few as where groups' distinct visitors are counted
 */
export async function eventSource(stock: OpenedStock, times = 1): Promise<EventSource> {
  const { months, open } = stock.coverage;
  const halvings = stock.areFew(stock.days, times) ? 0 : chooseHalvings(stock, months);
  if (halvings === 0) return { events: await stock.events(stock.days), factor: 1 };
  return { events: await sampledEvents(stock, { months, open, halvings }), factor: 2 ** halvings };
}

/** The distinct visitors of each day with any. */
export async function countVisitorsByDay(stock: OpenedStock): Promise<Map<number, number>> {
  const { months, open, days } = stock.coverage;
  const counts = new Map<number, number>();
  const files = present(await stock.paths(summariesOf(months), 'sums'));
  if (files.length > 0) {
    const rows = await stock.session.all<{ day: number; visitors: number }>(
      `SELECT day, sum(visitors)::BIGINT AS visitors FROM ${readParquet(files)}
       WHERE dimension = '${PREVIOUS}' AND day IN (${months.flatMap((month) => month.days).join(', ')}) GROUP BY day`,
    );
    for (const { day, visitors } of rows) counts.set(day, visitors);
  }
  for (const day of open) {
    const { fromMs, toMs } = days.spanOf(day, day);
    const events = await stock.events([day]);
    counts.set(
      day,
      await countDistinct(stock, `(SELECT * FROM ${events} WHERE viewed_at >= ${fromMs} AND viewed_at < ${toMs})`),
    );
  }
  return counts;
}

/**
 * The distinct visitors of a range. Of linked days they're known exactly: those who came on a day and weren't seen since the
 * range began. Of the days after them those are added who weren't there before.
 */
export async function countRangeVisitors(stock: OpenedStock): Promise<VisitorCount> {
  const { months, open, linked } = stock.coverage;
  const isLinked = (day: number) => linked !== null && day < linked.to;
  const before = months.map((month) => ({ ...month, days: month.days.filter(isLinked) })).filter(hasDays);
  const after = months.map((month) => ({ ...month, days: month.days.filter((day) => !isLinked(day)) })).filter(hasDays);
  const rest = [...after.flatMap(({ days }) => days), ...open];
  const known = linked === null ? 0 : await countLinked(stock, before, linked);
  if (rest.length === 0) return { visitors: known, isApproximate: false };
  if (stock.areFew(rest)) {
    const events = await stock.events(rest);
    if (before.length === 0) return { visitors: await countDistinct(stock, events), isApproximate: false };
    const visitors = before.reduce((sum, { summary }) => sum + summary.visitors, 0);
    const paths = visitors <= EXACT_VISITORS ? await stock.paths(summariesOf(before), 'visitors') : [null];
    if (!paths.includes(null)) {
      const seen = before.map((month, index) => selectVisitors(month, paths[index] ?? ''));
      const isNew = `(SELECT * FROM ${events} ANTI JOIN (${seen.join(' UNION ALL ')}) USING (visitor_key))`;
      return { visitors: known + (await countDistinct(stock, isNew)), isApproximate: false };
    }
  }
  const halvings = chooseHalvings(stock, months);
  const sampled = await sampledEvents(stock, { months: after, open, halvings });
  const seen = before.length === 0 ? null : await sampledEvents(stock, { months: before, open: [], halvings });
  const isNew = seen === null ? sampled : `(SELECT * FROM ${sampled} ANTI JOIN ${seen} s USING (visitor_key))`;
  return { visitors: known + 2 ** halvings * (await countDistinct(stock, isNew)), isApproximate: halvings > 0 };
}

const present = (paths: readonly (string | null)[]) => paths.filter((file) => file !== null);
const summariesOf = (months: readonly CoveredMonth[]) => months.map(({ summary }) => summary);
const hasDays = ({ days }: CoveredMonth) => days.length > 0;

/** One in 2^n visitors: as few as the sparsest sample has, and fewer of a long range. */
function chooseHalvings(stock: OpenedStock, months: readonly CoveredMonth[]): number {
  const rows = stock.countRows(months.flatMap(({ days }) => days));
  const sparsest = Math.max(0, ...months.map(({ summary }) => summary.sampleHalvings));
  return sparsest === 0 ? 0 : Math.max(sparsest, Math.ceil(Math.log2(rows / SAMPLED_ROWS)));
}

async function countLinked(
  stock: OpenedStock,
  months: readonly CoveredMonth[],
  linked: { from: number; to: number },
): Promise<number> {
  const files = present(await stock.paths(summariesOf(months), 'sums'));
  const [row] = await stock.session.all<{ visitors: number | null }>(
    `SELECT sum(visitors)::BIGINT AS visitors FROM ${readParquet(files)}
     WHERE dimension = '${PREVIOUS}' AND day >= ${linked.from} AND day < ${linked.to} AND (previous_day IS NULL OR previous_day < ${linked.from})`,
  );
  return row?.visitors ?? 0;
}

async function countDistinct({ session }: OpenedStock, events: string): Promise<number> {
  const [row] = await session.all<{ visitors: number }>(
    `SELECT count(*) AS visitors FROM (SELECT DISTINCT visitor_key FROM ${events})`,
  );
  return row?.visitors ?? 0;
}

/** The visitors of some of a month's days. */
function selectVisitors({ summary, days }: CoveredMonth, file: string): string {
  const first = dayNumberOf(summary.month);
  const mask = days.reduce((bits, day) => bits + 2 ** (day - first), 0);
  return `SELECT visitor_key FROM ${readParquet([file])} WHERE days & ${mask}::UINTEGER <> 0`;
}

/** The events of one in 2^n visitors: from samples where days are summarized. */
async function sampledEvents(
  stock: OpenedStock,
  { months, open, halvings }: { months: readonly CoveredMonth[]; open: readonly number[]; halvings: number },
): Promise<string> {
  const files = present(await stock.paths(summariesOf(months), 'sample'));
  const parts = [
    ...(files.length > 0
      ? [`${readParquet(files)} WHERE ${stock.coverage.days.conditionOf(months.flatMap(({ days }) => days))} AND`]
      : []),
    ...(open.length > 0 ? [`${await stock.events(open)} WHERE`] : []),
  ].map((part) => `SELECT * FROM ${part} ${sampledBelow(halvings)}`);
  return `(${parts.join(' UNION ALL BY NAME ')})`;
}
