import type { MeChange, User } from '@tidemark/contracts';
import type { AuditActor } from '../audit/index.js';
import { inTransaction } from '../db/index.js';
import type { Auth } from './auth.js';
import { UPDATE_NAME } from './queries.js';

/** Changes how one is called. The log has that it was changed, and neither name: its entries can't be corrected. */
export async function changeName(
  { pool, record }: Pick<Auth, 'pool' | 'record'>,
  user: User,
  { name, actor }: MeChange & { actor: AuditActor },
): Promise<User> {
  await inTransaction(pool, async (client) => {
    await client.query(UPDATE_NAME, [user.id, name]);
    await record({ actor, action: 'name_changed' }, client);
  });
  return { ...user, name };
}
