import { spawn } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { findClusterDir, recogniseServer } from './server-process.js';

describe('the process of a server', () => {
  it.each([
    ['PostgreSQL', '/opt/bin/postgres\0-D\0/data/my folder/postgres\0', '/data/my folder/postgres'],
    ['PostgreSQL with more options', 'postgres\0-p\x005433\0-D\0/data\0', '/data'],
    ['PostgreSQL without a folder', 'postgres\0-D', undefined],
    ['a backend, whose title is its own', 'postgres: tidemark tidemark 127.0.0.1(5000) idle\0', undefined],
    ['another program', '/usr/bin/less\0-D\0/data\0', undefined],
    ['nothing', '', undefined],
  ])('is known by how it was called: %s', (_, commandLine, folder) => {
    expect(findClusterDir(commandLine)).toBe(folder);
  });

  it('is none that stands elsewhere, or is gone', async () => {
    const stranger = spawn('sleep', ['30'], { cwd: '/' });
    expect(await recogniseServer(stranger.pid ?? 0, import.meta.dirname)).toBe('other');
    stranger.kill();
    expect(await recogniseServer(99_999_999, import.meta.dirname)).toBe('other');
  });
});
