import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../command-error.js';
import { withInstallation, type Installation } from '../database.js';
import { createEnricher } from '../import/access-log/enrich-line.js';
import { createIdentity } from '../import/access-log/identity.js';
import { importAccessLog } from '../import/access-log/import-access-log.js';
import { loadImportKey } from '../import/access-log/import-key.js';
import { findLogSources, type LogSource } from '../import/access-log/log-source.js';
import { formatReport } from '../import/access-log/report.js';
import { createProgress } from '../progress.js';
import { derivedSessionId, rollUpAll } from '@tidemark/api';
import { addImportDailyCommand } from './import-daily-command.js';
import { readSiteFlags } from './site-flags.js';
import type { Terminal } from './terminal.js';

interface ImportFlags {
  site: string;
  timezone?: string;
  force?: true;
  quiet?: true;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- import access-log /var/log/nginx/access.log* --site example.com
  $ zcat old-logs/*.gz | npm run tidemark -- import access-log --site example.com --timezone Europe/Berlin

Reads Apache's and Nginx's common and combined format, also with a virtual host in front, plain or gzip. Page views are
added; assets, bots, errors, redirects and other methods than GET are left out and counted. Importing a file again adds
nothing. Addresses are never stored: only their network, and a keyed hash that changes every day.`;

/** `tidemark import access-log FILE... --site HOST` and `tidemark import daily FILE --site HOST`. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  const importCommand = program.command('import').description('import visits, or figures by day, from elsewhere');
  importCommand
    .command('access-log')
    .description("import a web server's access logs")
    .argument('[file...]', 'log files, plain or gzip; - or none: standard input')
    .requiredOption('--site <host>', 'the site the log is of, such as example.com; registered if new')
    .option('--timezone <tz>', 'time zone of the site, if it is new, such as Europe/Berlin (default: UTC)')
    .option('--force', 'go on even where most lines are malformed')
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action((files: string[], flags: ImportFlags) => runImport(terminal, files, flags));
  addImportDailyCommand(importCommand, terminal);
}

async function runImport(terminal: Terminal, files: string[], flags: ImportFlags): Promise<void> {
  const { host, timeZone } = readSiteFlags(flags);
  if (files.length === 0 && terminal.stdin.isTTY === true) throw new UsageError('name a log file, or pipe one in');
  // npm runs scripts in the project's folder; the files are meant from where the person stands.
  const base = terminal.env.INIT_CWD ?? process.cwd();
  const sources = await findLogSources(
    files.map((file) => (file === '-' ? file : resolve(base, file))),
    terminal.stdin,
  );

  const abort = new AbortController();
  const interrupt = (): void => {
    abort.abort();
  };
  process.once('SIGINT', interrupt);
  try {
    await withInstallation(terminal.env, (installation) =>
      importInto(installation, {
        terminal,
        sources,
        host,
        timeZone,
        flags,
        signal: abort.signal,
      }),
    );
  } finally {
    process.off('SIGINT', interrupt);
  }
  if (abort.signal.aborted) process.exitCode = 130;
}

interface ImportJob {
  terminal: Terminal;
  sources: LogSource[];
  host: string;
  timeZone: string | undefined;
  flags: ImportFlags;
  signal: AbortSignal;
}

async function importInto({ config, database, events, sites }: Installation, job: ImportJob): Promise<void> {
  const { terminal, host, sources } = job;
  const known = await sites.find(host);
  const site =
    known ?? (await sites.save({ domain: host.replace(/^www\./, ''), name: host, timezone: job.timeZone ?? 'UTC' }));
  if (known !== null && job.timeZone !== undefined && known.timezone !== job.timeZone) {
    terminal.stderr.write(`note: ${known.domain} exists with the time zone ${known.timezone}, which stays\n`);
  }
  const sizes = sources.map((source) => source.sizeBytes);
  const totalBytes = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const progress = createProgress({ label: 'Importing', isQuiet: job.flags.quiet ?? false, stream: terminal.stderr });
  const startedAtMs = performance.now();
  const summary = await importAccessLog(
    {
      host,
      timeZone: site.timezone,
      identity: createIdentity(await loadImportKey(config.dataDir), site.domain),
      deriveSessionId: derivedSessionId,
      enrich: await createEnricher(site),
      nowMs: Date.now(),
      append: (views) => events.append(views),
    },
    {
      sources,
      isForced: job.flags.force ?? false,
      signal: job.signal,
      onProgress: ({ bytes, lines }) => {
        progress.update(bytes, totalBytes, `${lines.toLocaleString('en-US')} lines`);
      },
    },
  ).finally(progress.stop);
  const elapsedMs = performance.now() - startedAtMs;
  await rollUpAll({ pool: database.pool, events });
  terminal.stdout.write(formatReport(summary, { site: site.domain, elapsedMs }));
}
