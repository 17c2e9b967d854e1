import { newSite } from '@tidemark/contracts';
import { CommandError, UsageError } from '../command-error.js';
import type { Installation } from '../database.js';
import type { SimulationPlan } from './simulation-plan.js';
import type { Way } from './write-simulation.js';

/** What was asked for; the time zone of a site that exists is its own. */
export interface WantedSimulation extends Omit<SimulationPlan, 'domain' | 'timeZone'> {
  site: string;
  timeZone: string | undefined;
  through: Way;
}

interface SimulatedSite {
  id: number;
  domain: string;
  timezone: string;
}

/**
 * The site to simulate: a new one, or one that was simulated by the same plan. Its name is what tells them from measured
 * ones and from other simulations.
 *
 * @throws CommandError where the site has page views of another origin
 */
export async function findSimulatedSite(
  { sites, events }: Pick<Installation, 'sites' | 'events'>,
  wanted: WantedSimulation,
): Promise<SimulatedSite> {
  const parsed = newSite.safeParse({
    domain: wanted.site,
    ...(wanted.timeZone !== undefined && { timezone: wanted.timeZone }),
  });
  if (!parsed.success)
    throw new UsageError(
      parsed.error.issues
        .map((issue) => `--${issue.path[0] === 'timezone' ? 'timezone' : 'site'} ${issue.message}`)
        .join('; '),
    );
  const name = nameOf(wanted);
  const domain = parsed.data.domain.replace(/^www\./, '');
  const known = await sites.find(domain);
  if (known === null) return sites.save({ domain, name, timezone: wanted.timeZone ?? 'UTC' });
  if (wanted.timeZone !== undefined && known.timezone !== wanted.timeZone)
    throw new CommandError(`${domain} exists with the time zone ${known.timezone}; leave --timezone out`);
  if (known.name === name) return known;
  if (await events.hasPageViews(known.id))
    throw new CommandError(
      known.name.startsWith(PREFIX)
        ? `${domain} holds another simulation (${known.name}): continue that one, choose another site, or remove it first`
        : `${domain} has page views that were measured: choose another site`,
    );
  return sites.save({ id: known.id, name });
}

const PREFIX = 'Simulated: ';

function nameOf({ days, lastDay, eventsPerDay, seed, through }: WantedSimulation): string {
  const way = through === 'ingest' ? ', through ingest' : '';
  return `${PREFIX}${days} days until ${lastDay}, ${eventsPerDay} events a day, seed ${seed}${way}`;
}
