/**
 * Draws without state: the same key and purpose give the same number, on any thread, in any order. In DuckDB they rest on
 * `hash()`, whose values are stable within a version of DuckDB but not promised across versions.
 */

/**
 * SQL: 64 bits for a key (an UBIGINT) and a purpose. Not `hash(key, purpose)`: that XORs two hashes, so that draws for
 * two purposes would differ by a constant and move together.
 */
export function drawBits(key: string, purpose: number | string): string {
  return `hash(xor(${key}, (${purpose})::UBIGINT))`;
}

/** SQL: uniform in [0, 1) from a quarter of drawn bits. Quarters are independent of each other. */
export function uniform(bits: string, quarter: 0 | 1 | 2 | 3): string {
  return `(((${bits} >> ${16 * quarter}) & 65535) / 65536e0)`;
}

/** SQL: uniform in [0, 1) from the first two quarters, where 65,536 values are too few. */
export function fineUniform(bits: string): string {
  return `((${bits} & 4294967295) / 4294967296e0)`;
}

/** SQL: nearly normal with mean 0 and deviation 1, from all quarters: four uniforms are enough for waiting times. */
export function normal(bits: string): string {
  const quarters = ([0, 1, 2, 3] as const).map((quarter) => `((${bits} >> ${16 * quarter}) & 65535)`);
  return `(((${quarters.join(' + ')}) / 65536e0 - 2) * sqrt(3e0))`;
}

/** SQL: a rank from 1 to `count`, the first about twice as often as the second (Zipf, exponent 1). */
export function zipf(draw: string, count: number): string {
  return `least(${count}, floor(pow(${count + 1}e0, ${draw})))::INTEGER`;
}

/** Uniform in [0, 1), in JavaScript; 32 bits mixed as in MurmurHash3 (Appleby 2011). */
export function drawUniform(seed: number, purpose: number, key: number): number {
  let bits = mix(seed | 0) ^ Math.trunc(seed / 2 ** 32);
  for (const part of [purpose, key]) bits = mix(Math.imul(bits, 0x9e3779b1) ^ part);
  return (bits >>> 0) / 2 ** 32;
}

function mix(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
