import { type RefObject, useEffect, useState } from 'react';

/** How far below or above the window something may be and count as near. */
const nearMargin = '300px 0px';

/** What isn't looked at comes when the page has come to rest: whoever prints it, or searches in it, finds it whole. */
const restMs = 6_000;

/** Whether a reader is, or was, near an element, or has been on the page for a while. */
export function useNear(ref: RefObject<Element | null>): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (isNear || element === null) return undefined;
    const come = () => {
      setIsNear(true);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) come();
      },
      { rootMargin: nearMargin },
    );
    observer.observe(element);
    const timer = setTimeout(come, restMs);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [isNear, ref]);
  return isNear;
}
