import { setImmediate } from 'node:timers/promises';
import { Turns } from '../domain/turns.js';
import { AppError } from '../errors.js';
import type { Agent } from './agent.js';
import type { AgentReader, UserAgent } from './user-agent.js';

const MAX_WAITING = 200;

/** Lets one at a time go on, each at a turn of the event loop of its own, so that whatever else came in gets between. */
export class LoopTurns {
  private readonly turns = new Turns(1);
  private waiting = 0;

  /** @throws AppError `unavailable` when too many wait already */
  async take(): Promise<void> {
    if (this.waiting >= MAX_WAITING) {
      const detail = 'Too many events are waiting to be read.';
      throw new AppError({ code: 'unavailable', detail, retryAfterSeconds: 2 });
    }
    this.waiting++;
    const leave = await this.turns.take();
    await setImmediate();
    this.waiting--;
    leave();
  }
}

/**
 * Adds the agent to each event of a request. The first is read at once: a visitor's events have one, and a visitor waits
 * for nobody. Each further one that is new takes milliseconds, and so a turn.
 */
export async function readAgents<Event extends object>(
  { agentReader, turns }: { agentReader: AgentReader; turns: LoopTurns },
  events: readonly Event[],
  userAgentOf: (event: Event) => UserAgent,
): Promise<(Event & { agent: Agent })[]> {
  const read: (Event & { agent: Agent })[] = [];
  let isFirst = true;
  for (const event of events) {
    const userAgent = userAgentOf(event);
    if (!agentReader.knows(userAgent)) {
      if (!isFirst) await turns.take();
      isFirst = false;
    }
    read.push({ ...event, agent: agentReader.read(userAgent) });
  }
  return read;
}
