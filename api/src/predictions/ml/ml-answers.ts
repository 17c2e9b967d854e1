import { candidateFigures } from '@tidemark/contracts';
import { z } from 'zod';

const interval = z.tuple([z.number().min(0), z.number().min(0)]).refine(([lower, upper]) => lower <= upper, {
  message: 'must go from the lower to the upper bound',
});
/** As wide as the column that keeps it. */
const modelVersion = z.string().min(1).max(20);
const modelKind = z.string().min(1).max(30);

/** The answers of the ML service, as far as they're read here. */
export const forecastAnswer = z.object({
  origin: z.iso.date(),
  model_version: modelVersion,
  model_kind: modelKind,
  trained_at: z.iso.datetime({ offset: true }).nullable(),
  data: z.array(
    z.object({
      date: z.iso.date(),
      value: z.number().min(0),
      intervals: z.object({ '80': interval, '90': interval, '95': interval }),
    }),
  ),
});
export type ForecastAnswer = z.infer<typeof forecastAnswer>;

export const acceptedAnswer = z.object({ job_id: z.string().min(1) });

const trainResult = z.object({
  model_version: modelVersion,
  model_kind: modelKind,
  promoted: z.boolean(),
  reason: z.string(),
  candidates: z.array(candidateFigures),
  origins: z.int(),
  epochs: z.int(),
});

const unfinished = { progress: z.number().min(0).max(1), step: z.string() };

export const jobAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('queued'), ...unfinished }),
  z.object({ status: z.literal('running'), ...unfinished }),
  z.object({ status: z.literal('succeeded'), result: trainResult }),
  z.object({ status: z.literal('failed'), error: z.object({ detail: z.string() }).optional() }),
  z.object({ status: z.literal('cancelled') }),
]);
export type JobAnswer = z.infer<typeof jobAnswer>;

export const healthAnswer = z.object({ status: z.literal('ok') });

export const problemAnswer = z.object({ code: z.string(), detail: z.string() });
