/** What a key, or two in a row, set off. A view is gone to; anything else is a control on the page. */
export const shortcuts = [
  { keys: ['?'], action: 'help' },
  { keys: ['g', 'o'], action: 'overview' },
  { keys: ['g', 'f'], action: 'predictions' },
  { keys: ['g', 'w'], action: 'recommendations' },
  { keys: ['g', 'l'], action: 'live' },
  { keys: ['g', 's'], action: 'settings' },
  { keys: ['['], action: 'previousPeriod' },
  { keys: [']'], action: 'nextPeriod' },
  { keys: ['/'], action: 'find' },
  { keys: ['t'], action: 'theme' },
] as const satisfies readonly { keys: readonly [string, string?]; action: string }[];
export type ShortcutAction = (typeof shortcuts)[number]['action'];

/** What a key means after another one: something to do, the first key of two, or nothing. */
export type Meaning = { kind: 'action'; action: ShortcutAction } | { kind: 'first'; key: string } | { kind: 'nothing' };

/** @param before The first key of two that was pressed a moment ago */
export function readKey(before: string | undefined, key: string): Meaning {
  const pressed = before === undefined ? [key] : [before, key];
  const found = shortcuts.find(({ keys }) => keys.join(' ') === pressed.join(' '));
  if (found !== undefined) return { kind: 'action', action: found.action };
  // What follows nothing known may begin anew.
  if (before !== undefined) return readKey(undefined, key);
  const isFirst = shortcuts.some(({ keys }) => keys.length > 1 && keys[0] === key);
  return isFirst ? { kind: 'first', key } : { kind: 'nothing' };
}
