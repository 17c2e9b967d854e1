/** The rooms that have a Python environment of their own, each from its locked requirements. */
import path from 'node:path';
import { root } from './process.mjs';

/**
 * The forecasting service. What it needs is one list; the tools that test and check it come on top.
 * `lists`: what does for a purpose, the smallest first. `size`: on the disk, once it's there. `hasPackage`: our own is installed, too.
 */
export const mlRoom = {
  folder: path.join(root, 'ml'),
  lists: { service: ['requirements.txt', 'requirements-dev.txt'], development: ['requirements-dev.txt'] },
  size: '2.4 GB',
  hasPackage: true,
};

/** Tools that look at the API and at our packages from outside. */
export const fuzzRoom = {
  folder: path.join(root, 'fuzz'),
  lists: { development: ['requirements.txt'] },
  size: '100 MB',
  hasPackage: false,
};

/** How a room is called in what is said: `ml`. */
export const nameOf = ({ folder }) => path.basename(folder);
