import { readMlNotice, type MlNotice } from './ml-notice.js';

const ANSWER_WITHIN_MS = 1_000;

/** Where the forecasting service is, if anywhere, and where notices about it lie. */
export interface MlPlace {
  url: string | undefined;
  dataDir: string;
}

/** What there is to say of forecasting. */
export type MlState = MlNotice | { state: 'ok' };

/** Asks the service, and where it doesn't answer whoever runs it. */
export async function readMlState({ url, dataDir }: MlPlace): Promise<MlState> {
  const [isUp, notice] = await Promise.all([url !== undefined && answers(url), readMlNotice(dataDir)]);
  if (isUp) return { state: 'ok' };
  if (notice) return notice;
  if (url === undefined) return { state: 'off', reason: 'no forecasting service is set up (ML_URL)' };
  return { state: 'unavailable', reason: `the forecasting service does not answer at ${new URL(url).host}` };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('health', url.endsWith('/') ? url : `${url}/`), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // refused, too late, not HTTP: it doesn't answer
  }
}
