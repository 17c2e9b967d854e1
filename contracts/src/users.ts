import { z } from 'zod';
import { email, newPassword, role, user } from './auth.js';
import { instant, pathId, siteIds, text } from './text.js';

/** A user as admins see him or her. */
export const member = z
  .object({
    ...user.shape,
    site_ids: z.array(z.int()).nullable().meta({ description: 'The sites that may be read; null: an admin reads all' }),
    state: z
      .enum(['active', 'invited', 'disabled'])
      .meta({ description: '`invited`: has not chosen a password yet and can not sign in' }),
    has_second_factor: z.boolean(),
    created_at: instant,
    last_seen_at: instant.nullable().meta({ description: 'Signed in, or renewed a sign-in, last' }),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

export const memberList = z.object({ data: z.array(member) }).meta({ id: 'MemberList' });
export type MemberList = z.infer<typeof memberList>;

export const newUser = z
  .object({ email, role, site_ids: siteIds.optional().meta({ description: 'Of a viewer; an admin reads all sites' }) })
  .strict()
  .meta({ id: 'NewUser' });
export type NewUser = z.infer<typeof newUser>;

export const userChange = z
  .object({ role, site_ids: siteIds, is_disabled: z.boolean() })
  .partial()
  .strict()
  .meta({ id: 'UserChange' });
export type UserChange = z.infer<typeof userChange>;

export const userPath = z.object({ id: pathId });

export const invite = z
  .object({
    id: z.int().meta({ description: "The invited user's" }),
    email: z.string(),
    role,
    site_ids: z.array(z.int()).nullable(),
    invited_by: z
      .string()
      .nullable()
      .meta({ description: 'E-mail address; null: from the command line, or by somebody who is gone' }),
    created_at: instant,
    expires_at: instant,
  })
  .meta({ id: 'Invite' });
export type Invite = z.infer<typeof invite>;

export const inviteList = z.object({ data: z.array(invite) }).meta({ id: 'InviteList' });
export type InviteList = z.infer<typeof inviteList>;

export const createdInvite = z
  .object({
    invite,
    link: z.string().meta({
      description: "To follow the dashboard's address, and to be handed over. Shown this once",
      example: '/invite#token=Yx...',
    }),
  })
  .meta({ id: 'CreatedInvite' });
export type CreatedInvite = z.infer<typeof createdInvite>;

const token = text(200).min(1);

export const inviteBody = z.object({ token }).strict().meta({ id: 'InviteBody' });
export type InviteBody = z.infer<typeof inviteBody>;

/** What the invited is told before he or she accepts. */
export const pendingInvite = z.object({ email: z.string(), role, expires_at: instant }).meta({ id: 'PendingInvite' });
export type PendingInvite = z.infer<typeof pendingInvite>;

export const acceptInviteBody = z
  .object({ token, password: newPassword, name: text(200).min(1).optional() })
  .strict()
  .meta({ id: 'AcceptInviteBody' });
export type AcceptInviteBody = z.infer<typeof acceptInviteBody>;
