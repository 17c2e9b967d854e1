import { type Arrival, arrivals, burstArrivals } from './arrivals.js';
import { FIRST_BURST_ARRIVAL, listCampaigns } from './campaigns.js';
import { countMostSessions } from './outline.js';
import { listPages } from './pages.js';
import { checkPlan, firstDayOf, type SimulationPlan } from './simulation-plan.js';
import { listProfiles } from './visitor-profiles.js';

/** Weighted dictionaries are spread over so many slots, of which a draw picks one. */
export const ARRIVAL_SLOTS = 16_384;
export const PROFILE_SLOTS = 65_536;

/** A connection to DuckDB, as far as it's needed here. */
export interface DuckDb {
  run(sql: string): Promise<unknown>;
}

const TEXT = 'VARCHAR';

type Cell = string | number | null;
type Weighted = { cells: Cell[]; weight: number };

const textColumns = (names: string): [name: string, type: string][] => names.split(' ').map((name) => [name, TEXT]);
const arrivalColumns = [
  ...textColumns('source channel referrer utm_source utm_medium utm_campaign utm_term utm_content'),
  ['home_share', 'DOUBLE'] as const,
  ['bounce_share', 'DOUBLE'] as const,
  ['landing_page', 'INTEGER'] as const,
];
const profileColumns = [
  ['device_type', TEXT],
  ['browser', TEXT],
  ['os', TEXT],
  ['screen_resolution', TEXT],
  ['language', TEXT],
  ['country', TEXT],
] as const;

/**
 * Makes the dictionaries days are drawn from (pages, arrivals, visitors' profiles) as temporary tables and a variable,
 * which only this connection sees. Called again, it replaces them.
 *
 * @throws RangeError when no traffic can be simulated by this plan
 */
export async function prepareSimulation(connection: DuckDb, plan: SimulationPlan): Promise<void> {
  checkPlan(plan);
  for (const statement of [
    `CREATE OR REPLACE TEMP TYPE simulated_page AS ENUM (${listPages(plan.domain)
      .sort(([one], [other]) => one - other)
      .map(([, page]) => literalOf(page))
      .join(', ')})`,
    'SET VARIABLE simulated_pages = enum_range(NULL::simulated_page)::simulated_page[]',
    // A table, for only tables are read by several threads.
    `CREATE OR REPLACE TEMP TABLE simulated_numbers AS SELECT i FROM range(${countMostSessions(plan)}) AS r(i)`,
    createSlots('simulated_profiles', profileColumns, listProfileSlots()),
    createSlots('simulated_arrivals', arrivalColumns, listArrivals(plan)),
  ])
    await connection.run(statement);
}

function listProfileSlots(): Cell[][] {
  const rows = listProfiles().map(([profile, weight]) => ({
    cells: profileColumns.map(([name]) => profile[name]),
    weight,
  }));
  return spread(rows, 0, PROFILE_SLOTS);
}

/** Slots: of new visitors' arrivals, of returning ones', then one a burst's and one a campaign's. */
function listArrivals(plan: SimulationPlan): Cell[][] {
  const weighted = (weightOf: (arrival: (typeof arrivals)[number]) => number) =>
    arrivals.map((arrival) => ({ cells: arrivalCells(arrival), weight: weightOf(arrival) }));
  const firstDay = firstDayOf(plan);
  return [
    ...spread(
      weighted(({ newWeight }) => newWeight),
      0,
      ARRIVAL_SLOTS,
    ),
    ...spread(
      weighted(({ returningWeight }) => returningWeight),
      ARRIVAL_SLOTS,
      ARRIVAL_SLOTS,
    ),
    ...burstArrivals.map((arrival, index) => single(FIRST_BURST_ARRIVAL + index, arrival)),
    ...listCampaigns(plan.seed, firstDay, firstDay + plan.days - 1).map((arrival) => single(arrival.id, arrival)),
  ];
}

function single(slot: number, arrival: Arrival): Cell[] {
  return [slot, slot + 1, ...arrivalCells(arrival)];
}

function arrivalCells({ source, channel, referrer, utm, homeShare, bounceShare, landingPage }: Arrival): Cell[] {
  const campaign = [utm?.source, utm?.medium, utm?.campaign, utm?.term, utm?.content].map((text) => text ?? null);
  return [source, channel, referrer, ...campaign, homeShare, bounceShare, landingPage ?? null];
}

/** Gives each row its part of the slots: first and end, before its cells. */
function spread(rows: readonly Weighted[], firstSlot: number, slots: number): Cell[][] {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  let begin = firstSlot;
  return rows.map(({ cells, weight }) => {
    reached += weight;
    const row = [begin, firstSlot + Math.round((reached / total) * slots), ...cells];
    begin = row[1] as number;
    return row;
  });
}

type Columns = readonly (readonly [name: string, type: string])[];

function createSlots(table: string, columns: Columns, rows: readonly Cell[][]): string {
  const filled = rows.filter(([first, end]) => Number(first) < Number(end));
  const typeOf = (type: string, index: number) => (type === TEXT ? enumOf(filled.map((row) => row[index + 2])) : type);
  // The types are said, for a column that happens to hold nothing but nulls would get another.
  return `CREATE OR REPLACE TEMP TABLE ${table} AS
    SELECT unnest(range(first_slot, end_slot))::INTEGER AS slot, ${columns.map(([name, type], index) => `${name}::${typeOf(type, index)} AS ${name}`).join(', ')}
    FROM (VALUES ${rowsOf(filled)}) AS r(first_slot, end_slot, ${columns.map(([name]) => name).join(', ')})`;
}

/** Texts are few, and a day's rows are sorted and kept until they're written: numbered, they take a tenth. */
function enumOf(values: readonly (Cell | undefined)[]): string {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  // Without any text there would be no type.
  return `ENUM(${[...texts.add('')].map(literalOf).join(', ')})`;
}

function rowsOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `(${row.map(literalOf).join(', ')})`).join(', ');
}

function literalOf(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return `'${cell.replaceAll("'", "''")}'`;
  return Number.isInteger(cell) ? String(cell) : `${cell}::DOUBLE`;
}
