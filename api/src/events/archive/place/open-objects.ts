import type { ArchiveObject, OpenedObjects } from './archive-place.js';
import { checkKey } from './keys.js';
import { mapFew } from './map-few.js';

/** Hands out files one by one, and keeps each readable until it is let go as often as it was taken. */
export interface FileHolder {
  take(object: ArchiveObject): Promise<string | null>;
  letGo(key: string): void;
}

/** Enough to hide the latency of storage, few enough to leave connections to others. */
const AT_A_TIME = 8;

/** Takes all of them or, where one fails, none. */
export async function openObjects(holder: FileHolder, objects: readonly ArchiveObject[]): Promise<OpenedObjects> {
  for (const { key } of objects) checkKey(key);
  let taken: string[] = [];
  const release = (): void => {
    const keys = taken;
    taken = [];
    for (const key of keys) holder.letGo(key);
  };
  try {
    const paths = await mapFew(objects, AT_A_TIME, async (object) => {
      const path = await holder.take(object);
      if (path !== null) taken.push(object.key);
      return path;
    });
    return { paths, release };
  } catch (error) {
    release();
    throw error;
  }
}
