/**
 * The figures of `GET /api/predictions/accuracy` once more, by the words of the contract alone and sharing no code with the
 * API: from the rows of `predictions` and what is known to have come.
 */
import { addDays } from '@tidemark/api';
import type { AccuracyReport } from '@tidemark/contracts';

/** A row of `predictions`, with the bounds of the level that is asked for. */
export interface IssuedRow {
  origin: string;
  revision: number;
  horizon: number;
  predicted_date: string;
  predicted_value: number;
  lower: number;
  upper: number;
  model_version: string;
  model_kind: string;
}

/** What came. */
export interface Known {
  /** The evaluated days. */
  from: string;
  to: string;
  /** By day, also of the time before; a day that isn't known is missing. */
  values: ReadonlyMap<string, number>;
}

type Figures = Omit<AccuracyReport['by_horizon'][number], 'horizon'>;

/** What the report must say of the issued rows, without its history. */
export function recomputeAccuracy(
  issued: readonly IssuedRow[],
  known: Known,
): Pick<AccuracyReport, 'baseline' | 'by_horizon' | 'by_model_version'> & Figures {
  const rows = findEvaluated(issued, known);
  const scale = measureScale(rows, known);
  const naive = rows.filter((row) => known.values.has(weekBefore(row)));
  const horizons = [...new Set(rows.map(({ horizon }) => horizon))].sort((a, b) => a - b);
  const models = [...new Map(rows.map((row) => [`${row.model_version} ${row.model_kind}`, row])).values()];
  return {
    ...figuresOf(rows, known, scale),
    baseline: {
      name: 'seasonal_naive',
      ...errorsOf(
        naive.map((row) => [known.values.get(weekBefore(row))!, known.values.get(row.predicted_date)!]),
        scale,
      ),
    },
    by_horizon: horizons.map((horizon) => ({
      horizon,
      ...figuresOf(
        rows.filter((row) => row.horizon === horizon),
        known,
        scale,
      ),
    })),
    by_model_version: models.map(({ model_version, model_kind }) => ({
      model_version,
      model_kind,
      ...figuresOf(
        rows.filter((row) => row.model_version === model_version && row.model_kind === model_kind),
        known,
        scale,
      ),
    })),
  };
}

/** Of each origin the last forecast, a week ahead at most, by day and origin. */
function findEvaluated(issued: readonly IssuedRow[], { from, to }: Known): IssuedRow[] {
  const latest = new Map<string, number>();
  for (const { origin, revision } of issued) latest.set(origin, Math.max(revision, latest.get(origin) ?? 0));
  return issued
    .filter((row) => row.revision === latest.get(row.origin) && row.horizon <= 7)
    .filter(({ predicted_date }) => predicted_date >= from && predicted_date <= to)
    .sort((a, b) => (`${a.predicted_date} ${a.origin}` < `${b.predicted_date} ${b.origin}` ? -1 : 1));
}

const weekBefore = ({ predicted_date }: IssuedRow) => addDays(predicted_date, -7);

/** The mean change to the week before, of the 365 days before the first evaluated one. */
function measureScale([first]: readonly IssuedRow[], { values }: Known): number {
  let [sum, count] = [0, 0];
  for (let daysBefore = 1; daysBefore <= 365; daysBefore += 1) {
    const day = addDays(first!.predicted_date, -daysBefore);
    const [value, before] = [values.get(day), values.get(addDays(day, -7))];
    if (value === undefined || before === undefined) continue;
    sum += Math.abs(value - before);
    count += 1;
  }
  return sum / count;
}

function figuresOf(rows: readonly IssuedRow[], { values }: Known, scale: number): Figures {
  const actualOf = (row: IssuedRow) => values.get(row.predicted_date)!;
  let [ownError, naiveError, within] = [0, 0, 0];
  for (const row of rows) {
    const [actual, naive] = [actualOf(row), values.get(weekBefore(row))];
    if (actual >= row.lower && actual <= row.upper) within += 1;
    if (naive === undefined) continue;
    ownError += Math.abs(row.predicted_value - actual);
    naiveError += Math.abs(naive - actual);
  }
  return {
    ...errorsOf(
      rows.map((row) => [row.predicted_value, actualOf(row)]),
      scale,
    ),
    relative_mae: ownError / naiveError,
    interval_coverage: within / rows.length,
  };
}

function errorsOf(pairs: readonly (readonly [predicted: number, actual: number])[], scale: number) {
  let [absolute, relative, relativeCount, symmetric] = [0, 0, 0, 0];
  for (const [predicted, actual] of pairs) {
    const error = Math.abs(predicted - actual);
    absolute += error;
    symmetric += predicted + actual === 0 ? 0 : (2 * error) / (predicted + actual);
    if (actual <= 0) continue;
    relative += error / actual;
    relativeCount += 1;
  }
  const mae = absolute / pairs.length;
  return {
    evaluated: pairs.length,
    mae,
    mape: relative / relativeCount,
    smape: symmetric / pairs.length,
    mase: mae / scale,
  };
}
