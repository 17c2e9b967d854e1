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

/** Whether an expression is one of some values, null among them where it's unknown. */
export function isAnyOf(expression: string, values: readonly (string | null)[], parameters: Parameters): string {
  const known = values.filter((value) => value !== null).map((value) => parameters.add(value));
  const alternatives = [
    ...(known.length > 0 ? [`${expression} IN (${known.join(', ')})`] : []),
    ...(values.includes(null) ? [`${expression} IS NULL`] : []),
  ];
  return `(${alternatives.join(' OR ') || 'false'})`;
}
