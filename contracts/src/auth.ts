import { z } from 'zod';
import { text } from './text.js';

/** `viewer` reads the sites he or she is a member of; `admin` reads and changes everything. */
export const roles = ['admin', 'viewer'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Compared and kept in lower case. A host without a dot is one too: the first admin may be `admin@localhost`. */
export const email = text(254)
  .regex(/^\s*[^\s@]+@[^\s@]+\s*$/, 'must be an e-mail address')
  .transform((value) => value.trim().toLowerCase())
  .meta({ example: 'owner@example.com' });

export const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 200;

/** A password to be; beyond its length it must not be easily guessed, which is told as a field's error too. */
export const newPassword = text(MAX_PASSWORD_LENGTH).min(MIN_PASSWORD_LENGTH);

export const user = z
  .object({ id: z.int(), email: z.string(), name: z.string().nullable(), role })
  .meta({ id: 'User' });
export type User = z.infer<typeof user>;

export const loginBody = z
  .object({
    email,
    password: text(MAX_PASSWORD_LENGTH).min(1),
    code: text(32).min(1).optional().meta({ description: 'The second factor, of a user who has one' }),
  })
  .strict()
  .meta({ id: 'LoginBody' });
export type LoginBody = z.infer<typeof loginBody>;

/** What a sign-in, its renewal and a change of password answer with. The cookie `refresh_token` comes with it. */
export const signIn = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().meta({ description: 'Seconds until the access token expires', example: 86400 }),
    user,
    refresh_token: z
      .string()
      .optional()
      .meta({ description: 'Only for programs that renew by the body; browsers have it in a cookie they cannot read' }),
  })
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof signIn>;

export const refreshBody = z
  .object({ refresh_token: text(200).min(1).optional().meta({ description: 'Absent: the cookie has it' }) })
  .strict()
  .meta({ id: 'RefreshBody' });
export type RefreshBody = z.infer<typeof refreshBody>;

export const logoutBody = z
  .object({ everywhere: z.boolean().default(false).meta({ description: 'End every sign-in of this user' }) })
  .strict()
  .meta({ id: 'LogoutBody' });
export type LogoutBody = z.infer<typeof logoutBody>;

export const passwordBody = z
  .object({ current_password: text(MAX_PASSWORD_LENGTH).min(1), new_password: newPassword })
  .strict()
  .meta({ id: 'PasswordBody' });
export type PasswordBody = z.infer<typeof passwordBody>;

/** What a key may do; never more than its user. */
export const scope = z.enum(['read', 'write']);
export type Scope = z.infer<typeof scope>;

/** Who asks, and what the token or key at hand allows. */
export const me = z
  .object({
    user,
    scope: scope.meta({ description: '`write`: may change things, too' }),
    site_ids: z.array(z.int()).nullable().meta({ description: 'The sites that may be read; null: all of them' }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;

/** What one may change of oneself. */
export const meChange = z
  .object({
    name: text(200).trim().min(1).nullable().meta({ description: 'How one is called; null: by the e-mail address' }),
  })
  .strict()
  .meta({ id: 'MeChange' });
export type MeChange = z.infer<typeof meChange>;
