import type { OffsetChange } from '../../domain/local-time.js';
import { readParquet } from '../engine/engine.js';
import { FILE_ENCODING } from '../engine/event-row.js';
import type { Dimension } from '../event-store.js';
import { dimensionSql, localDay, weekdayOf } from '../reports/dimensions.js';
import { addUp, groupsOf, sumColumns, SUMS } from '../reports/group-sums.js';
import type { LocalDays } from './local-days.js';

/** Dimensions of few values, which are summed up together first: a row for each combination that a day has. */
const combined: readonly (readonly Dimension[])[] = [
  ['country', 'device_type', 'browser', 'os', 'language', 'screen_resolution'],
  ['hour_of_day', 'source', 'channel', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'],
];
/** Dimensions of many values. */
const wide: readonly Dimension[] = ['page', 'entry_page', 'exit_page'];
/** What follows from the second combination. */
const derived: readonly (readonly [Dimension, value: string, detail: string])[] = [
  ['total', 'NULL', 'NULL'],
  ['source_and_channel', 'source', 'channel'],
  ['day_of_week', weekdayOf('day'), 'NULL'],
];

/** What is summed up: every dimension that a report can group by, but for those that follow from the days of others. */
export const summarizedDimensions = [...combined.flat(), ...wide, ...derived.map(([dimension]) => dimension)];

/** Rows of this dimension tell how many visitors of a day were last seen on which day before; null: never. */
export const PREVIOUS = 'previous';

export const SUMS_ORDER = 'is_month DESC, dimension, day, page_views DESC, value, detail, previous_day';
/** Small groups of rows, so that a question reads little more than its dimension. */
export const SUMS_OPTIONS = 'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, ROW_GROUP_SIZE 16384';
/** In order of visitors, in small groups of rows: a question that needs fewer visitors reads less. */
export const SAMPLE_OPTIONS = `${FILE_ENCODING}, ROW_GROUP_SIZE 16384`;
/** Keys in their order take up the difference to the one before. */
export const VISITORS_OPTIONS = 'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2';

const listOf = (numbers: readonly number[]) => numbers.join(', ') || 'NULL';

export const CREATE_SUMS = `
  CREATE TEMP TABLE month_sums (is_month BOOLEAN, dimension VARCHAR, day INTEGER, value VARCHAR, detail VARCHAR,
    ${sumColumns.map((name) => `${name} BIGINT`).join(', ')}, previous_day INTEGER, visitors BIGINT)`;

/** Takes the sums of days that haven't changed. */
export const keepSums = (file: string, days: readonly number[]) => `
  INSERT INTO month_sums SELECT * FROM ${readParquet([file])}
  WHERE NOT is_month AND dimension <> '${PREVIOUS}' AND day IN (${listOf(days)})`;

/** The statements that sum up events by day and each dimension. */
export function insertSums(events: string, offsets: readonly OffsetChange[]): string[] {
  const day = localDay(offsets);
  const insert = (dimension: Dimension, groups: string) =>
    `INSERT INTO month_sums BY NAME SELECT false AS is_month, '${dimension}' AS dimension, * FROM (${groups})`;
  const regroup = (dimension: Dimension, value: string, detail = 'NULL') =>
    insert(
      dimension,
      addUp(
        `(SELECT day, ${value}::VARCHAR AS value, ${detail}::VARCHAR AS detail, ${sumColumns.join(', ')} FROM combined_sums)`,
      ),
    );
  return [
    ...combined.flatMap((dimensions, index) => [
      `CREATE OR REPLACE TEMP TABLE combined_sums AS
        SELECT ${day} AS day, ${dimensions.map((name) => `${dimensionSql(name, offsets)} AS ${name}`).join(', ')}, ${SUMS}, 0::BIGINT AS exits
        FROM ${events} GROUP BY ALL`,
      ...dimensions.map((name) => regroup(name, name)),
      ...(index === combined.length - 1 ? derived.map((parts) => regroup(...parts)) : []),
    ]),
    'DROP TABLE combined_sums',
    ...wide.map((dimension) => insert(dimension, groupsOf(events, dimension, { offsets, day }))),
  ];
}

/** Adds the month up from its days. */
export const ADD_UP_MONTH = `
  INSERT INTO month_sums BY NAME
  ${addUp('(SELECT true AS is_month, dimension, value, detail, COLUMNS(c -> c IN (' + sumColumns.map((n) => `'${n}'`).join(', ') + ")) FROM month_sums WHERE NOT is_month AND dimension <> '" + PREVIOUS + "')")}`;

export const COUNT_EVENTS = `
  SELECT coalesce(sum(page_views), 0)::BIGINT AS events FROM month_sums WHERE is_month AND dimension = 'total'`;

/**
 * Makes `month_days`: each visitor with the days he or she came on, as bits from the month's first on.
 *
 * @param known the visitors' file of the earlier summary, of which the kept days are taken
 */
export function collectDays({
  events,
  known,
  days,
  first,
  kept,
}: {
  events: string | null;
  known: string | undefined;
  days: LocalDays;
  first: number;
  kept: readonly number[];
}): string {
  const mask = kept.reduce((bits, day) => bits + 2 ** (day - first), 0);
  const parts = [
    ...(events === null
      ? []
      : [`SELECT visitor_key, 1::UINTEGER << (${localDay(days.offsets)} - ${first}) AS days FROM ${events}`]),
    ...(known === undefined
      ? []
      : [
          `SELECT visitor_key, days & ${mask}::UINTEGER AS days FROM ${readParquet([known])} WHERE days & ${mask}::UINTEGER <> 0`,
        ]),
  ];
  return `CREATE TEMP TABLE month_days AS
    SELECT visitor_key, bit_or(days) AS days FROM (${parts.join(' UNION ALL ')}) GROUP BY visitor_key`;
}

/** The highest bit's number. */
const highest = (bits: string) => `floor(log2(${bits}))::INTEGER`;

/** Makes `month_visitors`: the same with the day, by its number, on which each was seen last, and last before the month. */
export function findPrevious(earlier: readonly string[], first: number): string {
  const before =
    earlier.length === 0
      ? 'SELECT NULL::BIGINT AS visitor_key, NULL::INTEGER AS previous_day WHERE false'
      : `SELECT visitor_key, max(last_day) AS previous_day FROM ${readParquet(earlier)}
         SEMI JOIN month_days USING (visitor_key) GROUP BY visitor_key`;
  return `CREATE TEMP TABLE month_visitors AS
    SELECT m.visitor_key, m.days, ${first} + ${highest('m.days')} AS last_day, b.previous_day
    FROM month_days m LEFT JOIN (${before}) b USING (visitor_key)`;
}

/** Counts each day's visitors by the day on which they were seen last before. */
export const countPrevious = (first: number) => `
  INSERT INTO month_sums BY NAME
  WITH alike AS (SELECT days, previous_day, count(*) AS visitors FROM month_visitors GROUP BY ALL),
  came AS (
    SELECT bit, days & ((1::UINTEGER << bit) - 1)::UINTEGER AS before, previous_day, visitors
    FROM alike, (SELECT range::INTEGER AS bit FROM range(31)) WHERE days & (1::UINTEGER << bit) <> 0)
  SELECT false AS is_month, '${PREVIOUS}' AS dimension, ${first} + bit AS day,
    CASE WHEN before = 0 THEN previous_day ELSE ${first} + ${highest('before')} END AS previous_day, sum(visitors)::BIGINT AS visitors
  FROM came GROUP BY ALL`;

/** A condition that the events of one in 2^n visitors fulfil: keys are as good as random. */
export function sampledBelow(halvings: number): string {
  if (halvings === 0) return 'true';
  return `visitor_key < ${(-(2n ** 63n) + 2n ** BigInt(64 - halvings)).toString()}`;
}
