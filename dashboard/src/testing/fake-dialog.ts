/** jsdom knows the element, but not how to show it: as much of that as the page relies on. */
export function installDialog(): void {
  const { prototype } = HTMLDialogElement;
  const listeners = new WeakMap<HTMLDialogElement, (event: KeyboardEvent) => void>();
  prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.setAttribute('open', '');
    const dismiss = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && this.dispatchEvent(new Event('cancel', { cancelable: true }))) this.close();
    };
    listeners.set(this, dismiss);
    document.addEventListener('keydown', dismiss);
    this.querySelector<HTMLElement>('button, input, select, textarea, a[href]')?.focus();
  };
  prototype.close = function close(this: HTMLDialogElement) {
    const dismiss = listeners.get(this);
    if (dismiss !== undefined) document.removeEventListener('keydown', dismiss);
    if (!this.open) return;
    this.removeAttribute('open');
    this.dispatchEvent(new Event('close'));
  };
}
