/** Whether nothing is left to do for an event: the server has it (201), doesn't want it (202) or never will (4xx). */
export const isFinal = (status: number): boolean => /^(20[12]|4(?!08|29))/.test(status as unknown as string);

/** How long to wait after failure `failures` (1 = the first): never less than the server asked for, up to an hour. */
export const computeWaitMs = (failures: number, retryAfterS: number | undefined, random: number): number =>
  Math.min(retryAfterS || 2 ** failures, 3600) * (1e3 + 500 * random);
