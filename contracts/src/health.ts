import { z } from 'zod';

export const health = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });
export type Health = z.infer<typeof health>;

const state = z.enum(['ok', 'down']);

/** `off`: this installation forecasts nothing. `unavailable`: the service starts, or doesn't answer; what was forecast is there. */
const mlState = z.enum(['ok', 'off', 'unavailable']);

/** Whether the process can do its work, part by part. Without forecasting it can: the status stays `ok`. */
export const readiness = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    components: z.object({ database: state, writer: state, ml: mlState }),
    reasons: z
      .object({ ml: z.string().meta({ description: 'Why there are no new forecasts, in one line' }) })
      .optional()
      .meta({ description: 'Only where a part has one to tell' }),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readiness>;
