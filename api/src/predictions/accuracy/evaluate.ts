import { divide, errorsOf, meanOf, type Errors } from './errors-of.js';

/** One prediction whose day is over. */
export interface Outcome {
  predictedDate: string;
  origin: string;
  horizon: number;
  issuedAt: Date;
  modelVersion: string;
  modelKind: string;
  predicted: number;
  lower: number;
  upper: number;
  actual: number;
  /** The last value of the same weekday that was known at the origin; null: none. */
  naive: number | null;
}

/** Figures of a set of outcomes. */
export interface Evaluation extends Errors {
  /** `mae` against that of the naive values, over the outcomes that have one. */
  relativeMae: number | null;
  coverage: number | null;
}

export function evaluate(outcomes: readonly Outcome[], scale: number | null): Evaluation {
  const compared = outcomes.filter(({ naive }) => naive !== null);
  return {
    ...errorsOf(outcomes, scale),
    relativeMae: divide(errorsOf(compared, null).mae, evaluateNaive(outcomes, null).mae),
    coverage: meanOf(outcomes.map(({ actual, lower, upper }) => (lower <= actual && actual <= upper ? 1 : 0))),
  };
}

/** The same days, by the value of the week before. */
export function evaluateNaive(outcomes: readonly Outcome[], scale: number | null): Errors {
  return errorsOf(
    outcomes.flatMap(({ naive, actual }) => (naive === null ? [] : [{ predicted: naive, actual }])),
    scale,
  );
}

/** Outcomes by what they have in common, in the order it first comes. */
export function groupBy<Key extends string | number>(
  outcomes: readonly Outcome[],
  keyOf: (outcome: Outcome) => Key,
): Map<Key, [Outcome, ...Outcome[]]> {
  const groups = new Map<Key, [Outcome, ...Outcome[]]>();
  for (const outcome of outcomes) {
    const group = groups.get(keyOf(outcome));
    if (group) group.push(outcome);
    else groups.set(keyOf(outcome), [outcome]);
  }
  return groups;
}
