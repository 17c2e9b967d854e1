import type { Catalogue } from '../catalogue.js';

export const figures: Catalogue['figures'] = {};
