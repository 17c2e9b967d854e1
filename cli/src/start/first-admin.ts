import { connectDatabase, createFirstAdmin, generatePassword, type Config, type Credentials } from '@tidemark/api';

const email = 'admin@localhost';

/**
 * Makes the first user where there is none and the environment names none; the one it names is made by the API.
 * @param config What the environment says.
 * @param databaseUrl The database, its schema up to date.
 * @returns Undefined where there is a user already.
 */
export async function makeFirstAdmin(
  config: Pick<Config, 'admin'>,
  databaseUrl: string,
): Promise<Credentials | undefined> {
  if (config.admin) return undefined;
  const database = await connectDatabase(databaseUrl);
  try {
    const credentials = { email, password: generatePassword() };
    return (await createFirstAdmin(database.pool, credentials)) ? credentials : undefined;
  } finally {
    await database.close();
  }
}
