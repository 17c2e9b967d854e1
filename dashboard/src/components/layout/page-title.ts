const product = 'Tidemark';

/** What the browser's tab says: the view first, since tabs are narrow. */
export function pageTitle(...parts: readonly (string | undefined)[]): string {
  return [...parts.filter((part) => part !== undefined), product].join(' · ');
}
