/**
 * Lines a second of `tidemark import access-log`, on a real log where the shared data is present (else a made one) and on
 * a large one made of it: by the clock, and by the importing process's own CPU time, which is what one core can do. The
 * large one's peak memory at a third and at the end shows whether it is flat; importing it twice, that nothing is added.
 *
 *   npm run bench -- import [--lines 600000]
 */
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { connectDatabase, startEmbeddedServer } from '@tidemark/api';
import { shiftLines } from './support/shift-lines.mjs';

const { values } = parseArgs({ options: { lines: { type: 'string', default: '600000' } } });
const wantedLines = Number(values.lines);
const shared = process.env.TIDEMARK_SHARED ?? fileURLToPath(new URL('../../shared', import.meta.url));
const realLog = path.join(shared, 'data/access_logs/semicomplete_apache_combined.log.gz');
const cli = fileURLToPath(new URL('../cli/dist/tidemark.js', import.meta.url));
const usageHook = new URL('support/report-usage.mjs', import.meta.url).href;

/** Where there is no real log: pages, assets, a bot and a few browsers, in an order that is the same each time. */
function makeLines(count) {
  const agents = [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  ];
  const two = (number) => String(number).padStart(2, '0');
  return Array.from({ length: count }, (_, index) => {
    const second = index * 30;
    const time = `${two(17 + Math.floor(second / 86_400))}/May/2015:${two(Math.floor(second / 3_600) % 24)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)} +0000`;
    const target = index % 3 === 0 ? `/images/${index % 90}.png` : `/articles/${index % 300}`;
    return `198.51.${index % 100}.${(index * 7) % 250} - - [${time}] "GET ${target} HTTP/1.1" 200 512 "-" "${agents[index % agents.length]}"`;
  });
}

async function writeLog(file, lines, wanted) {
  const out = createWriteStream(file);
  let written = 0;
  for (let copy = 0; written < wanted; copy += 1) {
    const chunk = [...shiftLines(lines, copy)].slice(0, wanted - written);
    written += chunk.length;
    if (!out.write(chunk.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

const children = new Set();
async function importLog(file, site, env) {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', usageHook, cli, 'import', 'access-log', file, '--site', site, '--quiet'],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  children.add(child);
  const samples = [];
  child.on('message', (sample) => samples.push(sample));
  const [report, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  children.delete(child);
  if (code !== 0) throw new Error(`the import ended with ${code}:\n${report}`);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const count = (label) => Number((new RegExp(`${label} +([\\d,]+)`).exec(report)?.[1] ?? 'NaN').replaceAll(',', ''));
  const last = samples.at(-1);
  // The import begins about a second after the program, and is followed by the rollup of its days.
  const importMs = (count('lines read') / count('lines a second')) * 1_000;
  const third = samples.findLast(({ atMs }) => atMs <= 1_000 + importMs / 3) ?? last;
  return {
    lines: count('lines read'),
    added: count('page views added'),
    ownPerSecond: count('lines a second'),
    wallSeconds,
    cpuSeconds: last.cpuMs / 1_000,
    startCpuSeconds: samples[0].cpuMs / 1_000,
    peakAtThirdMb: third.peakMb,
    peakMb: last.peakMb,
  };
}

function print(name, run) {
  const perSecond = (seconds) => Math.round(run.lines / seconds).toLocaleString('en-US');
  console.log(
    `${name.padEnd(12)} ${run.lines.toLocaleString('en-US')} lines, ${run.added.toLocaleString('en-US')} views added\n` +
      `  whole process      ${run.wallSeconds.toFixed(2)} s (${perSecond(run.wallSeconds)} lines/s), CPU ${run.cpuSeconds.toFixed(2)} s (${perSecond(run.cpuSeconds)} lines per CPU second)\n` +
      `  the import itself  ${run.ownPerSecond.toLocaleString('en-US')} lines/s by the clock\n` +
      `  peak memory        ${run.peakAtThirdMb} MB at a third of the import, ${run.peakMb} MB at the end`,
  );
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-bench-'));
await chmod(folder, 0o755); // the embedded server's own user passes through
let server;
let database;
try {
  const isReal = existsSync(realLog);
  const lines = isReal
    ? (await text(createReadStream(realLog).pipe(createGunzip()).setEncoding('latin1'))).split('\n').filter(Boolean)
    : makeLines(10_000);
  const small = isReal ? realLog : path.join(folder, 'small.log');
  const large = path.join(folder, 'large.log');
  if (!isReal) await writeLog(small, lines, lines.length);
  await writeLog(large, lines, wantedLines);

  server = await startEmbeddedServer({ dataDir: path.join(folder, 'data'), port: 0 });
  const env = { DATABASE_URL: server.url, TIDEMARK_DATA_DIR: path.join(folder, 'cli') };
  const nothing = path.join(folder, 'empty.log');
  createWriteStream(nothing).end();
  await importLog(nothing, 'warm-up.example', env); // makes the schema
  const load = (await readFile('/proc/loadavg', 'utf8').catch(() => os.loadavg().join(' '))).trim();
  console.log(`load ${load}, ${os.availableParallelism()} cores\n`);
  print(isReal ? 'real log' : 'small log', await importLog(small, 'small.example', env));
  print('large log', await importLog(large, 'large.example', env));
  const again = await importLog(large, 'large.example', env);
  print('large, again', again);

  database = await connectDatabase(server.url);
  const { rows } = await database.pool.query(
    'SELECT count(*) AS stored, count(DISTINCT event_id) AS distinct FROM page_visits',
  );
  console.log(`stored ${rows[0].stored}, distinct ${rows[0].distinct}`);
  if (again.added !== 0 || String(rows[0].stored) !== String(rows[0].distinct))
    throw new Error('the second import added views');
} finally {
  for (const child of children) child.kill('SIGTERM');
  await database?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
