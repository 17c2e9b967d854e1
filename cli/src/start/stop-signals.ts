/** What Ctrl-C, the system and a terminal that is closed send. */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const starterCheckMs = 500;

/** The wish to stop, as the terminal or the system gives it. */
export interface StopSignals {
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/**
 * Listens for Ctrl-C and its relatives.
 * @param onFirst Told of the first one.
 * @param onSecond Called when a second one says that it takes too long.
 */
export function listenForStop(onFirst: () => void, onSecond: () => void): StopSignals {
  const controller = new AbortController();
  let firstAtMs = 0;
  const hear = (): void => {
    if (!controller.signal.aborted) {
      firstAtMs = Date.now();
      onFirst();
      controller.abort();
      return;
    }
    // npm passes a Ctrl-C on that reached us already: two within a moment are one.
    if (Date.now() - firstAtMs > 500) onSecond();
  };
  for (const name of stopSignals) process.on(name, hear);
  const watch = watchStarter(hear);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of stopSignals) process.off(name, hear);
      clearInterval(watch);
    },
  };
}

/**
 * npm passes a signal on to the shell between us, which dies of it and says nothing: we then get another parent. Started by
 * hand (`nohup node scripts/start.mjs &`) the parent may leave.
 */
function watchStarter(onGone: () => void): NodeJS.Timeout | undefined {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const starter = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(watch);
    onGone();
  }, starterCheckMs);
  return watch.unref();
}

/**
 * Settles when the signal is aborted.
 * @param signal The signal.
 */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
