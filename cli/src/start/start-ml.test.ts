import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tryPort } from '@tidemark/api';
import { findMlLack, startMl, type MlOptions, type PythonSource, type StartedMl } from './start-ml.js';

const rules = { limit: 2, windowMs: 60_000, firstDelayMs: 1 };

let folder: string;
let port: number;
let said: string[];
let lines: string[];
let started: StartedMl | undefined;

/** A stand-in for Python with its packages: a program that is run the same way. */
function writePython(body: string): string {
  const file = path.join(folder, 'python.mjs');
  writeFileSync(file, `#!${process.execPath}\nimport http from 'node:http';\nimport fs from 'node:fs';\n${body}`, {
    mode: 0o755,
  });
  return file;
}

const serving = `
http.createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 404).end())
  .listen(Number(process.env.ML_PORT), '127.0.0.1');
`;

const readNotice = (): unknown => JSON.parse(readFileSync(path.join(folder, 'ml-notice.json'), 'utf8'));

const isNoticeThere = (): boolean => {
  try {
    readNotice();
    return true;
  } catch {
    return false; // none
  }
};

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const hasSaid = (text: string) => (): boolean => said.some((line) => line.includes(text));

function start(source: Partial<PythonSource>, options: Partial<MlOptions> = {}): StartedMl {
  started = startMl({
    source: { findLack: () => undefined, install: () => Promise.resolve({ reason: 'no source' }), ...source },
    port,
    dataDir: folder,
    env: { ...process.env, ML_PORT: String(port) },
    onLine: (line) => lines.push(line),
    say: (line) => said.push(line),
    rules,
    ...options,
  });
  return started;
}

const installed = (body: string): Partial<PythonSource> => {
  const python = writePython(body);
  return { install: () => Promise.resolve({ python }) };
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tidemark-start-ml-'));
  port = (await tryPort(0))!;
  said = [];
  lines = [];
  started = undefined;
});
afterEach(async () => {
  await started?.stop();
  rmSync(folder, { recursive: true });
});

describe('startMl', () => {
  it('says when it is ready, and keeps what the service says', async () => {
    start(installed(`console.log('up'); console.error('mumble');${serving}`));
    await until(hasSaid('Forecasting is ready.'));
    expect(isNoticeThere()).toBe(false);
    await until(() => lines.length === 2);
    expect(lines.sort()).toEqual(['mumble', 'up']);
  });

  it('notes that packages are being installed, until they are', async () => {
    const python = writePython(serving);
    let finish = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      finish = resolve;
    });
    start({
      install: async ({ onInstalling }) => {
        await onInstalling();
        await waiting;
        return { python };
      },
    });
    await until(() => isNoticeThere() && JSON.stringify(readNotice()).includes('installed'));
    expect(readNotice()).toMatchObject({ state: 'unavailable' });
    finish();
    await until(hasSaid('Forecasting is ready.'));
    expect(isNoticeThere()).toBe(false);
  });

  it('is off, with the reason, where the installation fails', async () => {
    start({ install: () => Promise.resolve({ reason: 'pip could not install the packages: no network' }) });
    await until(hasSaid('Forecasting is off'));
    expect(said).toEqual(['Forecasting is off: pip could not install the packages: no network. Everything else runs.']);
    expect(readNotice()).toEqual({ state: 'off', reason: 'pip could not install the packages: no network' });
  });

  it('is off, with its last words, after it crashed too often', async () => {
    start(installed(`console.error('No module named x'); process.exit(3);`));
    await until(hasSaid('Forecasting is off'));
    expect(said).toEqual([
      expect.stringContaining('ended (exit code 3: No module named x); it is started again in'),
      expect.stringContaining('ended (exit code 3: No module named x); it is started again in'),
      'Forecasting is off: The forecasting service ended too often within a minute (last: exit code 3: No module named x). Everything else runs.',
    ]);
    expect(readNotice()).toMatchObject({ state: 'off' });
  });

  it('is off where the Python has gone since', async () => {
    start({ install: () => Promise.resolve({ python: path.join(folder, 'gone') }) });
    await until(hasSaid('Forecasting is off'));
    expect(said.at(-1)).toContain('ENOENT');
  });

  it('starts the service again after a crash', async () => {
    start(
      installed(`
        if (!fs.existsSync('${folder}/crashed')) { fs.writeFileSync('${folder}/crashed', ''); process.kill(process.pid, 'SIGKILL'); }
        ${serving}`),
    );
    await until(hasSaid('Forecasting is ready.'));
    expect(said[0]).toContain('ended (SIGKILL)');
  });

  it('stops the service, and what would outlive it', async () => {
    const ml = start(
      installed(`
        import { spawn } from 'node:child_process';
        const training = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
        console.log(training.pid);
        process.on('SIGTERM', () => process.exit(0));
        ${serving}`),
    );
    await until(hasSaid('Forecasting is ready.'));
    await ml.stop();
    expect(await tryPort(port)).toBe(port);
    const training = Number(lines[0]);
    await until(() => {
      try {
        // A process that nobody has waited for is listed until init does; it runs no more.
        return readFileSync(`/proc/${String(training)}/stat`, 'utf8').includes(') Z ');
      } catch {
        return true; // gone
      }
    });
    expect(said).toEqual(['Forecasting is ready.']);
  });

  it('stops while packages are being installed, and says nothing of a failure', async () => {
    const ml = start({
      install: ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    });
    await until(isNoticeThere);
    await ml.stop();
    expect(said).toEqual([]);
    expect(isNoticeThere()).toBe(false);
  });
});

describe('findMlLack', () => {
  const source = (lack: string | undefined): PythonSource => ({
    findLack: () => lack,
    install: () => Promise.reject(new Error('not asked')),
  });

  it('names what is missing of Python', async () => {
    expect(await findMlLack(source('Python is missing'), port)).toBe('Python is missing');
  });

  it('names a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    expect(await findMlLack(source(undefined), port)).toContain(`port ${String(port)} is taken`);
    await new Promise((resolve) => other.close(resolve));
    expect(await findMlLack(source(undefined), port)).toBeUndefined();
  });
});
