import { z } from 'zod';

export const health = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });
export type Health = z.infer<typeof health>;

const state = z.enum(['ok', 'down', 'off']);

/** Whether the process can do its work, part by part. `off`: not part of this installation yet. */
export const readiness = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    components: z.object({ database: state, writer: state, ml: state }),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof readiness>;
