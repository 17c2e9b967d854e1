import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what another process brings about. @throws Error that says what it was, when it doesn't come */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  { withinMs = 300_000, everyMs = 100 }: { withinMs?: number; everyMs?: number } = {},
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`In vain it was waited that ${what}.`);
    await sleep(everyMs);
  }
}
