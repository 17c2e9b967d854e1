/**
 * Why the ML service gave no answer: it's out of reach or busy; it doesn't know us; the history is too short or can't be
 * read; there is no such job; or it failed, or answered what nobody understands.
 */
export type MlFailure =
  'unavailable' | 'unauthorized' | 'insufficient_history' | 'invalid_series' | 'not_found' | 'failed';

/** The ML service gave no answer. The message is one line for operators. */
export class MlError extends Error {
  override name = 'MlError';

  constructor(
    readonly failure: MlFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether any other question would fail alike just now. */
  get isGeneral(): boolean {
    return this.failure === 'unavailable' || this.failure === 'unauthorized';
  }
}
