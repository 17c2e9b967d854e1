import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Gives the focus back to the button that opened something, once that is closed and the button there again. Where the button goes
 * away with it, as with a row that was removed, what it stood in takes the focus.
 */
export function useFocusBack(isOpen: boolean): RefObject<HTMLButtonElement> {
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  useLayoutEffect(
    () => () => {
      if (opener.current === document.activeElement) findPlaceOf(opener.current)?.focus();
    },
    [],
  );
  return opener;
}

/** What can take the focus when an element goes: the heading of what it stands in, or that itself. */
export function findPlaceOf(element: Element | null): HTMLElement | undefined {
  const surroundings = element?.closest<HTMLElement>('section, dialog, main, [data-popover]');
  const place = surroundings?.querySelector<HTMLElement>('h1, h2') ?? surroundings;
  if (place) place.tabIndex = -1;
  return place ?? undefined;
}
