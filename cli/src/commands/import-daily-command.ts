import { resolve } from 'node:path';
import {
  countImportedDays,
  dropImportedDays,
  findFirstMeasuredDay,
  formatNames,
  importDays,
  readHistory,
  removeImportedDays,
  takePastDays,
  type DailyHistory,
  type ImportedDay,
  type ImportSource,
} from '@tidemark/api';
import { type Command, Option } from 'commander';
import { cliActor } from '../cli-actor.js';
import { CommandError, UsageError } from '../command-error.js';
import { withInstallation, type Installation } from '../database.js';
import { inFile } from '../import/daily/in-file.js';
import { readText } from '../import/daily/read-text.js';
import { formatReport } from '../import/daily/report.js';
import { createLocalDays } from '../local-day.js';
import { createProgress } from '../progress.js';
import { findSite } from './find-site.js';
import { formatBytes, plural } from '../format.js';
import { renewForecasts } from './renew-forecasts.js';
import { readSiteFlags } from './site-flags.js';
import type { Terminal } from './terminal.js';

interface DailyFlags {
  site: string;
  format: ImportSource | 'auto';
  timezone?: string;
  replace?: true;
  remove?: true;
  dryRun?: true;
  quiet?: true;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- import daily history.csv --site example.com --dry-run
  $ unzip -p plausible.zip 'imported_visitors*' | npm run tidemark -- import daily - --site example.com
  $ npm run tidemark -- import daily --remove --site example.com

Takes a line a day as Google Analytics 4, Plausible and Matomo export them, Umami's answer to pageviews?unit=day, or
date,page_views with any of page_visits, sessions and unique_visitors; plain or gzip. Only forecasts use these days, and
only those up to the day of Tidemark's first view: reports never show them. Nothing is stored unless the whole file is right.`;

/** `tidemark import daily FILE --site HOST`. */
export function addImportDailyCommand(importCommand: Command, terminal: Terminal): void {
  importCommand
    .command('daily')
    .description('import figures by day from before Tidemark, for forecasts')
    .argument('[file]', 'the export, plain or gzip; - or none: standard input')
    .requiredOption('--site <host>', 'the site it is of, such as example.com; registered if new')
    .addOption(
      new Option('--format <tool>', 'the tool it comes from').choices(['auto', ...formatNames]).default('auto'),
    )
    .option('--timezone <tz>', 'time zone of the site, if it is new, such as Europe/Berlin (default: UTC)')
    .option('--replace', 'take over days that were imported before')
    .option('--remove', 'remove every imported day of the site')
    .option('--dry-run', 'tell what would be done, and write nothing')
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action((file: string | undefined, flags: DailyFlags) =>
      flags.remove === true ? runRemove(terminal, file, flags) : runImport(terminal, file, flags),
    );
}

async function runImport(terminal: Terminal, file: string | undefined, flags: DailyFlags): Promise<void> {
  const wanted = readSiteFlags(flags);
  if (file === undefined && terminal.stdin.isTTY === true) throw new UsageError('name a file, or pipe one in');
  const isStdin = file === undefined || file === '-';
  const name = isStdin ? '(stdin)' : file;
  // npm runs scripts in the project's folder; the file is meant from where the person stands.
  const path = isStdin ? null : resolve(terminal.env.INIT_CWD ?? process.cwd(), file);
  const progress = createProgress({ label: 'Reading', isQuiet: flags.quiet ?? false, stream: terminal.stderr });
  const text = await readText(
    { path, name },
    {
      stdin: terminal.stdin,
      onProgress: (bytes, totalBytes) => {
        progress.update(bytes, totalBytes, formatBytes(bytes));
      },
    },
  ).finally(progress.stop);
  const history = await inFile(name, () => readHistory(text, flags.format));
  await withInstallation(terminal.env, (installation) =>
    importInto(installation, { terminal, file: name, history, flags, ...wanted }),
  );
}

interface DailyJob {
  terminal: Terminal;
  file: string;
  history: DailyHistory;
  flags: DailyFlags;
  host: string;
  timeZone: string | undefined;
}

async function importInto(installation: Installation, job: DailyJob): Promise<void> {
  const {
    database: { pool },
    sites,
  } = installation;
  const { terminal, history, flags } = job;
  const known = await sites.find(job.host);
  const timeZone = known?.timezone ?? job.timeZone ?? 'UTC';
  if (known !== null && job.timeZone !== undefined && known.timezone !== job.timeZone) {
    terminal.stderr.write(`note: ${known.domain} exists with the time zone ${known.timezone}, which stays\n`);
  }
  const today = createLocalDays(timeZone)(Date.now());
  const { past, running } = await inFile(job.file, () => takePastDays(history, { today, timeZone }));
  const dates = past.map(({ date }) => date);
  const there = known === null ? 0 : await countImportedDays(pool, known.id, dates);
  if (there > 0 && flags.replace !== true) throw alreadyThere(there, known?.domain ?? job.host);

  const domain = job.host.replace(/^www\./, '');
  const isDryRun = flags.dryRun ?? false;
  if (!isDryRun) {
    const site = known ?? (await sites.save({ domain, name: job.host, timezone: timeZone }));
    await storeDays(installation, { siteId: site.id, domain: site.domain, source: history.source, days: past }, flags);
  }
  terminal.stdout.write(
    formatReport({
      site: known?.domain ?? domain,
      history,
      days: past,
      replaced: there,
      running: running?.date ?? null,
      firstMeasured: known === null ? null : await findFirstMeasuredDay(pool, known.id),
      isNewSite: known === null,
      isDryRun,
    }),
  );
}

/** Stores the days, with an entry in the audit log, and has forecasts learn from them. */
async function storeDays(
  installation: Installation,
  { domain, ...wanted }: { siteId: number; domain: string; source: ImportSource; days: ImportedDay[] },
  flags: DailyFlags,
): Promise<void> {
  const { database, audit } = installation;
  const outcome = await importDays(
    { pool: database.pool, audit },
    { ...wanted, actor: cliActor() },
    { isReplacing: flags.replace ?? false },
  );
  // Another import has brought them since they were counted.
  if (outcome.kind === 'already_there') throw alreadyThere(outcome.days, domain);
  await renewForecasts(installation, wanted.siteId);
}

function alreadyThere(days: number, domain: string): CommandError {
  return new CommandError(
    `${plural(days, 'day')} of the file ${days === 1 ? 'is' : 'are'} already imported into ${domain}: add --replace to take ${days === 1 ? 'it' : 'them'} over, or remove what was imported with: npm run tidemark -- import daily --remove --site ${domain}`,
  );
}

async function runRemove(terminal: Terminal, file: string | undefined, flags: DailyFlags): Promise<void> {
  if (file !== undefined) throw new UsageError('--remove takes no file: it removes every imported day of the site');
  if (flags.replace === true || flags.timezone !== undefined || flags.format !== 'auto')
    throw new UsageError('--remove goes with --site and --dry-run alone');
  const { host } = readSiteFlags(flags);
  await withInstallation(terminal.env, async (installation) => {
    const { id, domain } = await findSite(installation.sites, host);
    if (flags.dryRun === true) {
      const days = await removeImportedDays(installation.database.pool, id, { isDryRun: true });
      terminal.stdout.write(
        `Would remove ${plural(days, 'imported day')} of ${domain}. This was a dry run: nothing was changed.\n`,
      );
      return;
    }
    const days = await dropDays(installation, id);
    terminal.stdout.write(`Removed ${plural(days, 'imported day')} of ${domain}. What Tidemark measured stays.\n`);
  });
}

/** Removes a site's imported days, with an entry in the audit log, and has forecasts do without them. */
async function dropDays(installation: Installation, siteId: number): Promise<number> {
  const { database, audit } = installation;
  const days = await dropImportedDays({ pool: database.pool, audit }, { siteId, actor: cliActor() });
  if (days > 0) await renewForecasts(installation, siteId);
  return days;
}
