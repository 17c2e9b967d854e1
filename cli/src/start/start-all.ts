import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startEmbeddedServer } from '@tidemark/api';
import { withDatabase } from '../database.js';
import { ensureDemo } from '../demo/ensure-demo.js';
import { createProgress } from '../progress.js';
import { describeAddresses } from './addresses.js';
import { startApi } from './api-process.js';
import { startDashboard } from './dashboard-server.js';
import { makeFirstAdmin } from './first-admin.js';
import { keepDatabase } from './keep-database.js';
import { forever } from './keep-running.js';
import { describeUrl, findLocalUrl } from './local-address.js';
import { planMl } from './plan-ml.js';
import { createLineKeeper } from './part-log.js';
import { openLog, type Running, type StartContext } from './running.js';
import { untilAborted } from './stop-signals.js';

const dashboardFolder = path.resolve(import.meta.dirname, '../../../dashboard/dist');

/** The database, and what throws when it can't be kept running. */
interface StartedDatabase {
  url: string;
  untilGivenUp: Promise<never>;
}

async function startDatabase({ config, dataDir, say }: StartContext, running: Running[]): Promise<StartedDatabase> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, untilGivenUp: forever };
  const server = await startEmbeddedServer({ dataDir, port: config.pgPort, onProgress: say });
  const kept = keepDatabase(server, { onCrash: say });
  running.push({ name: 'The database', ...kept });
  say(
    `Database on port ${String(server.port)}${server.port === config.pgPort ? '' : ` (${String(config.pgPort)} is taken)`}`,
  );
  return { url: server.url, untilGivenUp: kept.untilGivenUp };
}

async function makeDemo({ config, dataDir, signal, say }: StartContext, databaseUrl: string): Promise<void> {
  const progress = createProgress({ label: 'Making a demo site with two years of visits (DEMO=off to go without)' });
  const onProgress = (done: number, total: number): void => {
    progress.update(done, total);
  };
  try {
    const making = withDatabase(
      databaseUrl,
      { ...config, analytics: { ...config.analytics, dataDir } },
      (installation) => ensureDemo(installation, onProgress),
    );
    const made = await Promise.race([making, untilAborted(signal)]);
    if (made === 'made') say('The demo site is made');
    if (made === 'removed') say('The demo site was unfinished and is removed (npm run tidemark -- demo makes it anew)');
  } finally {
    progress.stop();
  }
}

/**
 * Starts the parts in order. Each is noted in `running` as soon as it runs, so an interrupted start can be undone.
 * @param context What to start, and how.
 * @param running Where what runs is noted.
 * @returns Throws when a part can't be kept running.
 */
export async function startAll(context: StartContext, running: Running[]): Promise<{ untilGivenUp: Promise<never> }> {
  const { config, dataDir, plan, say, signal } = context;
  const { url: databaseUrl, untilGivenUp } = await startDatabase(context, running);
  signal.throwIfAborted();

  const ml = await planMl(context, running);
  const log = openLog('api', context, running);
  const dashboardToken = randomBytes(32).toString('hex');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    API_PORT: String(config.apiPort),
    DASHBOARD_TOKEN: dashboardToken,
    TIDEMARK_DATA_DIR: dataDir,
    ...ml?.apiEnv,
  };
  // The API sees a DATABASE_URL in any case; the default differs between an embedded database and a given one.
  env['AUTO_REGISTER_SITES'] = String(config.isAutoRegistering);
  const onLine = createLineKeeper(log, { name: 'API', isPlainShown: true }, say);
  const api = await startApi({ url: findLocalUrl(config, config.apiPort), env, onLine, onCrash: say, signal });
  running.push({ name: 'The API', ...api });
  signal.throwIfAborted();

  if (plan.isWhole && config.isDemoWanted) await makeDemo(context, databaseUrl);
  signal.throwIfAborted();

  if (plan.parts.has('dashboard')) {
    const stop = await startDashboard({
      folder: dashboardFolder,
      host: config.apiHost,
      port: config.dashboardPort,
      tls: config.tls,
      trustProxy: config.trustProxy,
      api: {
        url: findLocalUrl(config, config.apiPort),
        publicUrl: config.publicUrl ?? describeUrl(config, config.apiPort),
        token: dashboardToken,
      },
      tell: (_level, message) => {
        say(message);
      },
    });
    running.push({ name: 'The dashboard', stop, kill: () => undefined });
  }
  // Last, so that nothing can fail between the making of a password and its being shown.
  const firstAdmin = await makeFirstAdmin(config, databaseUrl);
  say(describeAddresses(config, plan, { dataDir, firstAdmin }));
  if (ml) running.push({ name: 'Forecasting', ...ml.start() });
  return { untilGivenUp: Promise.race([untilGivenUp, api.untilGivenUp]) };
}
