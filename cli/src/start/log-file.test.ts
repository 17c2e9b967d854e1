import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogFile } from './log-file.js';

describe('LogFile', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-log-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('moves on when it is full and keeps three old files', () => {
    const log = new LogFile(path.join(folder, 'logs', 'api.log'), 10);
    for (const line of ['first ..', 'second .', 'third ..', 'fourth .', 'fifth ..']) log.write(line);
    log.close();
    const names = ['api.log', 'api.log.1', 'api.log.2', 'api.log.3'];
    expect(readdirSync(path.join(folder, 'logs')).sort()).toEqual(names);
    const texts = names.map((name) => readFileSync(path.join(folder, 'logs', name), 'utf8'));
    expect(texts).toEqual(['fifth ..\n', 'fourth .\n', 'third ..\n', 'second .\n']);
  });

  it('appends to what an earlier run wrote', () => {
    for (const line of ['one', 'two']) {
      const log = new LogFile(path.join(folder, 'api.log'));
      log.write(line);
      log.close();
    }
    expect(readFileSync(path.join(folder, 'api.log'), 'utf8')).toBe('one\ntwo\n');
  });
});
