import type { Member } from '@tidemark/contracts';
import { AppError } from '../../errors.js';
import type { Queryable } from '../sign-ins.js';
import { SELECT_MEMBER, SELECT_MEMBER_BY_EMAIL, SELECT_MEMBERS } from './queries.js';

interface MemberRow extends Omit<Member, 'created_at' | 'last_seen_at'> {
  created_at: Date;
  last_seen_at: Date | null;
}

export async function listMembers(client: Queryable): Promise<Member[]> {
  return (await client.query<MemberRow>(SELECT_MEMBERS)).rows.map(toMember);
}

/** @throws AppError `not_found` */
export async function getMember(client: Queryable, id: number): Promise<Member> {
  const { rows } = await client.query<MemberRow>(SELECT_MEMBER, [id]);
  const [row] = rows;
  if (!row) throw new AppError({ code: 'not_found', detail: `There is no user ${id}.` });
  return toMember(row);
}

/** @throws AppError `not_found` */
export async function findMember(client: Queryable, email: string): Promise<Member> {
  const { rows } = await client.query<MemberRow>(SELECT_MEMBER_BY_EMAIL, [email]);
  const [row] = rows;
  if (!row) throw new AppError({ code: 'not_found', detail: `There is no user ${email}.` });
  return toMember(row);
}

function toMember(row: MemberRow): Member {
  return {
    ...row,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at?.toISOString() ?? null,
  };
}
