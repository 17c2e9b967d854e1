import { describe, expect, it } from '@jest/globals';
import { createMlEnv } from './ml-env.js';
import { planMlflow } from './mlflow.js';

const config = { mlPort: 8123, logLevel: 'warn' } as const;
const options = { config, dataDir: '/data', token: 'secret' };

describe("the forecasting service's environment", () => {
  it('says where it listens and keeps its models, and hands on what surrounds it', () => {
    expect(createMlEnv({ TF_SERVING_URL: 'http://serving:8501', HOME: '/home/me' }, options)).toEqual({
      HOME: '/home/me',
      TF_SERVING_URL: 'http://serving:8501',
      ML_HOST: '127.0.0.1',
      ML_PORT: '8123',
      ML_TOKEN: 'secret',
      TIDEMARK_DATA_DIR: '/data',
      LOG_LEVEL: 'warn',
      MLFLOW_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: 'true',
      PYTHONUNBUFFERED: '1',
    });
  });

  it("holds no other part's secrets", () => {
    const secrets = {
      DATABASE_URL: 'postgres://me:secret@db/x',
      JWT_SECRET: 'x',
      ADMIN_PASSWORD: 'y',
      SMTP_URL: 'smtp://me:secret@mail',
      METRICS_TOKEN: 'z',
      DASHBOARD_TOKEN: 'z',
    };
    expect(createMlEnv(secrets, options)).toEqual(createMlEnv({}, options));
  });
});

describe('planMlflow', () => {
  const DATABASE_URL = 'postgres://db/x';

  it('shows the store of the data folder, on loopback', () => {
    expect(planMlflow({ DATABASE_URL, TIDEMARK_DATA_DIR: '/srv/tide mark' })).toEqual({
      home: '/srv/tide mark/mlflow',
      args: [
        ...['server', '--host', '127.0.0.1', '--workers', '1'],
        ...['--backend-store-uri', 'sqlite:////srv/tide mark/mlflow/mlflow.db'],
        ...['--artifacts-destination', 'file:///srv/tide%20mark/mlflow/artifacts'],
      ],
    });
  });

  it('shows another store where MLFLOW_TRACKING_URI names one', () => {
    expect(planMlflow({ DATABASE_URL, MLFLOW_TRACKING_URI: 'sqlite:////elsewhere.db' })).toHaveProperty(
      'args',
      expect.arrayContaining(['sqlite:////elsewhere.db']),
    );
  });

  it('starts none beside a server', () => {
    expect(planMlflow({ MLFLOW_TRACKING_URI: 'http://mlflow:5000' })).toEqual({ address: 'http://mlflow:5000' });
  });
});
