import type { Catalogue } from '../catalogue.js';

export const live: Catalogue['live'] = {};
