/** Child processes, for the scripts beside this file. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, '..');

/** A failure whose message says everything; its stack would only confuse. */
export class PlainError extends Error {
  isPlain = true;
}

/** Says what is being done; on stderr, so a command's own output stays clean. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** The words that run npm: the one that started us, if any. */
export function npm(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? [process.execPath, cli, ...args] : ['npm', ...args];
}

/** Node's own words for a tool of node_modules: no shell, no npx. */
export function tool(file, ...args) {
  return [process.execPath, path.join(root, 'node_modules', file), ...args];
}

/** Runs quietly and collects what is said; `{ code, output }`. `onLine` gets each line of stdout as it comes. */
export function runQuietly([program, ...args], { onLine, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}

/** Runs with our terminal and gives the exit code. Ctrl-C reaches the child by itself; we only outlive it. */
export function runVisibly([program, ...args], options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    const passOn = (signal) => child.kill(signal);
    const outlive = () => undefined;
    process.on('SIGTERM', passOn).on('SIGHUP', passOn).on('SIGINT', outlive);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGTERM', passOn).off('SIGHUP', passOn).off('SIGINT', outlive);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
