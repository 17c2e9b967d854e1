import { connectDatabase } from '@tidemark/api';

/** The rows of a query on a database that a command has used. */
export async function queryDatabase(url: string, text: string): Promise<Record<string, unknown>[]> {
  const connection = await connectDatabase(url);
  try {
    return (await connection.pool.query<Record<string, unknown>>(text)).rows;
  } finally {
    await connection.close();
  }
}
