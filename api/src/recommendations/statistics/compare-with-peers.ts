/** A figure of one of several comparable groups, and the variance of its measurement. */
export interface Estimate {
  value: number;
  variance: number;
}

/** How a group's figure lies to what its peers let expect. */
export interface PeerComparison {
  /** The mean of its peers. */
  expected: number;
  /** Its own figure, pulled towards the peers' as far as it is uncertain (empirical Bayes). */
  shrunk: number;
  /** Standard deviation of such a group's measured figure about `expected`. */
  noise: number;
  /** In those standard deviations. */
  score: number;
  degrees: number;
}

/** With fewer peers nobody knows how much groups differ. */
export const LEAST_PEERS = 6;

/**
 * Compares each group with all others: how groups differ is estimated from the others (DerSimonian and Laird 1986), and the
 * group's figure is held against what one more such group would show (the prediction interval of Higgins, Thompson and
 * Spiegelhalter 2009, by Student's t). So a page is conspicuous only where it differs by more than pages do. Null where
 * there are too few.
 */
export function compareWithPeers(estimates: readonly Estimate[]): (PeerComparison | null)[] {
  if (estimates.length <= LEAST_PEERS) return estimates.map(() => null);
  return estimates.map((estimate, index) => {
    const { mean, between, meanVariance, count } = pool(estimates.filter((_, other) => other !== index));
    const noise = Math.sqrt(between + meanVariance + estimate.variance);
    return {
      expected: mean,
      shrunk: (between * estimate.value + estimate.variance * mean) / (between + estimate.variance),
      noise,
      score: (estimate.value - mean) / noise,
      degrees: count - 2,
    };
  });
}

function pool(estimates: readonly Estimate[]) {
  const fixed = weigh(estimates, 0);
  const spread = estimates.reduce((sum, { value, variance }) => sum + (value - fixed.mean) ** 2 / variance, 0);
  const squares = estimates.reduce((sum, { variance }) => sum + variance ** -2, 0);
  const between = Math.max(0, (spread - (estimates.length - 1)) / (fixed.weight - squares / fixed.weight));
  const { mean, weight } = weigh(estimates, between);
  return { mean, between, meanVariance: 1 / weight, count: estimates.length };
}

function weigh(estimates: readonly Estimate[], between: number): { mean: number; weight: number } {
  let [total, weight] = [0, 0];
  for (const { value, variance } of estimates) {
    total += value / (variance + between);
    weight += 1 / (variance + between);
  }
  return { mean: total / weight, weight };
}
