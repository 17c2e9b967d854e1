import type { ConfidenceLevel, MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { addDays, type Period } from '../../domain/period.js';
import { datesOf, readHistory } from '../history.js';
import type { DailyValue } from '../ml/index.js';
import { selectPredicted } from '../queries.js';
import { meanOf } from './errors-of.js';
import type { Outcome } from './evaluate.js';

/** Up to this many days ahead predictions are held against what came: as many as are shown by default. */
const MAX_EVALUATED_HORIZON = 7;
const WEEK = 7;
/** So many days before the first evaluated one say how much the site changes from week to week. */
const SCALE_DAYS = 365;

/** What came of the predictions for days that are over. */
export interface Outcomes {
  outcomes: Outcome[];
  /** The mean change to the week before, of the year before the first evaluated day; null: nothing is known. */
  scale: number | null;
}

interface PredictedRow {
  predicted_date: string;
  origin: string;
  horizon: number;
  predicted_value: number;
  lower: number;
  upper: number;
  model_version: string;
  model_kind: string;
  created_at: Date;
}

interface Asked {
  siteId: number;
  metric: MetricName;
  period: Period;
  level: ConfidenceLevel;
  /** Marked days count as unknown: neither what was predicted for them nor their values are looked at. */
  isMarkedLeftOut: boolean;
}

/** Only measured days are held against predictions; imported ones count as what was known before. */
export async function readOutcomes(pool: Pool, asked: Asked): Promise<Outcomes> {
  const { siteId, metric, period } = asked;
  const place = [siteId, metric, period.from, period.to, MAX_EVALUATED_HORIZON];
  const { rows } = await pool.query<PredictedRow>(selectPredicted(asked.level), place);
  const from = addDays(period.from, -SCALE_DAYS - WEEK);
  const { values, firstMeasured, marked } = await readHistory(pool, siteId, { from, to: period.to });
  const leftOut = datesOf(asked.isMarkedLeftOut ? marked : []);
  const days = values[metric].map(({ date, value }) => ({ date, value: leftOut.has(date) ? null : value }));
  const known = new Map(days.map(({ date, value }) => [date, value]));
  const outcomes = rows
    .filter(({ predicted_date }) => firstMeasured !== null && predicted_date > firstMeasured)
    .filter(({ predicted_date }) => !leftOut.has(predicted_date))
    .map((row) => toOutcome(row, known));
  return { outcomes, scale: scaleBefore(outcomes[0]?.predictedDate, days) };
}

function toOutcome(row: PredictedRow, known: ReadonlyMap<string, number | null>): Outcome {
  const weeks = Math.ceil(row.horizon / WEEK);
  return {
    predictedDate: row.predicted_date,
    origin: row.origin,
    horizon: row.horizon,
    issuedAt: row.created_at,
    modelVersion: row.model_version,
    modelKind: row.model_kind,
    predicted: row.predicted_value,
    lower: row.lower,
    upper: row.upper,
    actual: known.get(row.predicted_date) ?? 0,
    naive: known.get(addDays(row.predicted_date, -weeks * WEEK)) ?? null,
  };
}

function scaleBefore(firstDate: string | undefined, values: readonly DailyValue[]): number | null {
  if (firstDate === undefined) return null;
  const first = values.findIndex(({ date }) => date === firstDate);
  const changes: number[] = [];
  for (let index = Math.max(first - SCALE_DAYS, WEEK); index < first; index += 1) {
    const [value, before] = [values[index]?.value ?? null, values[index - WEEK]?.value ?? null];
    if (value !== null && before !== null) changes.push(Math.abs(value - before));
  }
  return meanOf(changes);
}
