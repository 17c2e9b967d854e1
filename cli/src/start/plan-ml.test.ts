import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig, tryPort } from '@tidemark/api';
import { planParts } from './parts.js';
import { planMl, type MlPlan } from './plan-ml.js';
import type { Running } from './running.js';

let dataDir: string;
let said: string[];
let running: Running[];

function plan(names: string[], env: Record<string, string>, lack?: string): Promise<MlPlan | undefined> {
  const install = () => Promise.reject(new Error('nothing is installed before everything else runs'));
  return planMl(
    {
      config: loadConfig(env),
      dataDir,
      plan: planParts(names),
      python: { findLack: () => lack, install },
      say: (line) => said.push(line),
      signal: new AbortController().signal,
    },
    running,
  );
}

const notice = (): unknown => JSON.parse(readFileSync(path.join(dataDir, 'ml-notice.json'), 'utf8'));

const GIVEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'tidemark-plan-ml-'));
  said = [];
  running = [];
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

describe('planMl', () => {
  it('tells the API where the service will be, with a token of the data folder or the given one', async () => {
    const ML_PORT = String(await tryPort(0));
    const first = await plan([], { ML_PORT });
    expect(first?.apiEnv).toEqual({
      ML_URL: `http://127.0.0.1:${ML_PORT}`,
      ML_TOKEN: readFileSync(path.join(dataDir, 'secrets', 'ml-token'), 'utf8').trim(),
    });
    expect((await plan(['ml'], { ML_PORT }))?.apiEnv).toEqual(first?.apiEnv);
    expect((await plan([], { ML_PORT, ML_TOKEN: GIVEN }))?.apiEnv.ML_TOKEN).toBe(GIVEN);
    expect(said).toEqual([]);
  });

  it('starts none where ML_URL names one', async () => {
    expect(await plan([], { ML_URL: 'http://ml:8001', ML_TOKEN: GIVEN }, 'no Python')).toBeUndefined();
    expect(said).toEqual([]);
    expect(notice).toThrow();
  });

  it.each([
    ['it was not asked for', ['api'], undefined, /was not started/, 0],
    ['there is no Python for it', [], 'no Python', /no Python/, 1],
  ])('starts none where %s, and notes it until all is stopped', async (_why, names, lack, reason, lines) => {
    expect(await plan(names, {}, lack)).toBeUndefined();
    expect(notice()).toMatchObject({ state: 'off' });
    expect(JSON.stringify(notice())).toMatch(reason);
    expect(said).toHaveLength(lines);
    for (const { stop } of running) await stop();
    expect(notice).toThrow();
  });
});
