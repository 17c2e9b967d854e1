import { z } from 'zod';

/** Text that PostgreSQL and every reader can hold: well-formed Unicode without NUL, at most `max` UTF-16 units. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\u0000]*$/, 'must hold no NUL character')
    .refine((value) => value.isWellFormed(), { message: 'must be well-formed Unicode' });

/** A calendar day, `YYYY-MM-DD`, in the site's time zone. */
export const calendarDate = z.iso.date().meta({ example: '2025-08-05' });

/** Where the count of instants begins: nothing is from before. */
export const EARLIEST_DAY = '1970-01-01';

/** A calendar day that somebody may ask about, or write something down at. What is no date is told by its own rule. */
export const askedDay = calendarDate
  .refine((date) => Number.isNaN(Date.parse(date)) || date >= EARLIEST_DAY, {
    message: `must not be before ${EARLIEST_DAY}`,
  })
  .meta({
    example: '2025-08-05',
    description: `Not before ${EARLIEST_DAY}`,
    // The rule above, for who reads the schema alone.
    pattern: z.regexes.date.source.replace('^', '^(?!0|1[0-8]|19[0-6])'),
  });

/** An instant, RFC 3339 with an offset. */
export const instant = z.iso.datetime({ offset: true }).meta({ example: '2025-08-05T10:00:00Z' });

/** An id in a path. */
export const pathId = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'must be an id')
  .transform(Number)
  .meta({ example: '1' });

export const siteIds = z.array(z.int().min(1).max(2_147_483_647)).max(1_000);

/** An IANA time zone that this runtime knows. */
export const timeZone = text(64)
  .refine(isTimeZone, { message: 'must be an IANA time zone, such as Europe/Berlin' })
  .meta({ example: 'Europe/Berlin' });

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return /^[A-Za-z]/.test(value);
  } catch {
    return false;
  }
}
