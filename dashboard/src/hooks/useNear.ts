import { type RefObject, startTransition, useEffect, useState } from 'react';

/** How far below or above the window something may be and count as near. */
const nearMargin = '300px 0px';

/** What shows that somebody is at the page. */
const signs = ['pointermove', 'pointerdown', 'keydown'] as const;

/** So long after the first sign, what isn't near comes too: whoever prints the page, or searches in it, finds it whole. */
const restMs = 1_000;

/** Whether a reader is, or was, near an element, or has the page in hand. */
export function useNear(ref: RefObject<Element | null>): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (isNear || element === null) return undefined;
    const come = () => {
      // What is drawn meanwhile, and what somebody presses, goes first.
      startTransition(() => {
        setIsNear(true);
      });
    };
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) come();
      },
      { rootMargin: nearMargin },
    );
    observer.observe(element);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      timer ??= setTimeout(come, restMs);
    };
    for (const sign of signs) window.addEventListener(sign, follow, { passive: true });
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, follow);
    };
  }, [isNear, ref]);
  return isNear;
}
