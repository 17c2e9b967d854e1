import { uptime } from 'node:os';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'winston';
import { inTransaction } from '../../db/index.js';
import { markOutage } from './mark-outage.js';
import { BEAT, DELETE_OUTAGES_TO_COME, LOCK_HEARTBEAT } from './queries.js';

interface HeartbeatDeps {
  pool: Pool;
  logger: Logger;
  now: () => Date;
  /** A clock that nobody sets, and that goes on while the machine sleeps. */
  elapsedMs?: () => number;
}

/** Says that this process lives, and notices when none did. */
export interface Heartbeat {
  /** Writes down that it's alive; where no process was for an hour, the days of that time are marked first. */
  beat(): Promise<void>;
}

/** A shorter silence is a restart or an update, and takes little from a day. */
const MIN_OUTAGE_MS = 3_600_000;

/** Any number of processes have one heart: each beats for all of them. */
export function createHeartbeat({ pool, logger, now, elapsedMs = uptimeMs }: HeartbeatDeps): Heartbeat {
  let beatAtMs = -Infinity;

  const judge = async (client: PoolClient, beatenAt: Date, at: Date, wasSilent: boolean) => {
    const silentMs = at.getTime() - beatenAt.getTime();
    if (wasSilent && silentMs >= MIN_OUTAGE_MS) {
      const sites = await markOutage(client, { fromAt: beatenAt, toAt: at });
      logger.warn('nothing was measured for long: these days are marked', { from: beatenAt, to: at, sites });
    }
    if (silentMs <= -MIN_OUTAGE_MS) {
      // The clock was ahead, and perhaps when a process started: what it took for an outage was none.
      const { rowCount: unmarked } = await client.query(DELETE_OUTAGES_TO_COME, [at]);
      logger.warn('the clock was set back', { from: beatenAt, to: at, unmarked });
    }
  };

  return {
    beat: async () => {
      const beganMs = elapsedMs();
      // While this process beat, a jump of the other clock was no outage.
      const wasSilent = beganMs - beatAtMs >= MIN_OUTAGE_MS;
      await inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ beatenAt: Date | null }>(LOCK_HEARTBEAT);
        if (!rows[0]) throw new Error('The table heartbeat has lost its row, without which no outage is noticed.');
        const at = now();
        if (rows[0].beatenAt) await judge(client, rows[0].beatenAt, at, wasSilent);
        await client.query(BEAT, [at]);
      });
      beatAtMs = beganMs;
    },
  };
}

function uptimeMs(): number {
  return uptime() * 1_000;
}
