/** The parts of `location` that name a page. */
export type Place = Pick<Location, 'origin' | 'pathname' | 'search' | 'hash'>;

/** The address without its query. */
export const cutQuery = (address: string): string => address.split('?')[0] as string;

/**
 * The address of a page as it's reported: without fragment, at most 500 characters, for which the query goes first.
 * The server removes fragments, so a hash route becomes part of the path: `/app#/settings` → `/app/settings`.
 */
export const describeAddress = ({ origin, pathname, search, hash }: Place, isHashRouted: boolean): string => {
  const path = origin + (isHashRouted ? pathname + hash : pathname).replace(/\/?#!?\/?/, '/');
  // A hash route may bring a query of its own.
  const address = path + (path.includes('?') ? search.replace('?', '&') : search);
  return address.length > 500 ? cutQuery(address).slice(0, 500) : address;
};
