import { CommandError } from '../command-error.js';

/** Does work that Ctrl-C ends early and in good order; the exit code is then 130. */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const abort = new AbortController();
  const interrupt = (): void => {
    abort.abort();
  };
  process.once('SIGINT', interrupt);
  try {
    await work(abort.signal);
  } catch (error) {
    if (error !== abort.signal.reason) throw error;
    throw new CommandError('stopped; the same command begins anew', { exitCode: 130, cause: error });
  } finally {
    process.off('SIGINT', interrupt);
  }
  if (abort.signal.aborted) process.exitCode = 130;
}
