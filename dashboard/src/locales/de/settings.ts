import type { Catalogue } from '../catalogue.js';

export const settings: Catalogue['settings'] = {};
