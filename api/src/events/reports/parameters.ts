import type { Value } from '../engine/engine.js';

/** Collects the values of a statement and hands out their placeholders. */
export class Parameters {
  constructor(readonly values: Value[] = []) {}

  /** The same values, for a statement that adds its own. */
  copy(): Parameters {
    return new Parameters([...this.values]);
  }

  add(value: string): string {
    this.values.push(value);
    return `$${this.values.length}::VARCHAR`;
  }
}
