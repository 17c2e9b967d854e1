import { z } from 'zod';
import { calendarDate, instant, text } from './text.js';

const MAX_SPAN_DAYS = 366;
const DAY_MS = 86_400_000;

/** Who marked days: the site's owner, or Tidemark, which was down on them, or found that visitors weren't counted. */
const markSources = ['owner', 'outage', 'gap'] as const;
export type MarkSource = (typeof markSources)[number];

/** A span of days that say nothing of a site's usual traffic; both ends belong to it. */
export const markedDays = z
  .object({
    id: z.int(),
    start_date: calendarDate,
    end_date: calendarDate,
    reason: z.string().meta({ example: 'bot attack' }),
    source: z.enum(markSources).meta({
      description:
        'By whom: `outage` and `gap` by Tidemark itself, which was down, or found that visitors were not counted',
    }),
    created_at: instant,
  })
  .meta({ id: 'MarkedDays' });
export type MarkedDays = z.infer<typeof markedDays>;

export const markedDaysList = z.object({ data: z.array(markedDays) }).meta({ id: 'MarkedDaysList' });
export type MarkedDaysList = z.infer<typeof markedDaysList>;

const markableDate = calendarDate
  .refine((date) => Number.isNaN(Date.parse(date)) || /^(?:199|20\d)/.test(date), {
    message: 'must be in the years 1990 to 2099',
  })
  .meta({ example: '2025-08-05' });

/** Also of days to come: they're left out once they're over. */
export const newMarkedDays = z
  .object({
    start_date: markableDate,
    end_date: markableDate.optional().meta({ description: 'Default: the same day' }),
    reason: text(200).trim().min(1, 'must not be empty').meta({ example: 'bot attack' }),
  })
  .strict()
  // What isn't a date is told by its own field, and compares as NaN.
  .refine((span) => !(lengthOf(span) < 1), { path: ['end_date'], message: 'must not be before start_date' })
  .refine((span) => !(lengthOf(span) > MAX_SPAN_DAYS), {
    path: ['end_date'],
    message: `must be at most ${MAX_SPAN_DAYS} days from start_date on`,
  })
  .meta({ id: 'NewMarkedDays' });
export type NewMarkedDays = z.infer<typeof newMarkedDays>;

function lengthOf({
  start_date,
  end_date = start_date,
}: {
  start_date: string;
  end_date?: string | undefined;
}): number {
  return (Date.parse(end_date) - Date.parse(start_date)) / DAY_MS + 1;
}
