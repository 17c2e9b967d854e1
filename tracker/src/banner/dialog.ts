import { STYLE } from './style.js';
import type { Texts } from './texts.js';

/** What a dialog shows, and what becomes of its answer. */
export interface DialogOptions {
  language: string;
  texts: Texts;
  policy: string | undefined;
  isDark: boolean;
  /** What was decided before; undefined: nothing. */
  decision: boolean | undefined;
  onAnswer: (isGranted: boolean) => void;
  onClose: () => void;
}

/**
 * Shows the question in a dialog that leaves the page usable: first in the page's order, in a shadow of its own. It takes the
 * focus where nothing else has it, gives it back, and goes with Escape, which decides nothing.
 *
 * @returns what closes it
 */
export function openDialog(options: DialogOptions): () => void {
  const { language, texts, policy, decision, onAnswer, onClose } = options;
  const before = document.activeElement;
  const host = make('tidemark-banner');
  const shadow = host.attachShadow({ mode: 'open' });
  addStyle(shadow);
  const section = make('section', {
    role: 'dialog',
    'aria-modal': 'false',
    'aria-labelledby': 'title',
    'aria-describedby': 'text',
    tabindex: '-1',
    lang: language,
    dir: 'auto',
    class: options.isDark ? 'dark' : '',
  });
  const title = make('h2', { id: 'title' }, texts.title);
  const text = make('p', { id: 'text' }, `${texts.text} `);
  if (policy) text.append(make('a', { href: policy }, texts.policyLabel));
  const actions = make('div');
  for (const isGranted of [false, true]) {
    const button = make('button', { type: 'button' }, isGranted ? texts.agree : texts.decline);
    if (decision !== undefined) button.setAttribute('aria-pressed', String(decision == isGranted));
    button.addEventListener('click', () => {
      onAnswer(isGranted);
      close();
    });
    actions.append(button);
  }
  section.append(title, text, actions);
  section.addEventListener('keydown', ({ key }) => {
    if (key == 'Escape') close();
  });
  shadow.append(section);
  document.body.prepend(host);
  if (!before || before == document.body || decision !== undefined) section.focus({ preventScroll: true });
  // What has the focus is scrolled clear of the dialog.
  const root = document.documentElement;
  const padding = root.style.scrollPaddingBottom;
  root.style.scrollPaddingBottom = `${String(section.offsetHeight + 16)}px`;

  let isOpen = true;
  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    const hadFocus = document.activeElement == host;
    host.remove();
    root.style.scrollPaddingBottom = padding;
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
    onClose();
  }
  return close;
}

function make(name: string, attributes: Record<string, string> = {}, text = ''): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(text);
  return element;
}

/** A constructed sheet, which a strict Content-Security-Policy allows; browsers from before 2023 get an element. */
function addStyle(shadow: ShadowRoot): void {
  if ('adoptedStyleSheets' in shadow) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
  } else (shadow as ShadowRoot).append(make('style', {}, STYLE));
}
