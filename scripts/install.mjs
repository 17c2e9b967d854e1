/** Installs npm packages, only when package-lock.json has changed since. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError, npm, root, runQuietly, say } from './process.mjs';

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/** Whether what npm wrote down as installed is what the lock file asks for; packages of other platforms may be missing. */
function isInstalled(folder) {
  const installed = readPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  if (!installed) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (!name.includes('node_modules/') || entry.link) return true;
    return installed[name]
      ? installed[name].version === entry.version
      : entry.optional || entry.devOptional || entry.peer;
  });
}

/**
 * Makes node_modules match the lock file; a stamp with its hash tells the next run that nothing is to do.
 * @param folder The folder of package-lock.json.
 */
export async function install(folder = root) {
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  const platform = `${process.platform}-${process.arch}`;
  const hash = createHash('sha256').update(lock).update(platform).digest('hex');
  const stamp = path.join(folder, 'node_modules', '.tidemark-install');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalled(folder)) {
    const began = Date.now();
    say(
      `Installing packages${folder === root ? '' : ` for ${path.basename(folder)}/`} (a minute or two the first time)`,
    );
    // NODE_ENV=production in the surroundings would leave out what builds and tests.
    const words = npm('ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error');
    // On a terminal npm shows its own progress on stderr.
    const { code, output } = await runQuietly(words, {
      cwd: folder,
      stdio: ['ignore', 'pipe', process.stderr.isTTY ? 'inherit' : 'pipe'],
    });
    if (code !== 0) {
      if (output) say(output);
      throw new PlainError('The packages could not be installed: npm says why above.');
    }
    say(`Packages installed in ${Math.round((Date.now() - began) / 1000)} s`);
  }
  writeFileSync(stamp, hash);
}
