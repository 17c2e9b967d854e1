import { createOpenApiDocument } from './openapi.js';

/** A path of the OpenAPI document. */
export interface KnownPath {
  /** As the document has it: `/api/sites/{id}`. */
  template: string;
  /** What may be asked of it, in capitals; HEAD wherever GET may. */
  methods: readonly string[];
}

const isParameter = (segment: string) => segment.startsWith('{');

/** Knows the paths of the document, however they're spelt, so that nothing of what was sent has to be told on. */
export function createPathFinder(): (path: string) => KnownPath | undefined {
  const paths = listPaths();
  return (path) => {
    // As Express takes it: in any case, with or without a slash at the end.
    const asked = path.toLowerCase().replace(/\/$/, '').split('/');
    return paths.find(
      ({ segments }) =>
        segments.length === asked.length &&
        segments.every((one, index) => (isParameter(one) ? asked[index] !== '' : one === asked[index])),
    );
  };
}

function listPaths(): (KnownPath & { segments: string[] })[] {
  const paths = Object.entries(createOpenApiDocument().paths ?? {}).map(([template, item]) => {
    const methods = Object.keys(item).map((method) => method.toUpperCase());
    return { template, segments: template.split('/'), methods: methods.includes('GET') ? ['HEAD', ...methods] : methods };
  });
  // `/api/predictions/accuracy` before `/api/predictions/{metric}`.
  const parametersOf = ({ segments }: { segments: string[] }) => segments.filter(isParameter).length;
  return paths.sort((one, other) => parametersOf(one) - parametersOf(other));
}
