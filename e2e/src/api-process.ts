import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { SignIn } from '@tidemark/contracts';
import { until } from './until.js';

/** The built API, as `npm start` runs it. */
export const API_MAIN = fileURLToPath(new URL('../../api/dist/main.js', import.meta.url));

/** Whom an API that runs on an empty database lets in. */
export const ADMIN = { email: 'owner@example.com', password: 'correct horse battery 9' };

/** An API in a process of its own. */
export interface RunningApi {
  child: ChildProcess;
  url: string;
  /** What lets the admin in. */
  headers: { Authorization: string };
  output: () => string;
}

/** A free port below those that the system hands out by itself: no other test gets it before the API does. */
export async function findPort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false, // it's taken
    );
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
  throw new Error('No port from 20000 to 31999 is free.');
}

/** Starts one without limits to requests, waits until it's ready, and signs in. */
export async function startApi(databaseUrl: string, env: Record<string, string> = {}): Promise<RunningApi> {
  const port = await findPort();
  const child = fork(API_MAIN, {
    execArgv: [],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: databaseUrl,
      API_PORT: String(port),
      AUTO_REGISTER_SITES: 'true',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      RATE_LIMIT_PER_MINUTE: '0',
      TRACK_RATE_LIMIT_PER_MINUTE: '0',
      ...env,
    },
    silent: true,
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${url}/api/ready`).then(
      (response) => response.ok,
      () => false, // it doesn't listen yet
    );
  await until('the API is ready', isReady, { withinMs: 60_000 }).catch((error: unknown) => {
    throw new Error(`${String(error)} It said: ${output}`);
  });
  return { child, url, headers: await signIn(url), output: () => output };
}

async function signIn(url: string): Promise<RunningApi['headers']> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  return { Authorization: `Bearer ${((await response.json()) as SignIn).access_token}` };
}
