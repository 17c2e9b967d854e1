/** $1: site; $2: start; $3: end; $4: reason; $5: now. */
export const INSERT_GAP = `
  INSERT INTO marked_days (site_id, start_date, end_date, reason, source, created_at) VALUES ($1, $2, $3, $4, 'gap', $5)`;

/** $1: site; $2: start; $3: end. */
export const DELETE_GAPS = `
  DELETE FROM marked_days WHERE site_id = $1 AND source = 'gap' AND start_date >= $2 AND end_date <= $3`;
