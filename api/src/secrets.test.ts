import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSecret } from './secrets.js';

let folder: string;
const file = (): string => path.join(folder, 'secrets', 'a-secret');
const load = (): Promise<string> => loadSecret(folder, 'a-secret');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-secret-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a secret of the installation', () => {
  it('is made once, for its owner alone, also when several want it at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, load));
    expect(new Set(all)).toEqual(new Set([readFileSync(file(), 'utf8').trim()]));
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
    expect([statSync(file()).mode & 0o777, statSync(path.dirname(file())).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await loadSecret(folder, 'another')).not.toBe(all[0]);
  });

  it.each(['', 'short', 'two words that are long enough to be one'])('is not %j', async (text) => {
    await load();
    writeFileSync(file(), text);
    await expect(load()).rejects.toThrow('is damaged: delete it');
  });
});
