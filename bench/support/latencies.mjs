/** Durations in milliseconds, and what is said of them. */
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;

/** Nearest-rank percentiles; null where there is nothing. */
export function summarize(values) {
  const sorted = Float64Array.from(values).sort();
  return {
    count: sorted.length,
    p50: at(sorted, 0.5),
    p95: at(sorted, 0.95),
    p99: at(sorted, 0.99),
    max: at(sorted, 1),
  };
}

/** Collects durations: those after the warm-up for the end, all of them for the interval under way. */
export class Latencies {
  all = [];
  #interval = [];

  add(ms, isWarmUp) {
    this.#interval.push(ms);
    if (!isWarmUp) this.all.push(ms);
  }

  /** What came since the last call. */
  takeInterval() {
    const values = this.#interval;
    this.#interval = [];
    return values;
  }
}

/** A table's cell. */
export const formatMs = (ms) =>
  ms === null ? '–' : ms < 9.95 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en-US');
