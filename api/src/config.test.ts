import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

describe('the environment', () => {
  it('has the defaults that ARCHITECTURE names', () => {
    expect(loadConfig({})).toEqual({
      databaseUrl: undefined,
      dataDir: './data',
      apiPort: 8000,
      dashboardPort: 3000,
      pgPort: 5432,
      mlPort: 8001,
      mlUrl: undefined,
      mlToken: undefined,
      mlflowTrackingUri: undefined,
      tfServingUrl: undefined,
      trustProxy: undefined,
      isAutoRegistering: true,
      isDemoWanted: true,
      hotDays: 35,
      retentionDays: 730,
      anonymiseAfterDays: undefined,
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
    [{ DEMO: 'perhaps', LOG_LEVEL: 'loud' }, 'DEMO.*LOG_LEVEL'],
  ])('is refused as %j, in one line that names what is wrong', (env, named) => {
    expect(() => loadConfig(env)).toThrow(new RegExp(`^Wrong environment: .*${named}.*$`));
  });
});
