import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Something with its share: shares need not add up to anything. */
export type Weighted<Value> = readonly (readonly [value: Value, weight: number])[];

/** Values with their shares, made ready to draw from. */
export class Wheel<Value> {
  readonly values: readonly Value[];
  private readonly ends: number[] = [];

  constructor(weighted: Weighted<Value>) {
    this.values = weighted.map(([value]) => value);
    let end = 0;
    for (const [, weight] of weighted) this.ends.push((end += weight));
  }

  /** @param position in [0, 1) */
  at(position: number): Value {
    const sought = position * (this.ends.at(-1) ?? 0);
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sought < (this.ends[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    const value = this.values[low];
    if (value === undefined) throw new RangeError('nothing to draw from');
    return value;
  }
}

/** Draws that come out the same for the same seed. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** Uniform in [0, 1). */
  float(): number {
    return this.bits() / 2 ** 32;
  }

  /** Uniform whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.float() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<Value>(wheel: Wheel<Value>): Value {
    return wheel.at(this.float());
  }

  /** Normal with mean 0 and deviation 1 (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.float())) * Math.cos(2 * Math.PI * this.float());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }

  /** A count around its expectation: Poisson, by its normal approximation where it is large. */
  poisson(mean: number): number {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    let count = 0;
    for (let left = this.exponential(1); left < mean; left += this.exponential(1)) count++;
    return count;
  }

  /** Version 8 of RFC 9562: bits of one's own making. */
  uuid(): string {
    const hex = this.hex() + this.hex() + this.hex() + this.hex();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${'89ab'.charAt(this.int(0, 3))}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  private hex(): string {
    return this.bits().toString(16).padStart(8, '0');
  }

  private bits(): number {
    return this.generator.next() >>> 0;
  }
}
