import { AppError } from '../errors.js';
import type { KnownDays } from './history.js';
import type { MlError } from './ml/index.js';

/** There are fewer days than something takes, or none of them is near the present. */
export function refuseShortHistory(what: string, days: KnownDays, need: number): AppError {
  const { have, reachesPresent, marked } = days;
  const isOld = have > 0 && !reachesPresent;
  const leftOut = marked === 0 ? '' : `, and ${marked} that ${marked === 1 ? 'is' : 'are'} marked and left out`;
  const taken = `${need} full days of history${isOld ? ', one of them within the last four weeks' : ''}`;
  const there = `${have === 1 ? 'is 1' : `are ${have}`}${isOld ? ', all of them older' : ''}`;
  const detail = `${what} takes ${taken}; there ${there}${leftOut}.`;
  return new AppError({ code: 'not_enough_history', detail, days: { have, need } });
}

/** Nobody computes forecasts here, or just now. */
export function refuseWithoutMl(cause?: MlError): AppError {
  const detail = cause
    ? `Forecasting is down just now. ${cause.message}`
    : 'Forecasting is off: no ML service is configured (ML_URL).';
  return new AppError({ code: 'unavailable', detail, retryAfterSeconds: 60, cause });
}
