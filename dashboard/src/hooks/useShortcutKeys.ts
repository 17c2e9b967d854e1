import { useEffect, useRef } from 'react';
import { readKey, type ShortcutAction } from '../lib/shortcuts.js';

/** How long the second key of two may take, by the keyboard's clock: a busy page doesn't count. */
const secondKeyMs = 1_500;

/** Where keys have a meaning of their own. */
const typingPlaces =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"]';

/**
 * Listens to the keys of the page while it's on: never where somebody types, in a dialog, or with a modifier.
 *
 * @param act may change between the two keys: the page is drawn anew after each way taken
 */
export function useShortcutKeys(isOn: boolean, act: (action: ShortcutAction) => void): void {
  const latestAct = useRef(act);
  useEffect(() => {
    latestAct.current = act;
  }, [act]);
  useEffect(() => {
    if (!isOn) return undefined;
    let first: { key: string; at: number } | undefined;
    const listen = (event: KeyboardEvent) => {
      if (!isForThePage(event)) return;
      const before = first !== undefined && event.timeStamp - first.at < secondKeyMs ? first.key : undefined;
      const meaning = readKey(before, event.key);
      first = meaning.kind === 'first' ? { key: meaning.key, at: event.timeStamp } : undefined;
      if (meaning.kind !== 'action') return;
      // "/" would open the browser's own search.
      event.preventDefault();
      latestAct.current(meaning.action);
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, [isOn]);
}

function isForThePage(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (document.querySelector('dialog[open]') !== null) return false;
  return !(target instanceof Element && target.closest(typingPlaces) !== null);
}
