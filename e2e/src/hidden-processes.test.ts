import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmbeddedServer, type EmbeddedServer } from '@tidemark/api';

const CLI = fileURLToPath(new URL('../../cli/dist/tidemark.js', import.meta.url));
/** A program is run so as containers run it as root: where processes of other users stand isn't told to it. */
const WITHOUT_PTRACE = ['--bounding-set=-sys_ptrace', '--inh-caps=-sys_ptrace'];
const canHide = process.getuid?.() === 0 && spawnSync('setpriv', [...WITHOUT_PTRACE, 'true']).status === 0;

let dataDir: string;
let server: EmbeddedServer;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'tidemark-hidden-'));
  server = await startEmbeddedServer({ dataDir, port: 0, settings: { shared_buffers: '16MB' } });
});
afterEach(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true });
});

function listSites(): { status: number | null; stdout: string; stderr: string } {
  const args = [...WITHOUT_PTRACE, process.execPath, CLI, 'site', 'list'];
  const env = { PATH: process.env['PATH'], TIDEMARK_DATA_DIR: dataDir };
  const { status, stdout, stderr } = spawnSync('setpriv', args, { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}
const answer = { status: 0, stdout: expect.stringMatching(/^No site yet\./), stderr: '' };

// Only root can give up the right, and only root's server runs as another user.
(canHide ? describe : describe.skip)('a command as root that is not told of processes of other users', () => {
  it('uses the server that runs', () => {
    expect(listSites()).toEqual(answer);
  });

  it('stops one that was left behind, and works on its data', async () => {
    await rm(path.join(dataDir, 'tidemark.lock'));
    expect(listSites()).toEqual(answer);
  });
});
