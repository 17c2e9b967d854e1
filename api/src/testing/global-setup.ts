import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedServer } from '../db/embedded-server.js';
import { RUN_NAME, SERVER_URL, shareServer } from './test-run.js';

/** Speed over safety: what these servers hold is thrown away. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' };

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts the one database server of a test run, unless `TIDEMARK_TEST_DATABASE_URL` names one. */
export default async function startTestServer(): Promise<void> {
  process.env[RUN_NAME] = randomBytes(4).toString('hex');
  const given = process.env['TIDEMARK_TEST_DATABASE_URL'];
  if (given) {
    process.env[SERVER_URL] = given;
    return;
  }
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-test-'));
  const server = await startEmbeddedServer({ dataDir, port: 0, settings });
  const remove = (): void => {
    rmSync(dataDir, { recursive: true, force: true });
  };
  // Jest doesn't run its teardown when it is interrupted; the server, in a session of its own, would stay.
  const stopNow = (): void => {
    server.stopNow();
    remove();
  };
  const interrupt = (signal: NodeJS.Signals): void => {
    process.exitCode = signal === 'SIGINT' ? 130 : 143;
    process.exit();
  };
  process.on('exit', stopNow);
  for (const signal of signals) process.on(signal, interrupt);
  process.env[SERVER_URL] = server.url;
  shareServer({
    stop: async () => {
      process.off('exit', stopNow);
      for (const signal of signals) process.off(signal, interrupt);
      await server.stop();
      remove();
    },
  });
}
