import type { Pool } from 'pg';
import { inTransaction } from '../db/index.js';
import { createPasswords } from './passwords.js';
import { HAS_USERS, INSERT_FIRST_ADMIN } from './queries.js';
import { makeTypable } from './typable.js';

export interface Credentials {
  email: string;
  password: string;
}

export async function hasUsers(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ has_users: boolean }>(HAS_USERS);
  return rows[0]?.has_users ?? false;
}

/** Makes the first user, an admin, unless there is any user. @returns whether this one was made */
export async function createFirstAdmin(pool: Pool, { email, password }: Credentials): Promise<boolean> {
  if (await hasUsers(pool)) return false;
  const passwordHash = await (await createPasswords()).hash(password);
  return inTransaction(pool, async (client) => {
    // Of several processes that start at once, one makes it.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('tidemark_first_admin'))");
    const { rowCount } = await client.query(INSERT_FIRST_ADMIN, [email, passwordHash, new Date()]);
    return rowCount === 1;
  });
}

/** About a hundred random bits, to be typed. */
export function generatePassword(): string {
  return makeTypable(5);
}
