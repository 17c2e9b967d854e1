import type { Catalogue } from '../catalogue.js';

export const layout: Catalogue['layout'] = {
  mainMenu: 'Hauptmenü',
  views: {
    overview: 'Übersicht',
    predictions: 'Vorhersage',
    recommendations: 'Lohnt sich',
    live: 'Live',
  },
  hereNow: 'gerade da',
  connectionLost: 'Verbindung verloren',
  colours: {
    system: 'Farben: wie das System',
    light: 'Farben: hell',
    dark: 'Farben: dunkel',
  },
  language: 'Sprache',
  toast: { undo: 'Rückgängig', close: 'Schließen' },
};
