import { z } from 'zod';
import { instant, text } from './text.js';

/** Everything that is written down in the audit log. */
export const auditActions = [
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'refresh_token_reused',
  'password_changed',
  'second_factor_changed',
  'name_changed',
  'user_added',
  'user_changed',
  'user_removed',
  'api_key_added',
  'api_key_revoked',
  'site_shared',
  'site_share_revoked',
  'recommendation_decided',
  'digest_changed',
  'annotation_added',
  'annotation_changed',
  'annotation_removed',
  'days_imported',
  'imported_days_removed',
  'share_password_failed',
  'site_privacy_changed',
  'site_removed',
  'visitor_exported',
  'visitor_erased',
  'audit_entries_expired',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who acted: somebody signed in, a program with a key, a command on the machine itself, nobody who said who it is, or Tidemark by itself. */
export const auditActorKinds = ['user', 'api_key', 'cli', 'anonymous', 'system'] as const;
export type AuditActorKind = (typeof auditActorKinds)[number];

export const auditDetails = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type AuditDetails = z.infer<typeof auditDetails>;

export const auditEntry = z
  .object({
    id: z.int(),
    at: instant,
    actor: z.object({
      kind: z.enum(auditActorKinds),
      id: z.string().nullable(),
      name: z.string().nullable().meta({ description: 'E-mail address of a user, name of a key, as they were then' }),
    }),
    action: z.enum(auditActions),
    site_id: z.int().nullable().meta({ description: 'Also of a site that is gone' }),
    subject: z.string().nullable().meta({ description: 'A keyed hash of the visitor it is about, never the id' }),
    details: auditDetails,
    address: z.string().nullable().meta({ description: 'Cut to its network', example: '203.0.113.0' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  before: z.coerce.number().int().min(1).optional().meta({ description: 'Entries older than the one of this id' }),
  visitor_id: text(100).min(1).optional().meta({ description: 'Entries about this visitor: proof of an erasure' }),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditList = z
  .object({
    data: z.array(auditEntry).meta({ description: 'The newest first' }),
    next_before: z.int().nullable().meta({ description: '`before` for the entries that follow; null: there are none' }),
  })
  .meta({ id: 'AuditList' });
export type AuditList = z.infer<typeof auditList>;
