import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, type Database } from '../db/index.js';
import { startEmbeddedServer, type EmbeddedServer } from '../db/embedded-server.js';
import { createLogger } from '../logger.js';
import { readJobStatus } from './read-job-status.js';
import { startJobs } from './start-jobs.js';
import { createGate, createRecorder, until } from './testing/test-queue.js';

const settings = { shared_buffers: '16MB' };
const logger = createLogger('silent');
let dataDir: string;
let server: EmbeddedServer;
let database: Database;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-jobs-'));
  server = await startEmbeddedServer({ dataDir, port: 0, settings });
  database = await connectDatabase(server.url);
}, 60_000);
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true });
});

describe('a database that goes away and comes back', () => {
  it('costs neither a worker nor the outcome of a job that ended meanwhile', async () => {
    const { job, begun, open } = createGate('outlasting');
    const jobs = await startJobs({ pool: database.pool, logger, jobs: [job] });
    await jobs.enqueue('outlasting', { n: 1 });
    await until(() => begun.length === 1);
    await server.stop();
    open();
    await expect(jobs.enqueue('outlasting', { n: 2 })).rejects.toThrow();
    await sleep(500);
    server = await startEmbeddedServer({ dataDir, port: server.port, settings });
    await until(async () => (await readJobStatus(database.pool))[0]?.running === 0);
    await jobs.enqueue('outlasting', { n: 3 });
    await until(() => begun.length === 2);
    expect(begun).toEqual([1, 3]);
    await jobs.stop();
  }, 60_000);

  it('lets the process stop meanwhile', async () => {
    const { job } = createRecorder('idle');
    const jobs = await startJobs({ pool: database.pool, logger, jobs: [job] });
    await server.stop();
    await jobs.stop();
    expect(database.pool.totalCount - database.pool.idleCount).toBe(0);
    server = await startEmbeddedServer({ dataDir, port: server.port, settings });
  }, 60_000);
});
