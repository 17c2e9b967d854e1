import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogFile } from './log-file.js';

describe('LogFile', () => {
  let folder: string;
  let told: string[];
  const tell = (message: string): void => {
    told.push(message);
  };

  beforeEach(() => {
    told = [];
    folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-log-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('moves on when it is full and keeps three old files', () => {
    const log = new LogFile(path.join(folder, 'logs', 'api.log'), tell, 10);
    for (const line of ['first ..', 'second .', 'third ..', 'fourth .', 'fifth ..']) log.write(line);
    log.close();
    const names = ['api.log', 'api.log.1', 'api.log.2', 'api.log.3'];
    expect(readdirSync(path.join(folder, 'logs')).sort()).toEqual(names);
    const texts = names.map((name) => readFileSync(path.join(folder, 'logs', name), 'utf8'));
    expect(texts).toEqual(['fifth ..\n', 'fourth .\n', 'third ..\n', 'second .\n']);
  });

  it('appends to what an earlier run wrote', () => {
    for (const line of ['one', 'two']) {
      const log = new LogFile(path.join(folder, 'api.log'), tell);
      log.write(line);
      log.close();
    }
    expect(readFileSync(path.join(folder, 'api.log'), 'utf8')).toBe('one\ntwo\n');
  });

  it('drops what a full disk has no room for, says so once, and writes again when there is room', () => {
    const file = path.join(folder, 'api.log');
    symlinkSync('/dev/full', file);
    const log = new LogFile(file, tell);
    log.write('lost');
    log.write('lost, too');
    expect(told).toEqual([expect.stringMatching(/api\.log loses lines \(ENOSPC.*\): make room/)]);
    rmSync(file);
    log.write('kept');
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('kept\n');
    expect(told).toHaveLength(1);
  });

  it('outlives that it can not move on, and goes on when it can', () => {
    const file = path.join(folder, 'api.log');
    const log = new LogFile(file, tell, 10);
    log.write('first ..');
    mkdirSync(`${file}.3`); // the oldest can't be removed
    log.write('lost');
    log.write('lost, too');
    expect(told).toHaveLength(1);
    rmdirSync(`${file}.3`);
    log.write('second .');
    log.close();
    expect(readFileSync(file, 'utf8')).toBe('second .\n');
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('first ..\n');
  });

  it('writes nothing more once it is closed', () => {
    const log = new LogFile(path.join(folder, 'api.log'), tell);
    log.write('one');
    log.close();
    log.write('two');
    log.close();
    expect(readFileSync(path.join(folder, 'api.log'), 'utf8')).toBe('one\n');
    expect(told).toEqual([]);
  });
});
