import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine, type Session } from '../events/engine/engine.js';

export interface TestDuckDb extends Session {
  close(): Promise<void>;
}

/** A DuckDB of its own, as the read engine opens it. */
export async function openDuckDb({ threads = 2 }: { threads?: number } = {}): Promise<TestDuckDb> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tidemark-duckdb-'));
  const engine = await Engine.open({ spillDir: dir, memoryMb: 500, threads, timeLimitMs: 60_000 });
  const session = await engine.connect();
  return {
    ...session,
    close: async () => {
      session.connection.closeSync();
      await engine.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
