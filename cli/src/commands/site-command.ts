import { changeSite, removeSite } from '@tidemark/api';
import { newSite, siteChange, type SiteChange } from '@tidemark/contracts';
import type { Command } from 'commander';
import { cliActor } from '../cli-actor.js';
import { CommandError, UsageError } from '../command-error.js';
import { withInstallation } from '../database.js';
import { findSite } from './find-site.js';
import { confirm, type Terminal } from './terminal.js';

interface SetFlags {
  country?: string;
  retentionDays?: string;
  afterRefusal?: string;
  falseAlarms?: string;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- site list
  $ npm run tidemark -- site add example.com --timezone Europe/Berlin --country DE
  $ npm run tidemark -- site set example.com --retention-days 90 --after-refusal cookieless
  $ npm run tidemark -- site set example.com --false-alarms 1 --country none
  $ npm run tidemark -- site remove example.com`;

/** `tidemark site list | add | set | remove`. */
export function addSiteCommand(program: Command, terminal: Terminal): void {
  const site = program.command('site').description('list, add, change and remove sites').addHelpText('after', EXAMPLES);
  site
    .command('list')
    .description('the sites, with their time zones')
    .action(() => listSites(terminal));
  site
    .command('add')
    .description('register a site')
    .argument('<domain>', 'such as example.com')
    .option('--name <name>', 'what to call it (default: its domain)')
    .option('--timezone <tz>', 'its time zone, such as Europe/Berlin (default: UTC)')
    .option('--country <code>', 'its country, for holidays, such as DE')
    .action((domain: string, flags: Record<string, string>) => addSite(terminal, { domain, ...flags }));
  site
    .command('set')
    .description(
      'change what is kept of the visitors of a site and how long, its holidays, and how many false alarms it accepts',
    )
    .argument('<domain>', 'domain or id')
    .option('--country <code>', 'its country, for holidays, such as DE, or none')
    .option('--retention-days <days>', 'keep events so many days, from 7; default: as RETENTION_DAYS says')
    .option('--after-refusal <what>', 'what is counted of visitors who refused: nothing, or cookieless')
    .option('--false-alarms <number>', 'so many false alarms a month among recommendations, from 0.25 to 30')
    .action((domain: string, flags: SetFlags) => changeSettings(terminal, domain, flags));
  site
    .command('remove')
    .description('remove a site and everything measured on it')
    .argument('<domain>', 'domain or id')
    .option('--yes', "don't ask")
    .action((domain: string, { yes }: { yes?: true }) => removeOneSite(terminal, domain, yes ?? false));
}

async function listSites(terminal: Terminal): Promise<void> {
  await withInstallation(terminal.env, async ({ sites }) => {
    const known = await sites.list();
    if (known.length === 0) terminal.stdout.write('No site yet. Add one: npm run tidemark -- site add example.com\n');
    const width = Math.max(...known.map((site) => site.domain.length), 0);
    for (const site of known) {
      terminal.stdout.write(
        `${String(site.id).padStart(4)}  ${site.domain.padEnd(width)}  ${site.timezone}${site.retentionDays === null ? '' : `  keeps ${String(site.retentionDays)} days`}${site.isDemo ? '  (demo)' : ''}\n`,
      );
    }
  });
}

async function addSite(terminal: Terminal, given: Record<string, string>): Promise<void> {
  const parsed = newSite.safeParse(given);
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  const domain = parsed.data.domain.replace(/^www\./, '');
  const { name = domain, timezone = 'UTC', country = null } = parsed.data;
  await withInstallation(terminal.env, async ({ sites }) => {
    if ((await sites.list()).some((site) => site.domain === domain))
      throw new CommandError(`${domain} is already a site`);
    const site = await sites.save({ domain, name, timezone, country });
    terminal.stdout.write(`Added ${site.domain} (id ${String(site.id)}, ${site.timezone}).\n`);
  });
}

async function changeSettings(terminal: Terminal, domainOrId: string, flags: SetFlags): Promise<void> {
  const {
    country,
    retention_days: days,
    after_refusal: afterRefusal,
    false_alarms_per_month: falseAlarms,
  } = readSettings(flags);
  await withInstallation(terminal.env, async ({ sites, config, audit }) => {
    const site = await findSite(sites, domainOrId);
    const change = {
      ...(country !== undefined && { country }),
      ...(days !== undefined && { retentionDays: days }),
      ...(afterRefusal !== undefined && { afterRefusal }),
      ...(falseAlarms !== undefined && { falseAlarmsPerMonth: falseAlarms }),
    };
    await changeSite({ sites, audit }, { site, change, actor: cliActor() });
    if (days !== undefined)
      terminal.stdout.write(
        `Events of ${site.domain} are kept ${String(days ?? config.retentionDays)} days${days === null ? ' (RETENTION_DAYS)' : ''}. What is older goes tonight, or with: npm run tidemark -- retention\n`,
      );
    if (afterRefusal !== undefined)
      terminal.stdout.write(
        `Of visitors of ${site.domain} who refused, ${afterRefusal === 'nothing' ? 'nothing is counted' : 'views are counted without recognising anybody'}. The tag has to say the same (data-refused).\n`,
      );
    if (country !== undefined)
      terminal.stdout.write(
        `Forecasts of ${site.domain} know ${country === null ? 'no holidays' : `the holidays of ${country}`}, from the next one on.\n`,
      );
    if (falseAlarms !== undefined)
      terminal.stdout.write(
        `Among recommendations for ${site.domain}, ${String(falseAlarms)} false alarms a month are accepted, from the next run on.\n`,
      );
  });
}

const rules: readonly (readonly [name: keyof SiteChange, rule: string])[] = [
  ['country', '--country must be the two letters of a country, such as DE, or none'],
  ['retention_days', '--retention-days must be a whole number from 7 to 36600, or default'],
  ['after_refusal', '--after-refusal must be nothing or cookieless'],
  ['false_alarms_per_month', '--false-alarms must be a number from 0.25 to 30'],
];

/** @throws UsageError naming the option that is wrong */
function readSettings(flags: SetFlags): SiteChange {
  if (Object.keys(flags).length === 0)
    throw new UsageError('say what to set: --country, --retention-days, --after-refusal, or --false-alarms');
  const { country, retentionDays, afterRefusal, falseAlarms } = flags;
  const parsed = siteChange.safeParse({
    ...(country !== undefined && { country: country === 'none' ? null : country }),
    ...(retentionDays !== undefined && { retention_days: retentionDays === 'default' ? null : Number(retentionDays) }),
    ...(afterRefusal !== undefined && { after_refusal: afterRefusal }),
    ...(falseAlarms !== undefined && { false_alarms_per_month: Number(falseAlarms) }),
  });
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  throw new UsageError(rules.find(([name]) => wrong.has(name))?.[1] ?? parsed.error.message);
}

async function removeOneSite(terminal: Terminal, domainOrId: string, isSure: boolean): Promise<void> {
  if (!isSure && terminal.stdin.isTTY !== true) throw new UsageError('removing a site needs a yes: add --yes');
  await withInstallation(terminal.env, async ({ sites, events, audit }) => {
    const site = await findSite(sites, domainOrId);
    if (!isSure && !(await confirm(terminal, `Remove ${site.domain} and everything measured on it?`))) {
      terminal.stdout.write('Nothing was removed.\n');
      return;
    }
    await removeSite({ sites, events, audit }, { site, actor: cliActor() });
    terminal.stdout.write(`Removed ${site.domain}.\n`);
  });
}
