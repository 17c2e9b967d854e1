import { rollUpAll } from '@tidemark/api';
import { type Command, Option } from 'commander';
import { CommandError, messageOf, UsageError } from '../command-error.js';
import { withInstallation, type Installation } from '../database.js';
import { createProgress } from '../progress.js';
import { findSimulatedSite, type WantedSimulation } from '../simulate/find-simulated-site.js';
import { checkPlan, dayOfNumber, MS_PER_DAY, type SimulationPlan } from '../simulate/simulation-plan.js';
import { daysOf, type Way, writeSimulation } from '../simulate/write-simulation.js';
import { formatCount } from '../format.js';
import type { Terminal } from './terminal.js';
import { untilInterrupted } from './until-interrupted.js';

interface SimulateFlags {
  site: string;
  days: string;
  eventsPerDay: string;
  seed: string;
  until?: string;
  timezone?: string;
  through: Way;
  quiet?: true;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- simulate --site big.example --days 30 --events-per-day 10000
  $ npm run tidemark -- simulate --site huge.example --days 730 --events-per-day 1000000 --timezone Europe/Berlin

Makes up traffic to try things out or measure them: pages, sources, campaigns, countries and devices few of which are
common, visitors who return, weekdays, nights, growth. The same options give the same events. They go straight into the
archive; with --through ingest into PostgreSQL, as what the tracker sends.

The site is a new one, or has no page views; its name then says what was simulated. Ctrl-C stops after the day under way.
The same command, with the same --until, goes on where it stopped: days that are there are left as they are. For other
options remove the site first, or choose another.`;

/** `tidemark simulate --site HOST`. */
export function addSimulateCommand(program: Command, terminal: Terminal): void {
  program
    .command('simulate')
    .description('make up traffic of a site, for trials and benchmarks')
    .requiredOption('--site <host>', 'the site, such as big.example; registered if new')
    .option('--days <number>', 'how many days', '30')
    .option('--events-per-day <number>', 'page views a day, on average', '10000')
    .option('--seed <number>', 'another number gives other events', '1')
    .option('--until <date>', 'the last day, UTC, such as 2026-05-31 (default: yesterday)')
    .option('--timezone <tz>', 'time zone of the site, if it is new, such as Europe/Berlin (default: UTC)')
    .addOption(new Option('--through <way>', 'how they get in').choices(['archive', 'ingest']).default('archive'))
    .option('--quiet', 'no progress')
    .addHelpText('after', EXAMPLES)
    .action((flags: SimulateFlags) => runSimulate(terminal, flags));
}

/** A day of a million events then fits into memory; with what reports need it takes up to a fifth longer. */
const MEMORY_MB = '1000';

async function runSimulate(terminal: Terminal, flags: SimulateFlags): Promise<void> {
  const wanted = readFlags(flags);
  await untilInterrupted((signal) =>
    withInstallation({ QUERY_MEMORY_MB: MEMORY_MB, ...terminal.env }, (installation) =>
      simulate(installation, { terminal, wanted, isQuiet: flags.quiet ?? false, signal }),
    ),
  );
}

function readFlags(flags: SimulateFlags): WantedSimulation {
  const yesterday = dayOfNumber(Math.floor(Date.now() / MS_PER_DAY) - 1);
  const plan = {
    lastDay: flags.until ?? yesterday,
    days: Number(flags.days),
    eventsPerDay: Number(flags.eventsPerDay),
    seed: Number(flags.seed),
  };
  try {
    checkPlan(plan);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
  if (plan.lastDay > yesterday) throw new UsageError(`--until ${plan.lastDay} is not over yet; at most ${yesterday}`);
  return { ...plan, site: flags.site, timeZone: flags.timezone, through: flags.through };
}

interface SimulateJob {
  terminal: Terminal;
  wanted: WantedSimulation;
  isQuiet: boolean;
  signal: AbortSignal;
}

async function simulate(installation: Installation, job: SimulateJob): Promise<void> {
  const { terminal, wanted, isQuiet, signal } = job;
  const { events } = installation;
  const site = await findSimulatedSite(installation, wanted);
  const plan: SimulationPlan = { ...wanted, domain: site.domain, timeZone: site.timezone };
  const progress = createProgress({ label: 'Simulating', isQuiet, stream: terminal.stderr });
  const startedAtMs = performance.now();
  const done = { days: 0, events: 0, sizeBytes: 0 };
  await writeSimulation(events, {
    ...{ siteId: site.id, plan, through: wanted.through, signal },
    onDay: (written) => {
      done.days++;
      done.events += written.events;
      done.sizeBytes += written.sizeBytes ?? 0;
      progress.update(done.days, plan.days, `${done.days} of ${plan.days} days, ${formatCount(done.events)} events`);
    },
  }).finally(progress.stop);
  await bringFiguresUpToDate(installation, { siteId: site.id, days: daysOf(plan), isQuiet, terminal, signal });
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const perEvent = done.events === 0 ? 0 : done.sizeBytes / done.events;
  const size =
    done.sizeBytes === 0 ? '' : `, ${formatCount(done.sizeBytes)} bytes, ${perEvent.toFixed(1)} bytes an event`;
  terminal.stdout.write(
    `Simulated ${site.domain}: ${formatCount(done.events)} events, ${done.days} days, ${seconds.toFixed(1)} s, ${formatCount(done.events / seconds)} events/s${size}\n`,
  );
  if (signal.aborted && done.days < plan.days)
    throw new CommandError(`stopped; go on with: ${commandOf(wanted)}`, { exitCode: 130 });
}

interface Figures extends Pick<SimulateJob, 'terminal' | 'isQuiet' | 'signal'> {
  siteId: number;
  days: string[];
}

/**
 * Sums and daily metrics of all days, those of an earlier run among them: it may have been stopped before it came to this.
 * Interrupted, it leaves them to whoever sums and rolls up next.
 */
async function bringFiguresUpToDate(
  { events, database }: Installation,
  { siteId, days, terminal, isQuiet, signal }: Figures,
): Promise<void> {
  const progress = createProgress({ label: 'Summing up', isQuiet, stream: terminal.stderr });
  await events.summarize({ siteId, signal, onProgress: progress.update }).finally(progress.stop);
  await events.queueDays(siteId, days);
  if (!signal.aborted) await rollUpAll({ pool: database.pool, events });
}

function commandOf({ site, days, eventsPerDay, seed, lastDay, through }: WantedSimulation): string {
  const way = through === 'archive' ? '' : ` --through ${through}`;
  return `npm run tidemark -- simulate --site ${site} --days ${days} --events-per-day ${eventsPerDay} --seed ${seed} --until ${lastDay}${way}`;
}
