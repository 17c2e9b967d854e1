/** What jsdom lacks of modal dialogs, of scrolling, and of what is in sight (here everything is); the focus goes into a dialog and back as in browsers, and Escape asks to close it. */
export function fillBrowserGaps(): void {
  const openers = new WeakMap<HTMLDialogElement, Element | null>();
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      openers.set(this, document.activeElement);
      this.setAttribute('open', '');
      this.addEventListener('keydown', askToCloseOnEscape);
      this.querySelector<HTMLElement>('button, input, select')?.focus();
    },
    close(this: HTMLDialogElement) {
      this.removeAttribute('open');
      this.removeEventListener('keydown', askToCloseOnEscape);
      const opener = openers.get(this);
      if (opener instanceof HTMLElement) opener.focus();
    },
  });
  Element.prototype.scrollIntoView = () => undefined;
  Object.assign(globalThis, { IntersectionObserver: EverythingInSight });
}

class EverythingInSight {
  constructor(private readonly report: (entries: readonly { isIntersecting: boolean }[]) => void) {}
  observe(): void {
    this.report([{ isIntersecting: true }]);
  }
  disconnect = (): void => undefined;
}

function askToCloseOnEscape({ key, currentTarget }: KeyboardEvent): void {
  if (key === 'Escape') currentTarget?.dispatchEvent(new Event('cancel', { cancelable: true }));
}
