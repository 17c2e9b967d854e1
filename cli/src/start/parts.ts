import { SetupError } from '@tidemark/api';

/** What `npm start` can start. */
const partNames = ['api', 'dashboard', 'ml'] as const;

/** One of them. */
export type PartName = (typeof partNames)[number];

/** What is to be started; the demo belongs to a start of everything. */
export interface Plan {
  parts: ReadonlySet<PartName>;
  isWhole: boolean;
}

/**
 * Reads the names given to `npm start -- NAME...`. All others work for the API or show its figures, so they
 * bring it along.
 * @param names The names; none: everything.
 * @throws SetupError for an unknown name.
 */
export function planParts(names: readonly string[]): Plan {
  if (names.length === 0) return { parts: new Set(partNames), isWhole: true };
  const parts = new Set<PartName>(['api']);
  for (const name of names) {
    const part = partNames.find((known) => known === name);
    if (!part)
      throw new SetupError(`There is no part named ${name}: npm start, or npm start -- ${partNames.join(' | ')}`);
    parts.add(part);
  }
  return { parts, isWhole: false };
}
