import { SetupError, tryPort, writeMlNotice } from '@tidemark/api';
import { messageOf } from '../command-error.js';
import type { KeptProcess } from './keep-running.js';
import { startMlProcess, untilMlAnswers, type MlProcessOptions } from './ml-process.js';

/** How the forecasting service gets a Python. Nothing here throws: what can't be had is a reason, in one line. */
export interface PythonSource {
  /** Without delay: why there can't be one, if so. */
  findLack(): string | undefined;
  /** Takes minutes where packages are to be installed; told by `onInstalling`. */
  install(options: {
    signal: AbortSignal;
    onInstalling: () => Promise<void>;
  }): Promise<{ python: string } | { reason: string }>;
}

/** What the start of the forecasting service is told. */
export interface MlOptions extends Pick<MlProcessOptions, 'env' | 'onLine' | 'rules'> {
  source: PythonSource;
  port: number;
  /** Where the API reads why forecasting is off. */
  dataDir: string;
  say: (line: string) => void;
}

/** The forecasting service on its way up, running, or given up. */
export type StartedMl = Pick<KeptProcess, 'stop' | 'kill'>;

/**
 * Why the forecasting service can't be started, as far as that can be said without delay.
 * @param source Where its Python comes from.
 * @param port Where it is to listen.
 */
export async function findMlLack(source: PythonSource, port: number): Promise<string | undefined> {
  const lack = source.findLack();
  if (lack !== undefined) return lack;
  if ((await tryPort(port)) !== undefined) return undefined;
  return `port ${String(port)} is taken: end what listens there, or set ML_PORT to another`;
}

/**
 * Says that there will be no forecasts, at the terminal and through the API.
 * @param reason Why, in one line.
 */
export async function turnMlOff(reason: string, { dataDir, say }: Pick<MlOptions, 'dataDir' | 'say'>): Promise<void> {
  const told = reason.replace(/\.$/, '');
  await writeMlNotice(dataDir, { state: 'off', reason: told });
  say(`Forecasting is off: ${told}. Everything else runs.`);
}

/**
 * Installs the forecasting service where that is left to do, starts it and keeps it running. Nobody waits for it, and its end is
 * nobody else's.
 * @param options How it is run.
 */
export function startMl(options: MlOptions): StartedMl {
  const { source, port, dataDir, env, say, onLine, rules } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let kept: KeptProcess | undefined;
  const note = (reason: string): Promise<void> => writeMlNotice(dataDir, { state: 'unavailable', reason });

  const start = async (): Promise<void> => {
    await note('the forecasting service is starting');
    const found = await source.install({
      signal,
      onInstalling: () => note("the forecasting service's Python packages are being installed"),
    });
    if ('reason' in found) throw new SetupError(found.reason);
    await note('the forecasting service is starting');
    signal.throwIfAborted();
    kept = startMlProcess({ python: found.python, env, onLine, onCrash: say, ...(rules && { rules }) });
  };
  const begun = start();

  const follow = async (): Promise<void> => {
    await begun;
    if (!kept) return;
    const waiting = new AbortController();
    try {
      await Promise.race([untilMlAnswers(port, AbortSignal.any([signal, waiting.signal])), kept.untilGivenUp]);
    } finally {
      waiting.abort();
    }
    await writeMlNotice(dataDir, null);
    say('Forecasting is ready.');
    await kept.untilGivenUp;
  };
  follow()
    .catch(async (error: unknown) => {
      if (!signal.aborted) await turnMlOff(messageOf(error), options);
    })
    .catch((error: unknown) => {
      say(`Forecasting is off: ${messageOf(error)}`); // the notice could not be written
    });

  return {
    stop: async () => {
      stopping.abort();
      await begun.catch(() => undefined); // why it could not begin is told above
      await kept?.stop();
      await writeMlNotice(dataDir, null);
    },
    kill: () => {
      stopping.abort();
      kept?.kill();
    },
  };
}
