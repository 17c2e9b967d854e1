import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const INSTALL_HOLD = new URL('../../scripts/install-hold.mjs', import.meta.url).href;
const { takeHold } = (await import(INSTALL_HOLD)) as {
  takeHold: (file: string, options: { clearUp: () => void; signal: AbortSignal }) => Promise<void>;
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-hold-'));
  file = path.join(folder, '.venv.installing');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What comes of an attempt that doesn't wait for anybody. */
async function tryHold(): Promise<'taken' | 'taken after clearing up' | 'held by another'> {
  let isCleared = false;
  const clearUp = (): void => {
    isCleared = true;
  };
  return takeHold(file, { clearUp, signal: AbortSignal.abort() }).then(
    () => (isCleared ? 'taken after clearing up' : 'taken'),
    () => 'held by another',
  );
}

/** A process that holds the file for as long as it lives. */
async function startHolder() {
  const program = `
    const { takeHold } = await import(${JSON.stringify(INSTALL_HOLD)});
    await takeHold(${JSON.stringify(file)}, {});
    process.on('message', () => undefined).send('held');`;
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: [...stdio] });
  await once(holder, 'message');
  return holder;
}

it('is taken where nobody holds it', async () => {
  expect(await tryHold()).toBe('taken');
});

it('is waited for while another process holds it, and cleared up after one that was killed', async () => {
  const holder = await startHolder();
  expect(await tryHold()).toBe('held by another');
  const exited = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exited;
  expect(await tryHold()).toBe('taken after clearing up');
});

it("isn't waited for where another process has the number that its holder had", async () => {
  const holder = await startHolder();
  const [pid] = (await readFile(file, 'utf8')).split('\n');
  for (const mark of [`${pid}\nbefore the restart\n`, pid ?? '']) {
    await writeFile(file, mark);
    expect(await tryHold()).toBe('taken after clearing up');
  }
  holder.kill('SIGKILL');
});

it('is cleared up after what this process itself was called off from', async () => {
  await tryHold();
  expect(await tryHold()).toBe('taken after clearing up');
});
