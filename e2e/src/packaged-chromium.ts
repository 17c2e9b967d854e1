import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the unpacked browser lies, and what its process needs in its environment. */
export interface PackagedChromium {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/**
 * Unpacks the Chromium of `@sparticuz/chromium` once per version and user, and says how to start it. The package is
 * made for AWS Lambda: NSS and fonts, which a bare machine lacks, come from its Lambda bundle, through
 * `LD_LIBRARY_PATH` and a fontconfig file of our own.
 *
 * @throws Error where the package's binary can't run (it's built for Linux on x64).
 */
export async function unpackChromium(): Promise<PackagedChromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium found: install one, or name one in CHROMIUM_PATH.');
  }
  const folder = join(tmpdir(), `tidemark-chromium-${await readPackageVersion()}-${String(userInfo().uid)}`);
  if (!(await isUnpacked(folder))) await unpackInto(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  };
}

/**
 * Whether the browser lies there, unpacked by this user: anyone may make a folder of that name in a shared temporary
 * folder, and what lies in it is going to be run.
 */
async function isUnpacked(folder: string): Promise<boolean> {
  if (!existsSync(join(folder, 'chromium'))) return false;
  const { uid } = await lstat(folder);
  if (uid !== userInfo().uid) throw new Error(`${folder} belongs to another user; remove it, or set CHROMIUM_PATH.`);
  return true;
}

/** The package's exports hide its package.json, so it's read from beside its entry point. */
async function readPackageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const parts = JSON.parse(await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return parts.version;
}

/**
 * The package takes a half-written file of another process for a finished one, so it unpacks into a folder of our own,
 * which gets its name only when complete. It reads TMPDIR and pretends to be on Lambda only in a process of its own.
 */
async function unpackInto(folder: string): Promise<void> {
  // What a cleaner of old files has left, if anything.
  if (!existsSync(join(folder, 'chromium'))) await rm(folder, { recursive: true, force: true });
  const staging = await mkdtemp(`${folder}-`);
  try {
    const script = "import('@sparticuz/chromium').then((module) => module.default.executablePath())";
    await run(process.execPath, ['-e', script], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    await writeFile(join(staging, 'fonts.conf'), describeFonts(folder));
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Another process was faster: its folder serves as well.
    if (!(await isUnpacked(folder))) throw new Error('The packaged Chromium could not be unpacked.', { cause: error });
  }
}

function describeFonts(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
