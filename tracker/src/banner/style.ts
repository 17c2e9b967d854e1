/** The banner's looks, out of the page's reach but for its own custom properties. Contrasts are 7:1 and more. */
export const STYLE = `
:host { all: initial; }
section {
  --background: var(--tidemark-background, #fff);
  --text: var(--tidemark-text, #1b1f24);
  --line: var(--tidemark-line, #6b7280);
  --button: var(--tidemark-button, #173f5f);
  --button-text: var(--tidemark-button-text, #fff);
  position: fixed;
  z-index: 2147483647;
  inset: auto 0 0 0;
  box-sizing: border-box;
  width: calc(100% - 2rem);
  max-width: 40rem;
  max-height: calc(100% - 2rem);
  margin: 0 auto max(1rem, env(safe-area-inset-bottom));
  padding: 1.25rem 1.5rem;
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--background);
  color: var(--text);
  color-scheme: light;
  box-shadow: 0 0.5rem 2rem rgb(0 0 0 / 25%);
  font: 1rem/1.5 system-ui, sans-serif;
  text-align: start;
}
section.dark {
  --background: var(--tidemark-background, #15191e);
  --text: var(--tidemark-text, #e8eaed);
  --line: var(--tidemark-line, #8b949e);
  --button: var(--tidemark-button, #cfe3f5);
  --button-text: var(--tidemark-button-text, #10222f);
  color-scheme: dark;
}
section:focus { outline: none; }
h2 { margin: 0 0 0.5rem; font-size: 1.125rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
a { color: inherit; text-decoration: underline; text-underline-offset: 0.15em; }
div { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button {
  flex: 1 1 9rem;
  min-height: 2.75rem;
  padding: 0.5rem 1rem;
  border: 1px solid transparent;
  border-radius: 0.5rem;
  background: var(--button);
  color: var(--button-text);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button[aria-pressed='true']::before { content: '\\2713\\a0'; }
a:focus-visible, button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
@media (prefers-reduced-motion: no-preference) {
  section { animation: rise 0.2s ease-out; }
  @keyframes rise { from { transform: translateY(1rem); opacity: 0; } }
}
@media print { section { display: none; } }
`;
