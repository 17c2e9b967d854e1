import type { DigestDelivery } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { composeDigest, type Digest } from './compose-digest.js';
import { CLAIM_DELIVERY, CLOSE_DELIVERY, INSERT_DELIVERY } from './queries.js';
import { readContent } from './read-content.js';
import { sendEmail, type SmtpSettings } from './send-email.js';
import { sendWebhook, type WebhookOptions } from './send-webhook.js';
import { readSettings, type Settings } from './settings.js';

/** What digests leave by. */
export interface DeliveryDeps {
  pool: Pool;
  now: () => Date;
  /** Absent: this installation sends no e-mail. */
  smtp: SmtpSettings | undefined;
  /** Where readers reach the dashboard. Absent: digests hold no link. */
  dashboardUrl: string | undefined;
  webhook: Pick<WebhookOptions, 'isPrivateAllowed' | 'ca' | 'retryAfterMs'>;
}

type Channel = DigestDelivery['channel'];

/** A week's digest is tried so often, with so much time between. */
const MAX_ATTEMPTS = 3;
const RETRY_AFTER_MS = 30 * 60_000;

/** What would be sent of a site now. */
export async function previewDigest(
  { pool, now, dashboardUrl }: Pick<DeliveryDeps, 'pool' | 'now' | 'dashboardUrl'>,
  site: SiteEntity,
  { isTest = false }: { isTest?: boolean } = {},
): Promise<Digest> {
  return composeDigest(await readContent(pool, site, { now: now(), dashboardUrl, isTest }));
}

/**
 * Sends a week's digest by every channel that hasn't had it. Each delivery is written down before it's tried: two processes never send
 * the same, and a process that dies while sending may send it twice at worst.
 *
 * @returns the deliveries that were tried
 */
export function deliverWeek(
  deps: DeliveryDeps,
  site: SiteEntity,
  { monday, signal }: { monday: string; signal: AbortSignal },
): Promise<DigestDelivery[]> {
  return deliver(deps, site, { isTest: false, signal }, async (channel, now) => {
    const overBy = new Date(now.getTime() - RETRY_AFTER_MS);
    const values = [site.id, channel, monday, now, MAX_ATTEMPTS, overBy];
    return (await deps.pool.query<Claim>(CLAIM_DELIVERY, values)).rows[0];
  });
}

/** Sends the digest of a site now, marked as a test. */
export function deliverTest(deps: DeliveryDeps, site: SiteEntity): Promise<DigestDelivery[]> {
  return deliver(deps, site, { isTest: true }, async (channel, now) => {
    return (await deps.pool.query<Claim>(INSERT_DELIVERY, [site.id, channel, now])).rows[0];
  });
}

/** A delivery that was entered. */
interface Claim {
  id: number;
  /** Who has it from an earlier try. */
  delivered: string[];
}

/** @param claim enters a delivery; nothing where it isn't to be tried */
async function deliver(
  deps: DeliveryDeps,
  site: SiteEntity,
  { isTest, signal }: { isTest: boolean; signal?: AbortSignal },
  claim: (channel: Channel, now: Date) => Promise<Claim | undefined>,
): Promise<DigestDelivery[]> {
  const settings = await readSettings(deps.pool, site.id);
  const channels = channelsOf(settings);
  if (channels.length === 0) return [];
  const digest = await previewDigest(deps, site, { isTest });
  const tried: DigestDelivery[] = [];
  for (const channel of channels) {
    const at = deps.now();
    const claimed = await claim(channel, at);
    if (!claimed) continue;
    const recipients = settings.recipients.filter((recipient) => !claimed.delivered.includes(recipient));
    const { error, delivered } = await send(deps, channel, { ...settings, recipients }, digest, signal);
    await deps.pool.query(CLOSE_DELIVERY, [claimed.id, error, delivered]);
    tried.push({ channel, at: at.toISOString(), is_delivered: error === null, error });
  }
  return tried;
}

function channelsOf({ recipients, webhookUrl }: Settings): Channel[] {
  return [
    ...(recipients.length > 0 ? (['email'] as const) : []),
    ...(webhookUrl === null ? [] : (['webhook'] as const)),
  ];
}

/** @returns why it wasn't delivered, or null; and whom it reached by e-mail */
async function send(
  { smtp, webhook }: DeliveryDeps,
  channel: Channel,
  { recipients, webhookUrl }: Settings,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<{ error: string | null; delivered: string[] }> {
  try {
    if (channel === 'webhook') {
      await sendWebhook(webhookUrl ?? '', digest.webhook, { ...webhook, signal });
      return { error: null, delivered: [] };
    }
    if (!smtp) throw new Error('this installation sends no e-mail: SMTP_URL and SMTP_FROM are not set');
    const { delivered, failures } = await sendEmail(smtp, recipients, digest);
    return { error: failures.length > 0 ? failures.join('; ') : null, delivered };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), delivered: [] };
  }
}
