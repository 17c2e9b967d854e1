import type { Logger } from 'winston';
import type { Ingest } from '../ingest/index.js';

interface HousekeepingDeps {
  ingest: Pick<Ingest, 'uncounted' | 'salts'>;
  heartbeat: { beat(): Promise<void> };
  forgetOldSignIns: () => Promise<void>;
  logger: Logger;
  now: () => Date;
}

/** Starts the small recurring chores: counts written, a sign of life, salts and sign-ins forgotten. A failing one waits for its next turn. */
export function startHousekeeping({
  ingest,
  heartbeat,
  logger,
  now,
  forgetOldSignIns,
}: HousekeepingDeps): { stop(): Promise<void> } {
  const writeCounts = {
    name: 'write counts of what was left out',
    everyMs: 2_000,
    run: () => ingest.uncounted.flush(),
  };
  const chores = [
    writeCounts,
    { name: 'say that it lives', everyMs: 60_000, run: () => heartbeat.beat() },
    { name: 'forget salts', everyMs: 3_600_000, run: () => ingest.salts.forgetOld(now().toISOString().slice(0, 10)) },
    { name: 'forget old sign-ins', everyMs: 3_600_000, run: forgetOldSignIns },
  ];
  const underWay = new Set<Promise<void>>();
  const attempt = ({ name, run }: typeof writeCounts) => {
    const attempted = run()
      .catch((error: unknown) => {
        logger.error('housekeeping failed', { chore: name, error });
      })
      .finally(() => underWay.delete(attempted));
    underWay.add(attempted);
    return attempted;
  };
  const timers = chores.map((chore) => setInterval(() => void attempt(chore), chore.everyMs));
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
      await attempt(writeCounts);
    },
  };
}
