import type { Role, Scope } from '../../types/settings.js';

export const roleOptions: readonly { id: Role; label: string }[] = [
  { id: 'viewer', label: 'Viewer: reads chosen sites' },
  { id: 'admin', label: 'Admin: reads and changes everything' },
];

export const scopeOptions: readonly { id: Scope; label: string }[] = [
  { id: 'read', label: 'Read' },
  { id: 'write', label: 'Read and change' },
];

/** The names of sites; of one that is gone, its number. */
export function nameSites(ids: readonly number[] | null, sites: readonly { id: number; domain: string }[]): string {
  if (ids === null) return 'all sites';
  if (ids.length === 0) return 'no site';
  return ids.map((id) => sites.find((site) => site.id === id)?.domain ?? `site ${String(id)}`).join(', ');
}
