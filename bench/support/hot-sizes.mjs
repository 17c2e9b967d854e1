/** What page views take in PostgreSQL. */
const SELECT_SIZES = `
  SELECT sum(pg_table_size(oid))::float8 AS rows, sum(pg_indexes_size(oid))::float8 AS indexes,
    pg_database_size(current_database()) - sum(pg_total_relation_size(oid))::float8 AS rest
  FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname LIKE 'page\\_visit%'`;

/** Bytes of the tables of page views, of their indexes, and of everything else in the database. */
export async function readHotSizes(pool) {
  return (await pool.query(SELECT_SIZES)).rows[0];
}
