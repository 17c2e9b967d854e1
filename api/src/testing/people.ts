import type { CreatedShare, Invite, NewShare, Role, Scope, User } from '@tidemark/contracts';
import { makeApiKey } from '../auth/api-keys.js';
import { openSignIn, type Issued } from '../auth/sign-ins.js';
import { inviteUser } from '../auth/users/index.js';
import type { RunningServer } from '../server.js';
import { createShare } from '../shares/manage-shares.js';

/** Everybody's. */
export const PASSWORD = 'correct horse battery 9';

/** Adds a user who may read these sites, or as an admin all. */
export async function addUser(
  { auth, database }: Pick<RunningServer, 'auth' | 'database'>,
  { email, role = 'viewer', siteIds = [] }: { email: string; role?: Role; siteIds?: number[] },
): Promise<User> {
  const { rows } = await database.pool.query<User>(
    'INSERT INTO users (email, role, password_hash) VALUES ($1, $2, $3) RETURNING id, email, name, role',
    [email, role, await auth.passwords.hash(PASSWORD)],
  );
  const user = rows[0]!;
  await database.pool.query('INSERT INTO site_members SELECT $1, unnest($2::integer[])', [user.id, siteIds]);
  return user;
}

/** Opens a sign-in without asking for the password. */
export async function signInAs(
  { auth, database }: Pick<RunningServer, 'auth' | 'database'>,
  user: User,
): Promise<Issued> {
  const { rows } = await database.pool.query<{ password_hash: string }>(
    'SELECT password_hash FROM users WHERE id = $1',
    [user.id],
  );
  const device = { userAgent: 'a test', address: '127.0.0.1' };
  const opened = { user, passwordHash: rows[0]!.password_hash, device };
  return (await openSignIn({ client: database.pool, tokens: auth.tokens, now: auth.now }, opened))!;
}

/** Adds an API key of a user. @returns the key */
export async function addKey(
  { database }: Pick<RunningServer, 'database'>,
  user: User,
  { scope, siteIds = null }: { scope: Scope; siteIds?: number[] | null },
): Promise<string> {
  const { key, prefix, hash } = makeApiKey();
  await database.pool.query(
    'INSERT INTO api_keys (user_id, name, prefix, hash, scope, site_ids) VALUES ($1, $2, $3, $4, $5, $6)',
    [user.id, 'of a test', prefix, hash, scope, siteIds],
  );
  return key;
}

/** Invites somebody. @returns the invitation, and the token of its link */
export async function addInvite(
  { auth }: Pick<RunningServer, 'auth'>,
  { email, role = 'viewer' }: { email: string; role?: Role },
): Promise<{ invite: Invite; token: string }> {
  const { invite, link } = await inviteUser(auth, { email, role }, { actor: { kind: 'cli' }, by: null });
  return { invite, token: link.split('#token=')[1]! };
}

/** Shares a site. @returns the share, and the token of its link */
export async function addShare(
  { auth }: Pick<RunningServer, 'auth'>,
  siteId: number,
  given: NewShare = {},
): Promise<{ share: CreatedShare['share']; token: string }> {
  const { share, link } = await createShare(auth, { id: siteId }, { ...given, actor: { kind: 'cli' } });
  return { share, token: link.split('=')[1]! };
}
