import { type RefObject, useEffect, useRef } from 'react';

/** Gives the focus back to the button that opened something, once that is closed and the button there again. */
export function useFocusBack(isOpen: boolean): RefObject<HTMLButtonElement> {
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return opener;
}
