/**
 * Adds to package-lock.json what npm left out: optional packages for other platforms that the registry in use doesn't carry.
 * Without them `npm ci` says that the lock file and package.json are not in sync. Run after adding or updating a package.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, say } from './process.mjs';

const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/** Names such as `@swc/core-linux-arm-gnueabihf` say for what system and processor they are. */
function readPlatform(name) {
  const words = path.basename(name).split(/[-_]/);
  const system = systems.find((known) => words.includes(known));
  const processor = processors.find((known) => words.includes(known)) ?? (words.includes('arm') ? 'arm' : undefined);
  return { ...(processor && { cpu: [processor] }), ...(system && { os: [system] }) };
}

/** Whether a package is found from `parent`, looked for as Node does: in each node_modules on the way up. */
function isListed(packages, parent, name) {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isListed(lock.packages, parent, name)) continue;
    const version = range.replace(/^[\^~]/, '');
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev && { dev: true }),
      optional: true,
      ...readPlatform(name),
    };
    added++;
  }
}
if (added > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
say(`${added} optional packages added to package-lock.json`);
