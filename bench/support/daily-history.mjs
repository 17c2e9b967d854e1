/** A made-up site's page visits by day: a weekly rhythm, growth, a slow wave and noise. The same each time. */
const DAY_MS = 86_400_000;
const LAST_DAY_MS = Date.parse('2026-06-30');
const WEEK = [1.1, 1.15, 1.1, 1.05, 1, 0.7, 0.75];

/** Equal chances from 0 to 1, by a 32-bit linear congruence (Numerical Recipes). */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** @returns So many days, the last of them fixed, as the service takes them. */
export function makeDailyHistory(days) {
  const random = createRandom(1);
  // Nearly normal, with a standard deviation of 1.
  const noise = () => (random() + random() + random() - 1.5) * 2;
  let level = 0;
  return Array.from({ length: days }, (_, index) => {
    level = 0.95 * level + 0.04 * noise();
    const trend = 1 + index / 2_000 + 0.2 * Math.sin(index / 60);
    const value = Math.round(500 * WEEK[index % 7] * trend * Math.exp(level + 0.08 * noise()));
    return { date: new Date(LAST_DAY_MS - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10), value };
  });
}
