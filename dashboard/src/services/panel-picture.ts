import { saveFile } from './download.js';

/** Sharp on dense screens and in print. */
const scale = 2;
/** What is no part of the picture: buttons, what is for the ear. */
const leftOut = '[data-export="no"], .sr-only';

/** Saves what stands in a panel as a picture. Its code comes when it's asked for. */
export async function savePicture(panel: HTMLElement, fileName: string): Promise<void> {
  const { domToBlob } = await import('modern-screenshot');
  const picture = await domToBlob(panel, {
    scale,
    height: measureHeight(panel),
    // To the corners, which are round on the page.
    backgroundColor: getComputedStyle(panel).backgroundColor,
    // The page brings no fonts of its own.
    font: false,
    filter: (node) => !(node instanceof Element && node.matches(leftOut)),
  });
  saveFile(picture, fileName);
}

/** How high a panel is without what is left out, and without what its neighbour makes it (styles.css). Nothing of this is painted. */
function measureHeight(panel: HTMLElement): number {
  panel.dataset.measured = '';
  const { height } = panel.getBoundingClientRect();
  delete panel.dataset.measured;
  return height;
}
