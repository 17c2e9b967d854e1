import type { Logger } from 'winston';
import type { EventStore } from '../events/index.js';
import type { Ingest } from '../ingest/index.js';

interface HousekeepingDeps {
  ingest: Pick<Ingest, 'uncounted' | 'salts'>;
  events: Pick<EventStore, 'dropOldCopies'>;
  heartbeat: { beat(): Promise<void> };
  forgetOldSignIns: () => Promise<void>;
  forgetOldAudit: () => Promise<unknown>;
  logger: Logger;
}

/** Starts the small recurring chores: counts written, a sign of life, salts, copies, sign-ins and old audit entries let go of. A failing one waits for its next turn. */
export function startHousekeeping({
  ingest,
  events,
  heartbeat,
  logger,
  forgetOldSignIns,
  forgetOldAudit,
}: HousekeepingDeps): {
  stop(): Promise<void>;
} {
  const writeCounts = {
    name: 'write counts of what was left out',
    everyMs: 2_000,
    run: () => ingest.uncounted.flush(),
  };
  const sayAlive = { name: 'say that it lives', everyMs: 60_000, run: () => heartbeat.beat() };
  const forgetSalts = { name: 'forget salts', everyMs: 600_000, run: () => ingest.salts.forgetOld() };
  const forgetSignIns = { name: 'forget old sign-ins', everyMs: 3_600_000, run: forgetOldSignIns };
  const forgetAudit = { name: 'forget old audit entries', everyMs: 3_600_000, run: forgetOldAudit };
  const dropCopies = { name: 'drop old copies', everyMs: 3_600_000, run: () => events.dropOldCopies() };
  const underWay = new Set<Promise<unknown>>();
  const attempt = ({ name, run }: { name: string; run: () => Promise<unknown> }) => {
    const attempted = run()
      .catch((error: unknown) => {
        logger.error('housekeeping failed', { chore: name, error });
      })
      .finally(() => underWay.delete(attempted));
    underWay.add(attempted);
    return attempted;
  };
  const timers = [writeCounts, sayAlive, forgetSalts, dropCopies, forgetSignIns, forgetAudit].map((chore) =>
    setInterval(() => void attempt(chore), chore.everyMs),
  );
  // Whatever came to be too old while nothing ran.
  void attempt(forgetSalts);
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
      await attempt(writeCounts);
    },
  };
}
