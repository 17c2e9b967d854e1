import {
  addUser,
  changeUser,
  createPasswords,
  findMember,
  inviteUser,
  listMembers,
  removeUser,
  resetPassword,
} from '@tidemark/api';
import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  newPassword,
  newUser,
  type Member,
  type NewUser,
  type UserChange,
} from '@tidemark/contracts';
import type { Command } from 'commander';
import { withAccess } from '../access.js';
import { UsageError } from '../command-error.js';
import type { Installation } from '../database.js';
import { formatTable } from '../format.js';
import { collect, findSites, nameSites } from './find-site.js';
import { confirm, readPassword, type Terminal } from './terminal.js';

interface UserFlags {
  role: string;
  site: string[];
}

interface PasswordFlags {
  passwordStdin?: true;
}

const EXAMPLES = `
Examples:
  $ npm run tidemark -- user list
  $ npm run tidemark -- user invite colleague@example.com --role viewer --site example.com
  $ npm run tidemark -- user add owner@example.com --role admin
  $ npm run tidemark -- user reset-password owner@example.com --remove-second-factor

Passwords are asked for, or read from standard input with --password-stdin. An admin reads and changes everything; a viewer
reads the sites named by --site, which may be given several times.`;

/** `tidemark user list | invite | add | set-role | disable | enable | reset-password | remove`. */
export function addUserCommand(program: Command, terminal: Terminal): void {
  const user = program.command('user').description('say who may sign in, and what for').addHelpText('after', EXAMPLES);
  const withRole = (command: Command) =>
    command
      .requiredOption('--role <role>', 'admin or viewer')
      .option('--site <host>', 'a site that a viewer reads, by domain or id', collect, []);
  const withPassword = (command: Command) =>
    command.option('--password-stdin', 'read the password from standard input instead of asking');
  user
    .command('list')
    .description('the users, with their roles and sites')
    .action(() => list(terminal));
  withRole(
    user.command('invite').description('make a link by which somebody chooses a password').argument('<email>'),
  ).action((email: string, flags: UserFlags) => invite(terminal, email, flags));
  withPassword(withRole(user.command('add').description('add somebody with a password').argument('<email>'))).action(
    (email: string, flags: UserFlags & PasswordFlags) => add(terminal, email, flags),
  );
  user
    .command('set-role')
    .description('change what somebody may do; it holds at once')
    .argument('<email>')
    .argument('<role>', 'admin or viewer')
    .option('--site <host>', 'a site that a viewer reads, by domain or id', collect, [])
    .action((email: string, role: string, { site }: Pick<UserFlags, 'site'>) =>
      setRole(terminal, email, { role, site }),
    );
  user
    .command('disable')
    .description('let somebody in no more, and end all sign-ins')
    .argument('<email>')
    .action((email: string) => change(terminal, email, { is_disabled: true }));
  user
    .command('enable')
    .description('let somebody in again who was disabled')
    .argument('<email>')
    .action((email: string) => change(terminal, email, { is_disabled: false }));
  withPassword(
    user.command('reset-password').description('set a new password, and end all sign-ins').argument('<email>'),
  )
    .option('--remove-second-factor', 'for who has lost the authenticator app and the recovery codes')
    .action((email: string, flags: PasswordFlags & { removeSecondFactor?: true }) => reset(terminal, email, flags));
  user
    .command('remove')
    .description('remove somebody, with sign-ins and API keys')
    .argument('<email>')
    .option('--yes', "don't ask")
    .action((email: string, { yes }: { yes?: true }) => remove(terminal, email, yes ?? false));
}

async function list(terminal: Terminal): Promise<void> {
  await withAccess(terminal.env, async ({ pool }, { sites }) => {
    const members = await listMembers(pool);
    const nameOf = await nameSites(sites);
    if (members.length === 0)
      terminal.stdout.write('Nobody yet. Start Tidemark, or add somebody: npm run tidemark -- user add\n');
    terminal.stdout.write(formatTable(members.map((member) => describe(member, nameOf))));
  });
}

async function invite(terminal: Terminal, email: string, flags: UserFlags): Promise<void> {
  await withAccess(terminal.env, async (access, { sites }) => {
    const given = await readUser(sites, email, flags);
    const { link } = await inviteUser(access, given, { actor: access.actor, by: null });
    terminal.stdout.write(`${link}\n`);
    terminal.stderr.write(
      `Send this to ${given.email}, with the address of the dashboard before it. It holds for 72 hours, and is not shown again.\n`,
    );
  });
}

