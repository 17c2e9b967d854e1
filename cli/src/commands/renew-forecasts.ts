import { createLogger, queueForecastsElsewhere } from '@tidemark/api';
import type { Installation } from '../database.js';

/** Has a site's forecasts made anew by whoever makes forecasts: other days are left out of them. */
export async function renewForecasts({ database: { pool }, config }: Installation, siteId: number): Promise<void> {
  await queueForecastsElsewhere({ pool, logger: createLogger(config.logLevel) }, siteId);
}
