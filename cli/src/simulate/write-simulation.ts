import type { EventStore } from '@tidemark/api';
import { buildSimulatedDay } from './day-query.js';
import { pageViewsOf } from './page-views.js';
import { prepareSimulation } from './prepare-simulation.js';
import { dayOfNumber, firstDayOf, type SimulationPlan } from './simulation-plan.js';

/** Where simulated events go: straight into the archive, or as the ingest's into PostgreSQL. */
export type Way = 'archive' | 'ingest';

export interface SimulationOptions {
  siteId: number;
  plan: SimulationPlan;
  through: Way;
  /** Aborted: no further day is begun. */
  signal: AbortSignal;
  /** Told each day of the plan that's done. */
  onDay: (written: WrittenDay) => void;
}

export interface WrittenDay {
  day: string;
  events: number;
  /** What its file takes; null where there's none. */
  sizeBytes: number | null;
}

/** Writes the days of a plan that aren't there yet, in order. Repeating it, with the same plan, adds nothing. */
export async function writeSimulation(events: EventStore, options: SimulationOptions): Promise<void> {
  if (options.through === 'archive') await writeToArchive(events, options);
  else await writeThroughIngest(events, options);
}

export function daysOf(plan: SimulationPlan): string[] {
  return Array.from({ length: plan.days }, (_, index) => dayOfNumber(firstDayOf(plan) + index));
}

async function writeToArchive(events: EventStore, { siteId, plan, signal, onDay }: SimulationOptions): Promise<void> {
  const known = new Set((await events.listArchivedDays(siteId)).map(({ day }) => day));
  const onEntered = ({ day, rows, sizeBytes }: { day: string; rows: number; sizeBytes: number }) => {
    onDay({ day, events: rows, sizeBytes });
  };
  await events.writeArchive({ siteId, onEntered }, async (writer) => {
    await prepareSimulation(writer, plan);
    for (const [index, day] of daysOf(plan).entries()) {
      if (signal.aborted) return;
      if (!known.has(day)) await writer.writeDay(day, buildSimulatedDay(plan, index));
    }
  });
}

const VIEWS_AT_ONCE = 5_000;

async function writeThroughIngest(
  events: EventStore,
  { siteId, plan, signal, onDay }: SimulationOptions,
): Promise<void> {
  await events.writeArchive({ siteId }, async (writer) => {
    await prepareSimulation(writer, plan);
    for (const [index, day] of daysOf(plan).entries()) {
      if (signal.aborted) return;
      let views = 0;
      for await (const batch of pageViewsOf(writer, buildSimulatedDay(plan, index), { siteId, size: VIEWS_AT_ONCE })) {
        views += (await events.append(batch)).inserted.size;
      }
      onDay({ day, events: views, sizeBytes: null });
    }
  });
}
