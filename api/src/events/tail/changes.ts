/** A row of `event_changes`, or several merged. */
export interface ChangeRow {
  site_id: number;
  session_ids: string[];
  pending_days: string[];
  from_at: Date;
  to_at: Date;
}

/** Visitors that showed they're still there, by their 64-bit keys as text. */
export interface SeenRow {
  site_id: number;
  changed_at: Date;
  seen_visitors: string[];
}

/** A change as it was committed; an erasure is of one of those who may have been seen lately. */
export interface NewChange extends ChangeRow, SeenRow {
  is_erasure: boolean;
}

/** One change a site, so that each is one step. */
export function mergeBySite(rows: ChangeRow[]): ChangeRow[] {
  const bySite = new Map<number, { ids: Set<string>; days: Set<string>; from: number; to: number }>();
  for (const row of rows) {
    const known = bySite.get(row.site_id) ?? { ids: new Set(), days: new Set(), from: Infinity, to: -Infinity };
    bySite.set(row.site_id, known);
    for (const id of row.session_ids) known.ids.add(id);
    for (const day of row.pending_days) known.days.add(day);
    known.from = Math.min(known.from, row.from_at.getTime());
    known.to = Math.max(known.to, row.to_at.getTime());
  }
  return [...bySite].map(([siteId, { ids, days, from, to }]) => ({
    site_id: siteId,
    session_ids: [...ids],
    pending_days: [...days],
    from_at: new Date(from),
    to_at: new Date(to),
  }));
}
