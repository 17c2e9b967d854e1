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
      publicUrl: undefined,
      tls: undefined,
      trustProxy: undefined,
      dashboardToken: undefined,
      rateLimits: { perMinute: 100, trackPerMinute: 600 },
      isAutoRegistering: true,
      isDemoWanted: true,
      hotDays: 35,
      retentionDays: 730,
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

  it.each([
    [{ API_PORT: 'eighty' }, 'API_PORT'],
    [{ PG_PORT: '70000' }, 'PG_PORT'],
    [{ HOT_DAYS: '3' }, 'HOT_DAYS'],
    [{ ARCHIVE_URL: 'ftp://x' }, 'ARCHIVE_URL'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ ML_URL: 'localhost:8001', ML_TOKEN: 'secret' }, 'ML_URL must start with http'],
    [{ ML_URL: 'http://ml:8001' }, 'ML_TOKEN must be set'],
    [{ ML_TOKEN: 'two words' }, 'ML_TOKEN'],
    [{ TF_SERVING_URL: 'grpc://serving:8500' }, 'TF_SERVING_URL'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY must be a number of proxies'],
    [{ TRUST_PROXY: '10.0.0.0/8,0.0.0.0/0' }, 'TRUST_PROXY'],
    [{ TLS_CERT: 'cert.pem' }, 'TLS_CERT, TLS_KEY must be set both or neither'],
    [{ API_HOST: 'http://me' }, 'API_HOST'],
    [{ PUBLIC_URL: 'stats.example' }, 'PUBLIC_URL must start with http'],
    [{ RATE_LIMIT_PER_MINUTE: '-1' }, 'RATE_LIMIT_PER_MINUTE'],
    [{ DEMO: 'perhaps', LOG_LEVEL: 'loud' }, 'DEMO.*LOG_LEVEL'],
  ])('is refused as %j, in one line that names what is wrong', (env, named) => {
    expect(() => loadConfig(env)).toThrow(new RegExp(`^Wrong environment: .*${named}.*$`));
  });
});
