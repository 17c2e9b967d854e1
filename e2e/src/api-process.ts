import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

/** The built API, as `npm start` runs it. */
export const API_MAIN = fileURLToPath(new URL('../../api/dist/main.js', import.meta.url));

/** An API in a process of its own. */
export interface RunningApi {
  child: ChildProcess;
  url: string;
  output: () => string;
}

/** Starts one, and waits until it's ready. */
export async function startApi(databaseUrl: string, env: Record<string, string> = {}): Promise<RunningApi> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const child = fork(API_MAIN, {
    execArgv: [],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: databaseUrl,
      API_PORT: String(port),
      AUTO_REGISTER_SITES: 'true',
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
  return { child, url, output: () => output };
}
