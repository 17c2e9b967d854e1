import { availableParallelism } from 'node:os';
import { email, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '@tidemark/contracts';
import { z } from 'zod';
import { findPasswordWeakness, isGuessableSecret } from './domain/guessable.js';
import type { AnalyticsOptions } from './events/index.js';
import { compileTrust } from './http/forwarding.js';
import type { SmtpSettings } from './recommendations/index.js';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);
const flag = z.enum(['true', 'false', 'on', 'off', '1', '0']).transform((value) => ['true', 'on', '1'].includes(value));
const perMinute = (fallback: number) => z.coerce.number().int().min(0).default(fallback);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must start with http:// or https://' });

/** The distinct visitors of a group with a tenth of a month's visitors are then estimated to about 1%. */
const SAMPLED_VISITORS = 131_072;

const MIN_SECRET_LENGTH = 32;
const secret = z
  .string()
  .min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`)
  .refine((value) => !isGuessableSecret(value), 'must be random, such as what openssl rand -base64 48 prints');
const token = secret.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces, as it travels in a header');

const variables = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional(),
  TIDEMARK_DATA_DIR: z.string().min(1).default('./data'),
  API_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address or a name of this machine')
    .default('127.0.0.1'),
  API_PORT: port(8000),
  DASHBOARD_PORT: port(3000),
  PG_PORT: port(5432),
  ML_PORT: port(8001),
  ML_URL: httpUrl.optional(),
  ML_TOKEN: token.optional(),
  MLFLOW_TRACKING_URI: z.string().min(1).optional(),
  TF_SERVING_URL: httpUrl.optional(),
  JWT_SECRET: secret.optional(),
  ADMIN_EMAIL: email.optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
    .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`)
    .optional(),
  PUBLIC_URL: httpUrl.optional(),
  DASHBOARD_URL: httpUrl.optional(),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  TRUST_PROXY: z
    .string()
    .transform(readTrustProxy)
    .refine(isTrustable, 'must be a number of proxies, or their addresses and ranges with commas between')
    .optional(),
  DASHBOARD_TOKEN: token.optional(),
  METRICS_TOKEN: token.optional(),
  RATE_LIMIT_PER_MINUTE: perMinute(100),
  TRACK_RATE_LIMIT_PER_MINUTE: perMinute(600),
  AUTO_REGISTER_SITES: flag.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must start with smtp:// or smtps://' }).optional(),
  SMTP_FROM: z.string().min(3).max(320).optional(),
  WEBHOOK_PRIVATE: flag.default(false),
  DEMO: flag.default(true),
  HOT_DAYS: z.coerce.number().int().min(7).max(3_660).default(35),
  RETENTION_DAYS: z.coerce.number().int().min(7).max(36_600).default(730),
  ANONYMISE_AFTER_DAYS: z.coerce.number().int().min(7).max(36_600).optional(),
  AUDIT_LOG_DAYS: z.coerce.number().int().min(90).max(36_600).default(730),
  ARCHIVE_URL: z
    .string()
    .regex(/^s3:\/\//, 'must start with s3://')
    .optional(),
  ARCHIVE_CACHE_MB: z.coerce.number().int().min(10).default(10_000),
  QUERY_MEMORY_MB: z.coerce.number().int().min(100).default(600),
  QUERY_THREADS: z.coerce.number().int().min(1).max(256).default(availableParallelism()),
  QUERY_EXACT_ROWS: z.coerce.number().int().min(0).default(2_000_000),
  QUERY_TIMEOUT_SECONDS: z.coerce.number().positive().default(30),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});

const environment = variables
  .refine(({ ML_URL, ML_TOKEN }) => ML_URL === undefined || ML_TOKEN !== undefined, {
    path: ['ML_TOKEN'],
    error: 'must be set where ML_URL is: it is the token of the service there',
  })
  .superRefine(({ ADMIN_EMAIL, ADMIN_PASSWORD }, context) => {
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    if (ADMIN_EMAIL !== undefined && ADMIN_PASSWORD === undefined)
      refuse('ADMIN_PASSWORD', 'must be set where ADMIN_EMAIL is');
    if (ADMIN_PASSWORD === undefined) return;
    if (ADMIN_EMAIL === undefined) refuse('ADMIN_EMAIL', 'must be set where ADMIN_PASSWORD is');
    const weakness = findPasswordWeakness(ADMIN_PASSWORD, ADMIN_EMAIL ?? '');
    if (weakness !== undefined) refuse('ADMIN_PASSWORD', weakness);
  })
  .refine(({ SMTP_URL, SMTP_FROM }) => (SMTP_URL === undefined) === (SMTP_FROM === undefined), {
    path: ['SMTP_URL, SMTP_FROM'],
    error: 'must be set both or neither: a server takes no e-mail that is from nobody',
  })
  .refine(({ TLS_CERT, TLS_KEY }) => (TLS_CERT === undefined) === (TLS_KEY === undefined), {
    path: ['TLS_CERT, TLS_KEY'],
    error: 'must be set both or neither: a certificate serves with its key only',
  });

/** Where a certificate with its chain and its private key lie, both PEM. */
export interface TlsFiles {
  certFile: string;
  keyFile: string;
}

