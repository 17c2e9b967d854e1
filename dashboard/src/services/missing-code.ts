/**
 * Parts of the page whose code didn't come, such as after an update of Tidemark while the page was open. A browser doesn't ask twice
 * for the same module: only the page loaded anew brings it.
 */
const failures = new WeakSet<Error>();

/** Listens to what Vite's imports say; once, before anything is drawn. */
export function watchForMissingCode(): void {
  window.addEventListener('vite:preloadError', ({ payload }) => {
    failures.add(payload);
  });
}

export function isMissingCode(error: Error): boolean {
  return failures.has(error);
}
