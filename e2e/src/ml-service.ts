import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { until } from './until.js';

const ML_FOLDER = path.join(import.meta.dirname, '../../ml');
const PYTHON = path.join(
  ML_FOLDER,
  '.venv',
  ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
);
/** Written once everything is installed. */
const INSTALLED = path.join(ML_FOLDER, '.venv', '.tidemark-install');

/** `python -m tidemark_ml` that ends with us, however we end: Jest may kill its workers. */
const WITH_PARENT = `
import os, runpy, threading
def end_with_parent():
    os.read(0, 1)
    os._exit(1)
threading.Thread(target=end_with_parent, daemon=True).start()
runpy.run_module("tidemark_ml", run_name="__main__", alter_sys=True)
`;

/** The forecasting service in a process of its own, with a port, a token and a folder that outlive it. */
export interface MlService {
  url: string;
  token: string;
  dataDir: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Asks it past the API. */
  ask(route: string, question?: unknown): Promise<{ status: number; body: unknown }>;
  /** Ends it, and removes its folder. */
  remove(): Promise<void>;
}

/** Whether Python's packages are there, else says what is skipped. In CI nothing is: there it then fails. */
export function hasPython(what: string): boolean {
  if (existsSync(INSTALLED) || process.env['CI']) return true;
  process.stderr.write(`SKIPPED ${what}: Python's packages aren't installed (npm test -- ml installs them).\n`);
  return false;
}

/** Nothing runs until it's started. */
export async function createMlService(): Promise<MlService> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-ml-'));
  const token = randomBytes(16).toString('hex');
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let running: Running | undefined;
  const end = async (signal: NodeJS.Signals) => {
    running?.child.kill(signal);
    await running?.ended;
    running = undefined;
  };
  return {
    url,
    token,
    dataDir,
    start: async () => {
      running = run({ ML_HOST: '127.0.0.1', ML_PORT: String(port), ML_TOKEN: token, TIDEMARK_DATA_DIR: dataDir });
      await untilAnswers(url, running);
    },
    kill: () => end('SIGKILL'),
    ask: async (route, question) => {
      const response = await fetch(`${url}${route}`, {
        method: question === undefined ? 'GET' : 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(question !== undefined && { body: JSON.stringify(question) }),
      });
      return { status: response.status, body: await response.json() };
    },
    remove: async () => {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Running {
  child: ChildProcess;
  ended: Promise<void>;
  /** What it said, and how it ended if it has. */
  output: () => string;
  hasEnded: () => boolean;
}

function run(settings: Record<string, string>): Running {
  const { MLFLOW_TRACKING_URI: _store, TF_SERVING_URL: _serving, ...surroundings } = process.env;
  const child = spawn(PYTHON, ['-c', WITH_PARENT, 'serve'], {
    env: {
      ...surroundings,
      // The sources beside this test, whatever clone the environment was installed for.
      PYTHONPATH: path.join(ML_FOLDER, 'src'),
      MLFLOW_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: 'true',
      ...settings,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let hasEnded = false;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<void>((resolve) => {
    const end = (how: unknown) => {
      output += `\nended: ${String(how)}`;
      hasEnded = true;
      resolve();
    };
    child.once('error', end);
    child.once('exit', (code, signal) => {
      end(signal ?? code);
    });
  });
  return { child, ended, output: () => output, hasEnded: () => hasEnded };
}

async function untilAnswers(url: string, { hasEnded, output }: Running): Promise<void> {
  await until('the forecasting service answers', async () => {
    if (hasEnded()) throw new Error(`The forecasting service did not start: ${output()}`);
    return fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false, // it doesn't listen yet
    );
  });
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
