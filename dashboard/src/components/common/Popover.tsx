import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';

interface PopoverProps {
  /** What the button says to those who can't see it. */
  label: string;
  button: ReactNode;
  buttonClassName: string;
  /** Which side the panel hangs from. */
  panelClassName?: string;
  children: (close: () => void) => ReactNode;
}

/** A button that opens a panel. Escape and a click elsewhere close it; the focus goes back to the button. */
export function Popover({
  label,
  button,
  buttonClassName,
  panelClassName = 'left-0 sm:right-0 sm:left-auto',
  children,
}: PopoverProps) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const panelId = useId();

  const close = useCallback(() => {
    setIsOpen(false);
  }, []);

  useEffect(() => {
    if (!isOpen) return undefined;
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setIsOpen(false);
    };
    const button = opener.current;
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
      // What had the focus went with the panel: the reader goes on from where it was opened.
      if (document.activeElement === document.body) button?.focus();
    };
  }, [isOpen]);

  return (
    <div
      ref={box}
      className="relative min-w-0"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button
        ref={opener}
        type="button"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={panelId}
        className={buttonClassName}
        onClick={() => {
          setIsOpen(!isOpen);
        }}
      >
        {button}
      </button>
      <div id={panelId} data-popover hidden={!isOpen} className={`absolute top-full z-30 mt-2 ${panelClassName}`}>
        {isOpen && children(close)}
      </div>
    </div>
  );
}
