/** One of the questions asked in a run. */
export interface WeighedP {
  /** Infinite: the answer is no, whatever the others are. */
  pValue: number;
  /** How much more than its even share of false findings the question may use; the mean of all is at most 1. */
  weight: number;
  /** How often chance alone could make a finding of it at most: less than 1 where only large effects are told. */
  most: number;
}

/**
 * For each question the share of false findings among all that are at least as clear (Benjamini and Hochberg 1995), each p-value
 * divided by its weight first (Genovese, Roeder and Wasserman 2006). Of the false findings to be expected each question
 * brings no more than it can (Heyse 2011, for discrete tests; here for those with a least effect).
 */
export function toQValues(questions: readonly WeighedP[]): number[] {
  const levels = questions.map(({ pValue, weight }) => pValue / weight);
  const possible = levels.flatMap((level, index) => (Number.isFinite(level) ? [index] : []));
  possible.sort((a, b) => (levels[b] ?? 0) - (levels[a] ?? 0));
  const qValues = new Array<number>(questions.length).fill(1);
  let least = 1;
  possible.forEach((index, place) => {
    const level = levels[index] ?? 0;
    let falseOnes = 0;
    for (const { weight, most } of questions) falseOnes += Math.min(weight * level, most);
    least = Math.min(least, falseOnes / (possible.length - place));
    qValues[index] = least;
  });
  return qValues;
}
