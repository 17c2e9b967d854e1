/** How often a process may be restarted. */
export interface RestartRules {
  limit: number;
  windowMs: number;
  firstDelayMs: number;
}

const usual: RestartRules = { limit: 5, windowMs: 60_000, firstDelayMs: 500 };

/** Says how long to wait before a restart, doubling within the window, and when it has been enough. */
export class RestartLimit {
  readonly #rules: RestartRules;
  #restartsAtMs: number[] = [];

  /**
   * Starts with a clean sheet.
   * @param rules How often is too often.
   */
  constructor(rules: RestartRules = usual) {
    this.#rules = rules;
  }

  /** How far back crashes count. */
  get windowMs(): number {
    return this.#rules.windowMs;
  }

  /**
   * Takes note of a crash.
   * @param nowMs When it came.
   * @returns How many milliseconds to wait before the restart, or undefined when there were too many.
   */
  next(nowMs: number): number | undefined {
    const { limit, windowMs, firstDelayMs } = this.#rules;
    this.#restartsAtMs = this.#restartsAtMs.filter((atMs) => nowMs - atMs < windowMs);
    if (this.#restartsAtMs.length >= limit) return undefined;
    this.#restartsAtMs.push(nowMs);
    return firstDelayMs * 2 ** (this.#restartsAtMs.length - 1);
  }
}
