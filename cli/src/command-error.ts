/** A failure whose message tells the person at the terminal, in one line, what to do. */
export class CommandError extends Error {
  override name = 'CommandError';

  constructor(message: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
  }

  readonly exitCode: number;
}

/** The command was called wrongly: exit code 2. */
export class UsageError extends CommandError {
  override name = 'UsageError';

  constructor(message: string) {
    super(message, { exitCode: 2 });
  }
}

/** Whether an error is a system error of this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
