/** The API as its users run it: a process of its own, on an embedded PostgreSQL in a temporary folder. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDatabase, startEmbeddedServer } from '@tidemark/api';
import { ADMIN, signIn } from './sign-in.mjs';

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
 * Starts a database and lets `work({ env, database, folder })` use it, then removes everything again. `env` is what the
 * API's programs need to know.
 *
 * @param keptFolder where things lie instead of a temporary folder, and are left for the next time
 */
export async function withInstallation(work, { keptFolder } = {}) {
  const folder = keptFolder ? path.resolve(keptFolder) : await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755); // the embedded server's own user passes through
  const interrupted = whenInterrupted();
  let server;
  let database;
  const run = async () => {
    server = await startEmbeddedServer({ dataDir: path.join(folder, 'data'), port: 0 });
    const env = {
      ...process.env,
      ...NO_RATE_LIMITS,
      ...ADMIN,
      DATABASE_URL: server.url,
      TIDEMARK_DATA_DIR: path.join(folder, 'tidemark'),
      AUTO_REGISTER_SITES: 'true',
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
      UV_THREADPOOL_SIZE: '16', // as npm start sets it
    };
    database = await connectDatabase(server.url);
    return await work({ env, database, folder });
  };
  try {
    return await Promise.race([run(), interrupted]);
  } finally {
    await database?.close();
    await server?.stop();
    if (!keptFolder) await rm(folder, { recursive: true, force: true });
  }
}

/** Starts an API on an installation and lets `work({ url, headers, memory })` use it, then ends it. `headers` let in. */
export async function withApi(env, work) {
  const port = await freePort();
  const api = fork(new URL('../../api/dist/main.js', import.meta.url), {
    env: { ...env, API_PORT: String(port) },
    execArgv: ['--import', new URL('report-usage.mjs', import.meta.url).href],
  });
  const memory = { samples: [], peakMb: 0 };
  api.on('message', ({ atMs, rssMb, peakMb }) => {
    memory.samples.push({ atMs, rssMb });
    memory.peakMb = peakMb;
  });
  let isEnding = false;
  const died = once(api, 'exit').then(([code, signal]) => {
    if (!isEnding) throw new Error(`the API ended by itself, with ${code ?? signal}: its log stands above.`);
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([whenReady(url), died]);
    const headers = await signIn(url);
    return await Promise.race([work({ url, headers, memory }), died]);
  } finally {
    isEnding = true;
    await endProcess(api);
  }
}