async function add(terminal: Terminal, email: string, flags: UserFlags & PasswordFlags): Promise<void> {
  await withAccess(terminal.env, async (access, { sites }) => {
    const user = await readUser(sites, email, flags);
    const password = await readNewPassword(terminal, flags);
    const passwords = await createPasswords();
    const added = await addUser({ ...access, passwords }, { user, password, actor: access.actor });
    terminal.stdout.write(`Added ${added.email} (${added.role}).\n`);
  });
}

async function setRole(terminal: Terminal, email: string, flags: UserFlags): Promise<void> {
  await withAccess(terminal.env, async (access, { sites }) => {
    const { role, site_ids: siteIds } = await readUser(sites, email, flags);
    const { id } = await findMember(access.pool, email.toLowerCase());
    const change: UserChange = { role, ...(siteIds && { site_ids: siteIds }) };
    const changed = await changeUser(access, { id, change, actor: access.actor });
    terminal.stdout.write(`${changed.email} is ${role === 'admin' ? 'an admin' : 'a viewer'} now.\n`);
  });
}

async function change(terminal: Terminal, email: string, given: { is_disabled: boolean }): Promise<void> {
  await withAccess(terminal.env, async (access) => {
    const { id } = await findMember(access.pool, email.toLowerCase());
    const changed = await changeUser(access, { id, change: given, actor: access.actor });
    terminal.stdout.write(`${changed.email} is ${given.is_disabled ? 'disabled' : 'enabled'} now.\n`);
  });
}

async function reset(
  terminal: Terminal,
  email: string,
  flags: PasswordFlags & { removeSecondFactor?: true },
): Promise<void> {
  await withAccess(terminal.env, async (access) => {
    // Nobody is asked for the password of who isn't there.
    const user = await findMember(access.pool, email.toLowerCase());
    const password = await readNewPassword(terminal, flags);
    const isRemovingSecondFactor = flags.removeSecondFactor ?? false;
    const passwords = await createPasswords();
    const wanted = { email: user.email, password, isRemovingSecondFactor, actor: access.actor };
    await resetPassword({ ...access, passwords }, wanted);
    terminal.stdout.write(
      `${user.email} has a new password; every sign-in has ended.${isRemovingSecondFactor ? ' No code is asked for any more.' : ''}\n`,
    );
  });
}

async function remove(terminal: Terminal, email: string, isSure: boolean): Promise<void> {
  if (!isSure && terminal.stdin.isTTY !== true) throw new UsageError('removing a user needs a yes: add --yes');
  await withAccess(terminal.env, async (access) => {
    const user = await findMember(access.pool, email.toLowerCase());
    if (!isSure && !(await confirm(terminal, `Remove ${user.email}, with sign-ins and API keys?`))) {
      terminal.stdout.write('Nobody was removed.\n');
      return;
    }
    await removeUser(access, { id: user.id, actor: access.actor });
    terminal.stdout.write(`Removed ${user.email}.\n`);
  });
}

/** @throws UsageError naming what is wrong; CommandError where a site isn't there */
async function readUser(sites: Installation['sites'], email: string, { role, site }: UserFlags): Promise<NewUser> {
  const parsed = newUser.safeParse({ email, role });
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  if (parsed.data.role === 'admin' && site.length > 0)
    throw new UsageError('--site is for viewers: an admin reads all sites');
  return { ...parsed.data, ...(site.length > 0 && { site_ids: await findSites(sites, site) }) };
}

async function readNewPassword(terminal: Terminal, { passwordStdin }: PasswordFlags): Promise<string> {
  const parsed = newPassword.safeParse(await readPassword(terminal, passwordStdin ?? false));
  if (!parsed.success)
    throw new UsageError(`a password has ${String(MIN_PASSWORD_LENGTH)} to ${String(MAX_PASSWORD_LENGTH)} characters`);
  return parsed.data;
}

function describe(member: Member, nameOf: (siteId: number) => string): string[] {
  const {
    email,
    role,
    state,
    site_ids: siteIds,
    has_second_factor: hasSecondFactor,
    last_seen_at: lastSeenAt,
  } = member;
  return [
    email,
    role,
    state,
    siteIds === null ? 'all sites' : siteIds.map(nameOf).join(', ') || 'no site',
    hasSecondFactor ? 'second factor' : '',
    lastSeenAt === null ? '' : `last seen ${lastSeenAt.slice(0, 10)}`,
  ];
}
