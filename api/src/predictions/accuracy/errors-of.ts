/** A value that was predicted, and what came. */
export interface Pair {
  predicted: number;
  actual: number;
}

/** How far predictions were off, as `accuracyReport` of the contracts defines it. A figure without data is null. */
export interface Errors {
  evaluated: number;
  mae: number | null;
  mape: number | null;
  smape: number | null;
  mase: number | null;
}

/** @param scale the mean change to the week before (Hyndman & Koehler 2006); null where none is known */
export function errorsOf(pairs: readonly Pair[], scale: number | null): Errors {
  const mae = meanOf(pairs.map(absoluteError));
  return {
    evaluated: pairs.length,
    mae,
    mape: meanOf(pairs.filter(({ actual }) => actual > 0).map((pair) => absoluteError(pair) / pair.actual)),
    smape: meanOf(pairs.map(symmetricError)),
    mase: divide(mae, scale),
  };
}

export function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Null where there's nothing to divide by. */
export function divide(dividend: number | null, divisor: number | null): number | null {
  return dividend === null || divisor === null || divisor === 0 ? null : dividend / divisor;
}

function absoluteError({ predicted, actual }: Pair): number {
  return Math.abs(predicted - actual);
}

function symmetricError(pair: Pair): number {
  const sum = pair.predicted + pair.actual;
  return sum === 0 ? 0 : (2 * absoluteError(pair)) / sum;
}
