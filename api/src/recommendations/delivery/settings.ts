import type { DigestChange, DigestDelivery, DigestSettings } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Audit, AuditActor } from '../../audit/index.js';
import { inTransaction, type SiteEntity } from '../../db/index.js';
import { SAVE_SETTINGS, SELECT_LAST_DELIVERIES, SELECT_SETTINGS } from './queries.js';
import { digestWeeks } from './week.js';

/** To whom a site's digest goes. */
export interface Settings {
  isEnabled: boolean;
  recipients: string[];
  webhookUrl: string | null;
}

interface DeliveryRow {
  channel: DigestDelivery['channel'];
  at: Date;
  isDelivered: boolean;
  error: string | null;
}

/** A site that nobody set up has its digest off. */
const OFF: Settings = { isEnabled: false, recipients: [], webhookUrl: null };

export async function readSettings(pool: Pool, siteId: number): Promise<Settings> {
  return (await pool.query<Settings>(SELECT_SETTINGS, [siteId])).rows[0] ?? OFF;
}

/** What the API says of a site's digest. */
export async function describeSettings(
  pool: Pool,
  site: SiteEntity,
  { now, canEmail }: { now: Date; canEmail: boolean },
): Promise<DigestSettings> {
  const { isEnabled, recipients, webhookUrl } = await readSettings(pool, site.id);
  return {
    is_enabled: isEnabled,
    recipients,
    webhook_url: webhookUrl,
    can_email: canEmail,
    next_at: isEnabled ? digestWeeks(now, site.timezone).next.at.toISOString() : null,
    deliveries: await readLastDeliveries(pool, site.id),
  };
}

export async function readLastDeliveries(pool: Pool, siteId: number): Promise<DigestDelivery[]> {
  const { rows } = await pool.query<DeliveryRow>(SELECT_LAST_DELIVERIES, [siteId]);
  return rows.map(({ channel, at, isDelivered, error }) => ({
    channel,
    at: at.toISOString(),
    is_delivered: isDelivered,
    error,
  }));
}

/** Changes a site's digest, and writes down who did; not what its webhook is, which is a secret. */
export async function changeSettings(
  { pool, audit }: { pool: Pool; audit: Audit },
  { siteId, change, actor }: { siteId: number; change: DigestChange; actor: AuditActor },
): Promise<void> {
  const before = await readSettings(pool, siteId);
  const after: Settings = {
    isEnabled: change.is_enabled ?? before.isEnabled,
    recipients: change.recipients ?? before.recipients,
    webhookUrl: change.webhook_url === undefined ? before.webhookUrl : change.webhook_url,
  };
  await inTransaction(pool, async (client) => {
    await client.query(SAVE_SETTINGS, [siteId, after.isEnabled, after.recipients, after.webhookUrl]);
    const details = {
      is_enabled: after.isEnabled,
      recipients: after.recipients.length,
      has_webhook: after.webhookUrl !== null,
    };
    await audit.record({ actor, action: 'digest_changed', siteId, details }, client);
  });
}
