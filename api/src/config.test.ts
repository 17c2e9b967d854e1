import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

describe('the environment', () => {
  it('has the defaults that ARCHITECTURE names', () => {
    expect(loadConfig({})).toEqual({
      databaseUrl: undefined,
      dataDir: './data',
      apiHost: '127.0.0.1',
      apiPort: 8000,
      dashboardPort: 3000,
      pgPort: 5432,
      mlPort: 8001,
      mlUrl: undefined,
      mlToken: undefined,
      mlflowTrackingUri: undefined,
      tfServingUrl: undefined,
      jwtSecret: undefined,
      admin: undefined,
      publicUrl: undefined,
      dashboardUrl: undefined,
      tls: undefined,
      trustProxy: undefined,
      dashboardToken: undefined,
      metricsToken: undefined,
      rateLimits: { perMinute: 100, trackPerMinute: 600 },
      isAutoRegistering: true,
      isDemoWanted: true,
      hotDays: 35,
      retentionDays: 730,
      anonymiseAfterDays: undefined,
      smtp: undefined,
      isPrivateWebhookAllowed: false,
      auditLogDays: 730,
      analytics: {
        dataDir: './data',
        archiveUrl: undefined,
        archiveCacheMb: 10_000,
        exactRows: 2_000_000,
        sampledVisitors: 131_072,
        memoryMb: 600,
        threads: availableParallelism(),
        timeLimitMs: 30_000,
      },
      logLevel: 'info',
    });
  });

  it('registers sites by themselves only with the embedded database, unless it says so', () => {
    const DATABASE_URL = 'postgres://db/x';
    expect(loadConfig({ DATABASE_URL }).isAutoRegistering).toBe(false);
    expect(loadConfig({ DATABASE_URL, AUTO_REGISTER_SITES: 'true' }).isAutoRegistering).toBe(true);
  });

  it('counts an empty variable as unset, and a number of proxies as a number', () => {
    expect(loadConfig({ API_PORT: '', TRUST_PROXY: '1' })).toMatchObject({ apiPort: 8000, trustProxy: 1 });
    expect(loadConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8,fd00::/8' }).trustProxy).toEqual([
      'loopback',
      '10.0.0.0/8',
      'fd00::/8',
    ]);
  });

  it('names the first admin, by an address in lower case', () => {
    const env = { ADMIN_EMAIL: 'Owner@Example.com', ADMIN_PASSWORD: 'correct horse battery 9' };
    expect(loadConfig(env).admin).toEqual({ email: 'owner@example.com', password: 'correct horse battery 9' });
  });

  it('is never quoted where it is refused: it holds secrets', () => {
    const env = { JWT_SECRET: 'tell-nobody', ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'hush' };
    expect(() => loadConfig(env)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/nobody|hush/) }),
    );
  });

  it.each([
    [{ API_PORT: 'eighty' }, 'API_PORT'],
    [{ PG_PORT: '70000' }, 'PG_PORT'],
    [{ HOT_DAYS: '3' }, 'HOT_DAYS'],
    [{ ARCHIVE_URL: 'ftp://x' }, 'ARCHIVE_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ ML_URL: 'localhost:8001', ML_TOKEN: 'secret' }, 'ML_URL must start with http'],
    [{ ML_URL: 'http://ml:8001' }, 'ML_TOKEN must be set'],
    [{ ML_TOKEN: 'changeme' }, 'ML_TOKEN must have at least 32'],
    [{ ML_TOKEN: 'two words, of which the second is long' }, 'ML_TOKEN must be printable'],
    [{ ML_TOKEN: 'change-this-secret-token-in-production' }, 'ML_TOKEN must be random'],
    [{ DASHBOARD_TOKEN: 'x'.repeat(40) }, 'DASHBOARD_TOKEN must be random'],
    [{ TF_SERVING_URL: 'grpc://serving:8500' }, 'TF_SERVING_URL'],
    [{ JWT_SECRET: 'short' }, 'JWT_SECRET must have at least 32 characters'],
    [{ JWT_SECRET: 'x'.repeat(40) }, 'JWT_SECRET must be random'],
    [{ JWT_SECRET: 'your-256-bit-secret-change-me-in-production' }, 'JWT_SECRET must be random'],
    [{ ADMIN_EMAIL: 'owner@example.com' }, 'ADMIN_PASSWORD must be set'],
    [{ ADMIN_PASSWORD: 'correct horse battery 9' }, 'ADMIN_EMAIL must be set'],
    [{ ADMIN_EMAIL: 'owner', ADMIN_PASSWORD: 'correct horse battery 9' }, 'ADMIN_EMAIL must be an e-mail address'],
    [{ ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'seven77' }, 'ADMIN_PASSWORD must have at least 8'],
    [{ ADMIN_EMAIL: 'owner@example.com', ADMIN_PASSWORD: 'Password123' }, 'ADMIN_PASSWORD is too easily guessed'],
    [
      { ADMIN_EMAIL: 'Owner@example.com', ADMIN_PASSWORD: 'owner@Example.com' },
      'ADMIN_PASSWORD must not be the e-mail',
    ],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY must be a number of proxies'],
    [{ TRUST_PROXY: '10.0.0.0/8,0.0.0.0/0' }, 'TRUST_PROXY'],
    [{ TLS_CERT: 'cert.pem' }, 'TLS_CERT, TLS_KEY must be set both or neither'],
    [{ API_HOST: 'http://me' }, 'API_HOST'],
    [{ PUBLIC_URL: 'stats.example' }, 'PUBLIC_URL must start with http'],
    [{ RATE_LIMIT_PER_MINUTE: '-1' }, 'RATE_LIMIT_PER_MINUTE'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must have at least 32'],
    [{ METRICS_TOKEN: '0123456789'.repeat(4) }, 'METRICS_TOKEN must be random'],
    [{ METRICS_TOKEN: 'with spaces in between, but long enough' }, 'METRICS_TOKEN must be printable'],
    [{ AUDIT_LOG_DAYS: '89' }, 'AUDIT_LOG_DAYS'],
    [{ DEMO: 'perhaps', LOG_LEVEL: 'loud' }, 'DEMO.*LOG_LEVEL'],
  ])('is refused as %j, in one line that names what is wrong', (env, named) => {
    expect(() => loadConfig(env)).toThrow(new RegExp(`^Wrong environment: .*${named}.*$`));
  });
});
