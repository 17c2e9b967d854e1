import type { AcceptInviteBody, CreatedInvite, Invite, NewUser, PendingInvite, User } from '@tidemark/contracts';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { AuditActor } from '../../audit/index.js';
import type { Auth } from '../auth.js';
import { refuseWeakPassword } from '../change-password.js';
import { hashToken, makeToken, openSignIn, type Device, type Issued, type Queryable } from '../sign-ins.js';
import { writeMemberships } from './memberships.js';
import {
  ADMIT_INVITED,
  DELETE_INVITE,
  DELETE_INVITED,
  INSERT_INVITED,
  SELECT_INVITE,
  SELECT_INVITE_BY_TOKEN,
  SELECT_INVITES,
  UPSERT_INVITE,
} from './queries.js';

const INVITE_HOURS = 72;
const HOUR_MS = 3_600_000;

interface InviteRow extends Omit<Invite, 'created_at' | 'expires_at'> {
  created_at: Date;
  expires_at: Date;
}

/**
 * Invites somebody, who is in once he or she has followed the link and chosen a password. Who hasn't done so yet gets a new
 * link, and the old one ends.
 *
 * @param by the user who invites; null: it's done on the machine itself
 * @throws AppError `conflict` for who is in already, `validation_failed` at `site_ids`
 */
export async function inviteUser(
  { pool, now, record }: Pick<Auth, 'pool' | 'now' | 'record'>,
  { email, role, site_ids: siteIds }: NewUser,
  { actor, by }: { actor: AuditActor; by: number | null },
): Promise<CreatedInvite> {
  const { token, hash } = makeToken();
  return inTransaction(pool, async (client) => {
    const at = now();
    const { rows } = await client.query<{ id: number }>(INSERT_INVITED, [email, role, at]);
    const [added] = rows;
    if (!added) throw new AppError({ code: 'conflict', detail: `There is a user ${email} already.` });
    const { id } = added;
    await writeMemberships(client, { userId: id, role, siteIds: role === 'viewer' ? (siteIds ?? []) : siteIds });
    const expiresAt = new Date(at.getTime() + INVITE_HOURS * HOUR_MS);
    await client.query(UPSERT_INVITE, [id, hash, by, at, expiresAt]);
    await record({ actor, action: 'user_added', details: { user_id: id, email, role, is_invited: true } }, client);
    const invite = await client.query<InviteRow>(SELECT_INVITE, [id]);
    return { invite: toInvite(oneOf(invite.rows)), link: `/invite#token=${token}` };
  });
}

export async function listInvites({ pool }: Pick<Auth, 'pool'>): Promise<Invite[]> {
  return (await pool.query<InviteRow>(SELECT_INVITES)).rows.map(toInvite);
}

/** The invited is removed with it. @throws AppError `not_found` */
export async function withdrawInvite(
  { pool, record }: Pick<Auth, 'pool' | 'record'>,
  id: number,
  actor: AuditActor,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ email: string }>(DELETE_INVITED, [id]);
    const [invited] = rows;
    if (!invited) throw new AppError({ code: 'not_found', detail: `There is no invitation ${id}.` });
    await record({ actor, action: 'user_removed', details: { user_id: id, email: invited.email } }, client);
  });
}

/** @throws AppError `not_found` */
export async function getPendingInvite(
  { pool, now }: { pool: Queryable; now: () => Date },
  token: string,
): Promise<PendingInvite> {
  const { rows } = await pool.query<InviteRow>(SELECT_INVITE_BY_TOKEN, [hashToken(token), now()]);
  const [row] = rows;
  if (!row) throw isOver();
  return { email: row.email, role: row.role, expires_at: row.expires_at.toISOString() };
}

/**
 * Lets the invited in, with a password that only he or she knows.
 *
 * @throws AppError `not_found`, `validation_failed` at `password`
 */
export async function acceptInvite(
  auth: Pick<Auth, 'pool' | 'passwords' | 'tokens' | 'now' | 'record'>,
  { token, password, name }: AcceptInviteBody,
  device: Device,
): Promise<Issued> {
  const { pool, passwords, tokens, now, record } = auth;
  const { email } = await getPendingInvite(auth, token);
  refuseWeakPassword(password, email, 'password');
  const passwordHash = await passwords.hash(password);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<User>(ADMIT_INVITED, [hashToken(token), passwordHash, name ?? null, now()]);
    const [user] = rows;
    if (!user) throw isOver();
    await client.query(DELETE_INVITE, [user.id]);
    const issued = await openSignIn({ client, tokens, now }, { user, passwordHash, device });
    if (!issued) throw new Error('the user who was just let in is not there');
    const actor: AuditActor = { kind: 'user', id: user.id, name: user.email, address: device.address };
    await record({ actor, action: 'signed_in', details: { by_invitation: true } }, client);
    return issued;
  });
}

function isOver(): AppError {
  return new AppError({
    code: 'not_found',
    detail: 'The invitation is not valid, or not any more. Ask for a new one.',
  });
}

function toInvite(row: InviteRow): Invite {
  return { ...row, created_at: row.created_at.toISOString(), expires_at: row.expires_at.toISOString() };
}

function oneOf<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('the row that was just written is not there');
  return row;
}
