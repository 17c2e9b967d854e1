import type { Catalogue } from '../catalogue.js';

export const overview: Catalogue['overview'] = {};
