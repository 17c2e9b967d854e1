import { cutQuery, describeAddress } from './page-address.js';
import { tag } from './settings.js';

let address: string;

/** The address of the page as it is now. */
export const readAddress = (): string => describeAddress(location, 'hash' in tag);

/**
 * Calls `onRoute` with the address before if the page has become another without being loaded. Replacing just the
 * query is how pages keep filters, or clean up campaign parameters: that makes no other page.
 */
export const followRoute = (cause: string | undefined, onRoute: (previous: string) => void): void => {
  const previous = address;
  address = readAddress();
  if (cause == 'replaceState' ? cutQuery(address) != cutQuery(previous) : address != previous) onRoute(previous);
};

/** Calls `onMove` after each move that the page makes in its history. */
export const watchHistory = (onMove: (cause: { type: string }) => void): void => {
  address = readAddress();
  for (const type of ['pushState', 'replaceState'] as const) {
    const original = history[type].bind(history);
    history[type] = (...args) => {
      // What the page does wrong here is the page's to see.
      original(...args);
      onMove({ type });
    };
  }
};
