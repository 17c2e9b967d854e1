import { useEffect } from 'react';
import { readKey, type ShortcutAction } from '../lib/shortcuts.js';

/** How long the second key of two may take. */
const secondKeyMs = 1_500;

/** Where keys have a meaning of their own. */
const typingPlaces =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"]';

/**
 * Listens to the keys of the page while it's on: never where somebody types, in a dialog, or with a modifier.
 *
 * @param act must stay the same from render to render, or a first key is forgotten
 */
export function useShortcutKeys(isOn: boolean, act: (action: ShortcutAction) => void): void {
  useEffect(() => {
    if (!isOn) return undefined;
    let before: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      before = undefined;
      clearTimeout(timer);
    };
    const listen = (event: KeyboardEvent) => {
      if (!isForThePage(event)) return;
      const meaning = readKey(before, event.key);
      forget();
      if (meaning.kind === 'first') {
        before = meaning.key;
        timer = setTimeout(forget, secondKeyMs);
      } else if (meaning.kind === 'action') {
        // "/" would open the browser's own search.
        event.preventDefault();
        act(meaning.action);
      }
    };
    document.addEventListener('keydown', listen);
    return () => {
      forget();
      document.removeEventListener('keydown', listen);
    };
  }, [isOn, act]);
}

function isForThePage(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (document.querySelector('dialog[open]') !== null) return false;
  return !(target instanceof Element && target.closest(typingPlaces) !== null);
}
