import type { ArchivedDay } from '../archive/manifest.js';
import { dayNumberOf } from '../engine/days.js';

/** The archived days of each site, by day number. Never changed once made. */
export type Manifest = ReadonlyMap<number, ReadonlyMap<number, ArchivedDay>>;

/** So many versions stay known, for readers that began on an earlier one. */
const KEPT = 50;

/** The manifest as of each version of the tail, so that a reader finds the files that belong to the rows it sees. */
export class Manifests {
  private readonly versions = new Map<number, Manifest>([[0, new Map()]]);
  private last = 0;

  /** Makes a new version of which these days changed. @returns its number */
  add(days: readonly ArchivedDay[]): number {
    return this.addTo(this.at(this.last), days);
  }

  /** Makes a new version of these days alone. @returns its number */
  replace(days: readonly ArchivedDay[]): number {
    return this.addTo(new Map(), days);
  }

  /** @throws when the version is too old to be known */
  at(version: number): Manifest {
    const manifest = this.versions.get(version);
    if (!manifest) throw new Error(`the tail's version ${version} is no longer known`);
    return manifest;
  }

  private addTo(previous: Manifest, days: readonly ArchivedDay[]): number {
    const next = new Map(previous);
    for (const siteId of new Set(days.map((day) => day.siteId))) {
      const own = new Map(previous.get(siteId));
      for (const day of days) if (day.siteId === siteId) own.set(dayNumberOf(day.day), day);
      next.set(siteId, own);
    }
    this.last++;
    this.versions.set(this.last, next);
    this.versions.delete(this.last - KEPT);
    return this.last;
  }
}
