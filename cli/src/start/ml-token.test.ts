import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadMlToken } from './ml-token.js';

let folder: string;
const file = (): string => path.join(folder, 'secrets', 'ml-token');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-ml-token-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('loadMlToken', () => {
  it('makes a token once, for its owner alone', async () => {
    const [one, another] = await Promise.all([loadMlToken(folder), loadMlToken(folder).catch(() => 'too early')]);
    expect(await loadMlToken(folder)).toBe(readFileSync(file(), 'utf8').trim());
    expect([one, another]).toContain(await loadMlToken(folder));
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'short', 'two words that are long enough'])('refuses %j in its place', async (text) => {
    await loadMlToken(folder);
    writeFileSync(file(), text);
    await expect(loadMlToken(folder)).rejects.toThrow('is damaged: delete it');
  });
});
