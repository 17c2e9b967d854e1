/** The end of a calendar day in the reader's zone, as the API takes an instant; undefined where no day was chosen. */
export function endOfDay(day: string): string | undefined {
  return day === '' ? undefined : new Date(`${day}T23:59:59`).toISOString();
}
