/** The forecasting service as its users run it: a process of its own, with a temporary data folder. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonEnv } from '../../scripts/python-tools.mjs';
import { endProcess, freePort } from './api-process.mjs';
import { watchUsage } from './process-usage.mjs';

const READY_WITHIN_MS = 120_000;

async function whenUp(url) {
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    const response = await fetch(`${url}/health`).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`the service did not become ready within ${READY_WITHIN_MS / 1_000} s: its log stands above.`);
}

/** Asks the service; what isn't an answer is an error. */
function createClient(url, token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (where, question) => {
    const body = question && JSON.stringify(question);
    const response = await fetch(`${url}${where}`, { method: body ? 'POST' : 'GET', headers, ...(body && { body }) });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${where} was answered with ${response.status}: ${answer.detail}`);
    return answer;
  };
}

/** Starts the service and lets `work({ ask, pid, readySeconds, usage })` use it, then ends it and removes everything again. */
export async function withMl(python, work) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
  const port = await freePort();
  const token = randomBytes(16).toString('hex');
  const beganMs = performance.now();
  const service = spawn(python, ['-m', 'tidemark_ml', 'serve'], {
    env: {
      ...pythonEnv(),
      ML_HOST: '127.0.0.1',
      ML_PORT: String(port),
      ML_TOKEN: token,
      TIDEMARK_DATA_DIR: folder,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { usage, stop } = watchUsage(service.pid);
  let isEnding = false;
  const died = once(service, 'exit').then(([code, signal]) => {
    if (!isEnding) throw new Error(`the service ended by itself, with ${code ?? signal}: its log stands above.`);
  });
  const interrupted = new Promise((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await Promise.race([whenUp(url), died, interrupted]);
    const readySeconds = (performance.now() - beganMs) / 1_000;
    const ask = createClient(url, token);
    return await Promise.race([work({ ask, pid: service.pid, readySeconds, usage }), died, interrupted]);
  } finally {
    isEnding = true;
    stop();
    await endProcess(service);
    await rm(folder, { recursive: true, force: true });
  }
}
