import { createKey, findMember, listKeys, quote, revokeKey } from '@tidemark/api';
import { newApiKey, type ApiKey, type NewApiKey } from '@tidemark/contracts';
import type { Command } from 'commander';
import { withAccess } from '../access.js';
import { UsageError } from '../command-error.js';
import { formatTable } from '../format.js';
import { collect, findSites, nameSites } from './find-site.js';
import type { Terminal } from './terminal.js';

interface KeyFlags {
  user: string;
  name: string;
  scope: string;
  site: string[];
  expires?: string;
}

const FLAGS: Record<string, string> = { name: '--name', scope: '--scope', expires_at: '--expires' };
const SHOWN_LENGTH = 60;

const EXAMPLES = `
Examples:
  $ npm run tidemark -- key list
  $ npm run tidemark -- key create --user owner@example.com --name 'Monthly report' --site example.com
  $ npm run tidemark -- key create --user owner@example.com --name Deployment --scope write --expires 2027-01-01
  $ npm run tidemark -- key revoke 3

A key allows no more than its user may. Programs send it as: Authorization: Bearer tm_...`;

/** `tidemark key list | create | revoke`. */
export function addKeyCommand(program: Command, terminal: Terminal): void {
  const key = program
    .command('key')
    .description('make and revoke API keys, for programs')
    .addHelpText('after', EXAMPLES);
  key
    .command('list')
    .description('the API keys, with when each was used last')
    .action(() => list(terminal));
  key
    .command('create')
    .description('make an API key, which is shown once')
    .requiredOption('--user <email>', 'whose key it is')
    .requiredOption('--name <name>', 'what it is for')
    .option('--scope <scope>', 'read, or write to change things, too', 'read')
    .option('--site <host>', 'a site that it is for, by domain or id; several times for several', collect, [])
    .option('--expires <date>', 'the day on which it is no good any more (UTC), such as 2027-01-01')
    .action((flags: KeyFlags) => create(terminal, flags));
  key
    .command('revoke')
    .description('end an API key, at once')
    .argument('<id>', 'as the list shows it')
    .action((id: string) => revoke(terminal, id));
}

async function list(terminal: Terminal): Promise<void> {
  await withAccess(terminal.env, async (access, { sites }) => {
    const keys = await listKeys(access, null);
    const nameOf = await nameSites(sites);
    if (keys.length === 0) terminal.stdout.write('No key yet. Make one: npm run tidemark -- key create\n');
    terminal.stdout.write(formatTable(keys.map((key) => describe(key, nameOf))));
  });
}

async function create(terminal: Terminal, flags: KeyFlags): Promise<void> {
  const given = readFlags(flags);
  await withAccess(terminal.env, async (access, { sites }) => {
    const { id, role, site_ids: siteIds } = await findMember(access.pool, flags.user.toLowerCase());
    const owner = { id, role, siteIds: siteIds && new Set(siteIds) };
    const wanted = { ...given, ...(flags.site.length > 0 && { site_ids: await findSites(sites, flags.site) }) };
    const { key } = await createKey(access, owner, { ...wanted, actor: access.actor });
    terminal.stdout.write(`${key}\n`);
    terminal.stderr.write('Keep it now: it is not shown again.\n');
  });
}

async function revoke(terminal: Terminal, given: string): Promise<void> {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new UsageError('the id must be a number, as key list shows it');
  await withAccess(terminal.env, async (access) => {
    await revokeKey(access, { id: Number(given), userId: null, actor: access.actor });
    terminal.stdout.write(`Revoked key ${given}.\n`);
  });
}

function readFlags({ name, scope, expires }: KeyFlags): NewApiKey {
  const parsed = newApiKey.safeParse({
    name,
    scope,
    ...(expires !== undefined && { expires_at: /^\d{4}-\d\d-\d\d$/.test(expires) ? `${expires}T00:00:00Z` : expires }),
  });
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${FLAGS[String(path[0])] ?? ''} ${message}`);
  throw new UsageError(wrong.join('; '));
}

/** Names come from people: they must not steer the terminal. */
function describe(key: ApiKey, nameOf: (siteId: number) => string): string[] {
  return [
    String(key.id),
    `${key.prefix}...`,
    quote(key.name, SHOWN_LENGTH),
    key.user.email,
    key.scope,
    key.site_ids === null ? 'all sites' : key.site_ids.map(nameOf).join(', '),
    key.last_used_at === null ? 'never used' : `used ${key.last_used_at.slice(0, 10)}`,
    key.expires_at === null ? '' : `until ${key.expires_at.slice(0, 10)}`,
  ];
}
