import { newSite } from '@tidemark/contracts';
import { UsageError } from '../command-error.js';

/**
 * The site that something is imported into, as named on the command line.
 *
 * @throws UsageError naming the option that is wrong
 */
export function readSiteFlags(flags: { site: string; timezone?: string }): {
  host: string;
  timeZone: string | undefined;
} {
  const wanted = newSite.safeParse({
    domain: flags.site,
    ...(flags.timezone === undefined ? {} : { timezone: flags.timezone }),
  });
  if (wanted.success) return { host: wanted.data.domain, timeZone: wanted.data.timezone };
  throw new UsageError(
    wanted.error.issues
      .map((issue) => `--${issue.path[0] === 'timezone' ? 'timezone' : 'site'} ${issue.message}`)
      .join('; '),
  );
}
