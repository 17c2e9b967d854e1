import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { hasCode } from '../domain/has-code.js';

const mlNotice = z.object({ state: z.enum(['off', 'unavailable']), reason: z.string().min(1) });

/** Why there is no forecasting service, by whoever runs it. The reason is one line. */
export type MlNotice = z.infer<typeof mlNotice>;

const fileOf = (dataDir: string): string => path.join(dataDir, 'ml-notice.json');

/**
 * Lets every API process on this data folder know why no forecasting service answers: they can only see that none does.
 * @param notice Null: nothing stands in its way any more.
 */
export async function writeMlNotice(dataDir: string, notice: MlNotice | null): Promise<void> {
  const file = fileOf(dataDir);
  if (notice === null) {
    await rm(file, { force: true });
    return;
  }
  // Renamed, so that no reader meets half of it.
  await writeFile(`${file}.new`, JSON.stringify(notice));
  await rename(`${file}.new`, file);
}

/** @returns Null where nothing was noted. */
export async function readMlNotice(dataDir: string): Promise<MlNotice | null> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  });
  return text === null ? null : readNotice(text);
}

/** What someone else left there is no notice, and no reason to be unable to say how things are. */
function readNotice(text: string): MlNotice | null {
  try {
    return mlNotice.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // no JSON
  }
}
