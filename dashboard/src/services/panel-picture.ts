import { saveFile } from './download.js';

/** Sharp on dense screens and in print. */
const scale = 2;
/** What stands around the panel's round corners, and what is no part of the picture: its buttons, what is for the ear. */
const leftOut = '[data-export="no"], .sr-only';

/** Saves what stands in a panel as a picture. Its code comes when it's asked for. */
export async function savePicture(panel: HTMLElement, fileName: string): Promise<void> {
  const { domToBlob } = await import('modern-screenshot');
  const picture = await domToBlob(panel, {
    scale,
    backgroundColor: getComputedStyle(document.documentElement).getPropertyValue('--page').trim(),
    // The page brings no fonts of its own.
    font: false,
    filter: (node) => !(node instanceof Element && node.matches(leftOut)),
  });
  saveFile(picture, fileName);
}
