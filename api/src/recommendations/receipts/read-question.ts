import type { RecommendationTarget } from '@tidemark/contracts';
import { DateTime } from 'luxon';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { addDays, eachDate, localDate, type Period } from '../../domain/period.js';
import type { EventStore } from '../../events/index.js';
import { MEASURED_DAYS } from '../cards/index.js';
import { readKnownDays } from '../known-days.js';
import type { Window } from './expect-days.js';
import type { Question, StoredForecast } from './measure-gain.js';
import { SELECT_FORECASTS, SELECT_SITE_DAYS } from './queries.js';

/** What receipts are made of. */
export interface ReceiptDeps {
  pool: Pool;
  events: Pick<EventStore, 'leadingByDay'>;
}

/** So many days before acceptance say what was usual. */
const HISTORY_DAYS = 90;
/** A forecast issued longer before acceptance wasn't the one to go by. */
const MAX_FORECAST_AGE_DAYS = 3;
const WEEK = 7;

/** A day's figures, of the site or of a group of it. */
interface Figures {
  page_visits: number;
  sessions: number;
  bounces: number;
}

const NONE: Figures = { page_visits: 0, sessions: 0, bounces: 0 };

/** Gathers what says how the target fared before and after its recommendation was accepted. */
export async function readQuestion(
  deps: ReceiptDeps,
  site: SiteEntity,
  about: { target: RecommendationTarget; changedOn: string | null; acceptedAt: Date },
): Promise<Question> {
  const { target, changedOn, acceptedAt } = about;
  const accepted = localDate(acceptedAt, site.timezone);
  const period = { from: addDays(accepted, -HISTORY_DAYS), to: addDays(accepted, MEASURED_DAYS) };
  const dates = eachDate(period);
  const isKnown = await readKnownDays(deps.pool, site.id, period);
  const siteDays = await readSiteDays(deps.pool, site.id, period);
  const isTotal = target.dimension === 'total';
  const targetDays = isTotal ? siteDays : await readGroupDays(deps, site, period, target);
  const amountOf = (day: Figures): number => (target.metric === 'bounce_rate' ? day.bounces : day[target.metric]);
  const series = (of: (date: string) => number) => dates.map((date) => (isKnown(date) ? of(date) : null));
  const own = (date: string) => targetDays.get(date) ?? NONE;
  const isRate = target.metric === 'bounce_rate';
  const amounts = series((date) => amountOf(own(date)));
  return {
    target: {
      amounts,
      bases: isRate ? dates.map((date) => own(date).sessions) : null,
      rest:
        isTotal || isRate
          ? null
          : series((date) => Math.max(0, amountOf(siteDays.get(date) ?? NONE) - amountOf(own(date)))),
      weekdays: dates.map((date) => DateTime.fromISO(date, { zone: 'utc' }).weekday % WEEK),
    },
    acceptedIndex: HISTORY_DAYS,
    changedIndex: changedOn !== null && changedOn >= period.from ? dates.indexOf(changedOn) : null,
    forecast:
      isTotal && !isRate ? await readForecast(deps.pool, site, { target, acceptedAt, dates, amounts }) : undefined,
    isLowerBetter: isRate,
  };
}

async function readSiteDays(pool: Pool, siteId: number, { from, to }: Period): Promise<Map<string, Figures>> {
  const { rows } = await pool.query<Figures & { date: string }>(SELECT_SITE_DAYS, [siteId, from, to]);
  return new Map(rows.map((row) => [row.date, row]));
}

async function readGroupDays(
  { events }: ReceiptDeps,
  site: SiteEntity,
  period: Period,
  { dimension, value }: RecommendationTarget,
): Promise<Map<string, Figures>> {
  const { groups } = await events.leadingByDay({
    range: { siteId: site.id, timeZone: site.timezone, ...period },
    // The sessions of a page, and their bounces, are those that began there.
    dimension,
    limit: 1,
    values: [value],
  });
  const days = groups[0]?.days ?? [];
  return new Map(
    [...days].map(([date, sums]) => [
      date,
      { page_visits: sums.pageVisits, sessions: sums.sessions, bounces: sums.bounces },
    ]),
  );
}

interface ForecastOf {
  target: RecommendationTarget;
  acceptedAt: Date;
  dates: readonly string[];
  amounts: readonly (number | null)[];
}

/** The forecast that was there when it was accepted, and what came of those before, as far ahead. Null: there was none. */
async function readForecast(
  pool: Pool,
  site: SiteEntity,
  { target, acceptedAt, dates, amounts }: ForecastOf,
): Promise<StoredForecast | null> {
  const accepted = localDate(acceptedAt, site.timezone);
  const place = [site.id, target.metric, dates[0], accepted, acceptedAt];
  const { rows } = await pool.query<{ origin: string; date: string; value: number }>(SELECT_FORECASTS, place);
  const byOrigin = new Map<string, Map<string, number>>();
  for (const { origin, date, value } of rows) {
    const days = byOrigin.get(origin) ?? new Map<string, number>();
    byOrigin.set(origin, days.set(date, value));
  }
  const newest = [...byOrigin.keys()].sort().at(-1);
  if (newest === undefined || newest < addDays(accepted, -MAX_FORECAST_AGE_DAYS)) return null;
  const indexOf = new Map(dates.map((date, index) => [date, index]));
  /** The window that begins so many days after an origin as ours does. */
  const windowOf = (origin: string): Window | null => {
    const days = eachDate({ from: addDays(accepted, 1), to: addDays(accepted, MEASURED_DAYS) });
    const shift = daysBetween(newest, origin);
    const window = { actual: 0, expected: 0, base: 1, days: 0 };
    for (const date of days.map((day) => addDays(day, shift))) {
      const expected = byOrigin.get(origin)?.get(date);
      if (expected === undefined) return null;
      const amount = amounts[indexOf.get(date) ?? -1];
      if (amount === null || amount === undefined) continue;
      window.actual += amount;
      window.expected += expected;
      window.days += 1;
    }
    return window;
  };
  const isOver = (origin: string) => addDays(accepted, MEASURED_DAYS + daysBetween(newest, origin)) < accepted;
  const past = [...byOrigin.keys()].filter(isOver).map(windowOf);
  return {
    window: windowOf(newest),
    past: past.filter((window) => window !== null && window.days === MEASURED_DAYS) as Window[],
  };
}

/** How many days lie from one to the other; negative where the other comes first. */
function daysBetween(one: string, other: string): number {
  return (Date.parse(other) - Date.parse(one)) / 86_400_000;
}
