import { loadSecret, writeMlNotice } from '@tidemark/api';
import { createMlEnv } from './ml-env.js';
import { createLineKeeper } from './part-log.js';
import { openLog, type Running, type StartContext } from './running.js';
import { findMlLack, startMl, turnMlOff, type StartedMl } from './start-ml.js';

/** A forecasting service that is going to be started. */
export interface MlPlan {
  /** Tells the API where it will be. */
  apiEnv: { ML_URL: string; ML_TOKEN: string };
  start: () => StartedMl;
}

/**
 * Says whether a forecasting service is started here, before the API is: it is told where.
 * @param context What to start, and how.
 * @param running Where what runs is noted.
 * @returns Undefined where none is: ML_URL names one elsewhere, it wasn't asked for, or can't be had.
 */
export async function planMl(context: StartContext, running: Running[]): Promise<MlPlan | undefined> {
  const { config, dataDir, plan, python, say } = context;
  await writeMlNotice(dataDir, null); // one of a supervisor that was killed
  if (config.mlUrl !== undefined) return undefined;
  const clear = {
    name: 'The notice',
    stop: () => writeMlNotice(dataDir, null),
    kill: () => undefined,
  };
  if (!plan.parts.has('ml')) {
    running.push(clear);
    await writeMlNotice(dataDir, { state: 'off', reason: 'it was not started: npm start -- api ml starts it' });
    return undefined;
  }
  const lack = await findMlLack(python, config.mlPort);
  if (lack !== undefined) {
    running.push(clear);
    await turnMlOff(lack, { dataDir, say });
    return undefined;
  }
  const token = config.mlToken ?? (await loadSecret(dataDir, 'ml-token'));
  return {
    apiEnv: { ML_URL: `http://127.0.0.1:${String(config.mlPort)}`, ML_TOKEN: token },
    start: () =>
      startMl({
        source: python,
        port: config.mlPort,
        dataDir,
        env: createMlEnv(process.env, { config, dataDir, token }),
        onLine: createLineKeeper(openLog('ml', context, running), { name: 'Forecasting', isPlainShown: false }, say),
        say,
      }),
  };
}
