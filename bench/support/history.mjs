/** A site's past, brought in as a user would: by `tidemark import access-log`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createSession, createVisitor, toLogLine } from './visitors.mjs';

const DAY_MS = 86_400_000;
const VIEWS_PER_SESSION = 3;
const cli = fileURLToPath(new URL('../../cli/dist/tidemark.js', import.meta.url));

function makeDay(site, midnightMs, views) {
  const lines = [];
  while (lines.length < views) {
    const session = createSession(createVisitor(), { site });
    let atMs = midnightMs + Math.random() * (DAY_MS - 600_000);
    for (let view = 0; view < 1 + Math.random() * 2 * (VIEWS_PER_SESSION - 1); view += 1) {
      lines.push({ atMs, line: toLogLine(session, new Date(atMs)) });
      atMs += Math.random() * 60_000;
    }
  }
  return lines.sort((a, b) => a.atMs - b.atMs).map(({ line }) => `${line}\n`);
}

/** Gives the site so many days of views, the last one yesterday (UTC). */
export async function importHistory({ site, days, viewsPerDay, folder, env }) {
  const file = path.join(folder, 'history.log');
  const out = createWriteStream(file);
  const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (let day = days; day >= 1; day -= 1) {
    if (!out.write(makeDay(site, todayMs - day * DAY_MS, viewsPerDay).join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  const words = [cli, 'import', 'access-log', file, '--site', site, '--quiet'];
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`The history could not be imported (${code}):\n${report}`);
}
