import { createOpenApiDocument } from './openapi.js';

/** A path of the OpenAPI document. */
export interface KnownPath {
  /** As the document has it: `/api/sites/{id}`. */
  template: string;
  /** What may be asked of it, in capitals; HEAD wherever GET may. */
  methods: readonly string[];
  segments: readonly string[];
}

/** The document never changes while a process lives. */
let paths: readonly KnownPath[] | undefined;
let byTemplate: ReadonlyMap<string, KnownPath> | undefined;

const isParameter = (segment: string) => segment.startsWith('{');

/** Finds the path of the document that an address is, so that nothing of what was sent has to be told on. */
export function findKnownPath(address: string): KnownPath | undefined {
  paths ??= listPaths();
  byTemplate ??= new Map(paths.map((path) => [path.template, path]));
  // Events come by the thousand, to a path without parameters.
  const exact = byTemplate.get(address);
  if (exact) return exact;
  // As Express takes it: in any case, with or without a slash at the end.
  const asked = address.toLowerCase().replace(/\/$/, '').split('/');
  return paths.find(
    ({ segments }) =>
      segments.length === asked.length &&
      segments.every((one, index) => (isParameter(one) ? asked[index] !== '' : one === asked[index])),
  );
}

function listPaths(): KnownPath[] {
  const listed = Object.entries(createOpenApiDocument().paths ?? {}).map(([template, item]) => {
    const methods = Object.keys(item).map((method) => method.toUpperCase());
    return {
      template,
      methods: methods.includes('GET') ? ['HEAD', ...methods] : methods,
      segments: template.split('/'),
    };
  });
  // `/api/predictions/accuracy` before `/api/predictions/{metric}`.
  const parametersOf = ({ segments }: KnownPath) => segments.filter(isParameter).length;
  return listed.sort((one, other) => parametersOf(one) - parametersOf(other));
}
