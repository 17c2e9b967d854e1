import type { Catalogue } from '../catalogue.js';

export const predictions: Catalogue['predictions'] = {};
