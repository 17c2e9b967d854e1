/** Something on this machine stands in the way of starting; the message is one line that says what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/**
 * The code of a failed system call (`EACCES`, `ENOENT`, ...), or undefined for any other failure.
 * @param error What was thrown.
 */
export function getErrorCode(error: unknown): string | undefined {
  // Not instanceof: errors of the system come from another realm where tests run.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Turns a failed write below the data folder into one line that says what to do.
 * @param error What was thrown.
 * @param dataDir The data folder.
 */
export function explainWriteFailure(error: unknown, dataDir: string): unknown {
  const code = getErrorCode(error);
  if (code === 'ENOSPC')
    return new SetupError(`The disk of the data folder ${dataDir} is full: make room on it, and start again.`, {
      cause: error,
    });
  if (code === undefined || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return error;
  return new SetupError(
    `The data folder ${dataDir} can't be written (${code}): set TIDEMARK_DATA_DIR to a folder that can.`,
    { cause: error },
  );
}
