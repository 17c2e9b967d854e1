/** Runs `tidemark` commands as their users do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../cli/dist/tidemark.js', import.meta.url));
const usageHook = new URL('report-usage.mjs', import.meta.url).href;

/**
 * Resolves, once the command has ended well, with what it printed, the seconds it took and the most memory it held.
 *
 * @param words what follows the program's name
 */
export async function runTidemark(words, env) {
  const beganMs = performance.now();
  const child = spawn(process.execPath, ['--import', usageHook, cli, ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let peakMb = 0;
  child.on('message', (usage) => (peakMb = usage.peakMb));
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  process.off('exit', endWithUs);
  if (code !== 0) throw new Error(`tidemark ${words.join(' ')} ended with ${code}:\n${output}`);
  return { output, seconds: (performance.now() - beganMs) / 1_000, peakMb };
}

/** Gives a site so many simulated days, the last one yesterday (UTC) unless said otherwise. */
export function simulate({ site, days, eventsPerDay, until, through = 'archive' }, env) {
  const words = ['simulate', '--site', site, '--days', days, '--events-per-day', eventsPerDay, '--through', through];
  if (until) words.push('--until', until);
  if (!process.stderr.isTTY) words.push('--quiet');
  return runTidemark(words.map(String), env);
}
