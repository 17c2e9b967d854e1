let totalMs = 0;
let lookedAtMs: number;
let isInFront: boolean | undefined;

/**
 * Whole seconds since {@link restartForeground} that the page was visible and had the focus. Counts up to this look
 * as the last one found the page, so it has to be called whenever that may have changed, and every few seconds: a look
 * that comes much later comes from a sleeping machine, and the time before it wasn't spent on the page.
 */
export const readForegroundSeconds = (): number => {
  const nowMs = Date.now();
  if (isInFront) totalMs += Math.min(nowMs - lookedAtMs, 3e4);
  lookedAtMs = nowMs;
  isInFront = !document.hidden && document.hasFocus();
  return (totalMs / 1e3) | 0;
};

/** Starts counting anew, for a new view. */
export const restartForeground = (): void => {
  readForegroundSeconds();
  totalMs = 0;
};
