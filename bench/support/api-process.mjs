/** The API as its users run it: a process of its own, on an embedded PostgreSQL in a temporary folder. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, startEmbeddedServer } from '@tidemark/api';

const READY_WITHIN_MS = 60_000;
/** The load comes from one machine: limits per address would measure themselves. */
const NO_RATE_LIMITS = { RATE_LIMIT_PER_MINUTE: '0', TRACK_RATE_LIMIT_PER_MINUTE: '0' };

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Waits until the API at `url` says it's ready. */
export async function whenReady(url) {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    const response = await fetch(`${url}/api/ready`).catch(() => null);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error(`${url} did not become ready within ${READY_WITHIN_MS / 1_000} s: its log stands above.`);
}

/** Ends a child process and waits for its end. */
export async function endProcess(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Rejects when somebody asks us to stop, so that what was started is ended too. */
function whenInterrupted() {
  return new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  });
}

/**
 * Starts a database and an API, lets `work({ url, api, database, env })` use them and removes everything again.
 *
 * @param prepare Called with the environment of the API's programs, before the API starts.
 */
export async function withApi(prepare, work) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
  await chmod(folder, 0o755); // the embedded server's own user passes through
  const interrupted = whenInterrupted();
  let server;
  let api;
  let database;
  const run = async () => {
    server = await startEmbeddedServer({ dataDir: path.join(folder, 'data'), port: 0 });
    const port = await freePort();
    const env = {
      ...process.env,
      ...NO_RATE_LIMITS,
      DATABASE_URL: server.url,
      TIDEMARK_DATA_DIR: path.join(folder, 'tidemark'),
      API_PORT: String(port),
      AUTO_REGISTER_SITES: 'true',
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
    };
    await prepare({ env, folder });
    api = fork(new URL('../../api/dist/main.js', import.meta.url), {
      env,
      execArgv: ['--import', new URL('report-usage.mjs', import.meta.url).href],
    });
    const died = once(api, 'exit').then(([code, signal]) => {
      throw new Error(`the API ended by itself, with ${code ?? signal}: its log stands above.`);
    });
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([whenReady(url), died]);
    database = await connectDatabase(server.url);
    return await Promise.race([work({ url, api, database, env, folder }), died]);
  };
  try {
    return await Promise.race([run(), interrupted]);
  } finally {
    if (api) await endProcess(api);
    await database?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
