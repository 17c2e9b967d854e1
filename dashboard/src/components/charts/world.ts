import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import topology from 'world-atlas/countries-110m.json' with { type: 'json' };

/** A country's outline, as the path of an SVG. */
export interface CountryShape {
  /** ISO 3166-1 alpha-2, as figures name countries; undefined for those that have none. */
  code: string | undefined;
  path: string;
}

export const mapWidth = 960;
export const mapHeight = 430;

/** Nobody's home, and a third of the picture. */
const antarctica = '010';
/** Named by figures, but not by the standard. */
const kosovo = { name: 'Kosovo', code: 'XK' };

/** Every country on the map, in equal areas. */
export function drawCountries(): readonly CountryShape[] {
  const countries = feature(topology, topology.objects.countries);
  const shown = { ...countries, features: countries.features.filter(({ id }) => id !== antarctica) };
  const toPath = geoPath(geoEqualEarth().fitSize([mapWidth, mapHeight], shown)).digits(1);
  return shown.features.map((country) => ({
    code: country.properties.name === kosovo.name ? kosovo.code : toAlpha2(country.id),
    path: toPath(country) ?? '',
  }));
}

/** The map numbers its countries. Every browser knows the letters of a number: in a language tag both mean the same region. */
function toAlpha2(id: string | number | undefined): string | undefined {
  if (id === undefined) return undefined;
  return new Intl.Locale(`und-${String(id).padStart(3, '0')}`).region;
}
