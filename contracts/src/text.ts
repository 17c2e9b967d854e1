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