/** What the environment says, checked once at start. Names and defaults: ARCHITECTURE, "Names of the environment". */
export interface Config {
  /** Absent: the embedded server is started. */
  databaseUrl: string | undefined;
  dataDir: string;
  /** Where the API and the dashboard listen. */
  apiHost: string;
  apiPort: number;
  dashboardPort: number;
  pgPort: number;
  /** Where `npm start` lets the forecasting service listen. */
  mlPort: number;
  /** Where the forecasting service is. Absent: there is none, unless `npm start` starts one. */
  mlUrl: string | undefined;
  /** What the API shows the forecasting service to be let in. */
  mlToken: string | undefined;
  /** The forecasting service keeps its runs and models there instead of in the data folder. */
  mlflowTrackingUri: string | undefined;
  /** The forecasting service lets TensorFlow Serving compute, at this address. */
  tfServingUrl: string | undefined;
  /** What access tokens are signed with. Absent: a secret made in the data folder. */
  jwtSecret: string | undefined;
  /** The first user, made where there is none yet. */
  admin: { email: string; password: string } | undefined;
  /** Where websites reach the API. Absent: at the address it listens on. */
  publicUrl: string | undefined;
  /** Where readers reach the dashboard. Absent: digests hold no links. */
  dashboardUrl: string | undefined;
  /** Absent: HTTP alone. */
  tls: TlsFiles | undefined;
  /** Whose `X-Forwarded-*` are believed: so many proxies in front, or those with these addresses and ranges. */
  trustProxy: number | string[] | undefined;
  /** What the dashboard's server shows the API to be believed. `npm start` makes one at each start. */
  dashboardToken: string | undefined;
  /** What Prometheus shows to read `/metrics` from another machine. Absent: only programs on this one read it. */
  metricsToken: string | undefined;
  /** Requests a minute and address, events apart; 0: no limit. */
  rateLimits: { perMinute: number; trackPerMinute: number };
  /** Register the host of an event as a site when it's new. Default: only with the embedded server. */
  isAutoRegistering: boolean;
  isDemoWanted: boolean;
  /** So many days of events stay in PostgreSQL after they were archived. */
  hotDays: number;
  /** Events are kept so many days, unless their site says otherwise. */
  retentionDays: number;
  /** Months of the archive that ended so many days ago name no visitor any more. Absent: they do as long as they're kept. */
  anonymiseAfterDays: number | undefined;
  /** Where digests are handed in as e-mail. Absent: none are sent. */
  smtp: SmtpSettings | undefined;
  /** Webhooks may lie in private networks. */
  isPrivateWebhookAllowed: boolean;
  /** Entries of the audit log are kept so many days. */
  auditLogDays: number;
  /** Where the archive lies, how much of a distant one is kept here, and what the read engine may take. */
  analytics: AnalyticsOptions;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/** The environment names something unusable. The message is one line and names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads and checks the environment. An empty variable counts as unset.
 *
 * @throws ConfigError naming each wrong variable.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ConfigError(`Wrong environment: ${wrong.join('; ')}`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    dataDir: values.TIDEMARK_DATA_DIR,
    apiHost: values.API_HOST,
    apiPort: values.API_PORT,
    dashboardPort: values.DASHBOARD_PORT,
    pgPort: values.PG_PORT,
    mlPort: values.ML_PORT,
    mlUrl: values.ML_URL,
    mlToken: values.ML_TOKEN,
    mlflowTrackingUri: values.MLFLOW_TRACKING_URI,
    tfServingUrl: values.TF_SERVING_URL,
    jwtSecret: values.JWT_SECRET,
    admin: readAdmin(values),
    publicUrl: values.PUBLIC_URL?.replace(/\/$/, ''),
    dashboardUrl: values.DASHBOARD_URL?.replace(/\/$/, ''),
    tls: values.TLS_CERT && values.TLS_KEY ? { certFile: values.TLS_CERT, keyFile: values.TLS_KEY } : undefined,
    trustProxy: values.TRUST_PROXY,
    dashboardToken: values.DASHBOARD_TOKEN,
    metricsToken: values.METRICS_TOKEN,
    rateLimits: { perMinute: values.RATE_LIMIT_PER_MINUTE, trackPerMinute: values.TRACK_RATE_LIMIT_PER_MINUTE },
    isAutoRegistering: values.AUTO_REGISTER_SITES ?? values.DATABASE_URL === undefined,
    isDemoWanted: values.DEMO,
    hotDays: values.HOT_DAYS,
    retentionDays: values.RETENTION_DAYS,
    anonymiseAfterDays: values.ANONYMISE_AFTER_DAYS,
    smtp: values.SMTP_URL && values.SMTP_FROM ? { url: values.SMTP_URL, from: values.SMTP_FROM } : undefined,
    isPrivateWebhookAllowed: values.WEBHOOK_PRIVATE,
    auditLogDays: values.AUDIT_LOG_DAYS,
    analytics: {
      dataDir: values.TIDEMARK_DATA_DIR,
      archiveUrl: values.ARCHIVE_URL,
      archiveCacheMb: values.ARCHIVE_CACHE_MB,
      memoryMb: values.QUERY_MEMORY_MB,
      threads: values.QUERY_THREADS,
      timeLimitMs: values.QUERY_TIMEOUT_SECONDS * 1_000,
      exactRows: values.QUERY_EXACT_ROWS,
      sampledVisitors: SAMPLED_VISITORS,
    },
    logLevel: values.LOG_LEVEL,
  };
}

function readAdmin({ ADMIN_EMAIL, ADMIN_PASSWORD }: z.output<typeof variables>): Config['admin'] {
  if (ADMIN_EMAIL === undefined || ADMIN_PASSWORD === undefined) return undefined;
  return { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
}

function readTrustProxy(value: string): number | string[] {
  return /^\d+$/.test(value) ? Number(value) : value.split(',').map((range) => range.trim());
}

function isTrustable(trustProxy: number | string[]): boolean {
  try {
    compileTrust(trustProxy);
    return true;
  } catch {
    return false;
  }
}
