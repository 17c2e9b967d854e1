/** One of the questions asked in a run. */
export interface WeighedP {
  pValue: number;
  /** How much more than its even share of false findings the question may use; the mean of all must be 1. */
  weight: number;
}

/**
 * For each question the share of false findings among all that are at least as clear (Benjamini and Hochberg 1995), each p-value
 * divided by its weight first (Genovese, Roeder and Wasserman 2006).
 */
export function toQValues(questions: readonly WeighedP[]): number[] {
  const weighed = questions.map(({ pValue, weight }) => (weight > 0 ? Math.min(1, pValue / weight) : 1));
  const order = weighed.map((_, index) => index).sort((a, b) => (weighed[b] ?? 1) - (weighed[a] ?? 1));
  const qValues = new Array<number>(weighed.length).fill(1);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, ((weighed[index] ?? 1) * weighed.length) / (weighed.length - place));
    qValues[index] = least;
  });
  return qValues;
}
