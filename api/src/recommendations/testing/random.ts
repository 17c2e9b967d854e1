/** Figures that come by chance, the same for the same seed. */
export interface Random {
  /** From 0 to 1. */
  uniform: () => number;
  between: (low: number, high: number) => number;
  normal: () => number;
  poisson: (mean: number) => number;
  binomial: (trials: number, probability: number) => number;
  /** Splits a count by probabilities that add up to 1. */
  split: (count: number, probabilities: readonly number[]) => number[];
}

/** Above so large a mean or variance a bell is close enough. */
const BELL_FROM = 40;

/** By mulberry32, which is small, fast, and good enough for simulated visitors. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number): number => {
    if (mean >= BELL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let [count, product] = [0, uniform()];
    for (const limit = Math.exp(-mean); product > limit; product *= uniform()) count += 1;
    return count;
  };
  const binomial = (trials: number, probability: number): number => {
    if (trials <= 0 || probability <= 0) return 0;
    if (probability >= 1) return trials;
    const variance = trials * probability * (1 - probability);
    if (variance >= BELL_FROM / 2) {
      return Math.min(trials, Math.max(0, Math.round(trials * probability + Math.sqrt(variance) * normal())));
    }
    if (probability > 0.5) return trials - binomial(trials, 1 - probability);
    // Steps from one success to the next (Devroye 1986): as many draws as there are successes.
    let [successes, place] = [-1, 0];
    for (const step = Math.log1p(-probability); place <= trials; successes += 1) {
      place += Math.floor(Math.log(1 - uniform()) / step) + 1;
    }
    return successes;
  };
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal,
    poisson,
    binomial,
    split: (count, probabilities) => {
      let [left, rest] = [count, 1];
      return probabilities.map((probability, index) => {
        const isLast = index === probabilities.length - 1;
        const part = isLast ? left : binomial(left, Math.min(1, probability / Math.max(rest, 1e-12)));
        left -= part;
        rest -= probability;
        return part;
      });
    },
  };
}
