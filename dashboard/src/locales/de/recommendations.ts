import type { Catalogue } from '../catalogue.js';

export const recommendations: Catalogue['recommendations'] = {};
