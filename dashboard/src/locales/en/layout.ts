export const layout = {
  mainMenu: 'Main',
  views: {
    overview: 'Overview',
    predictions: 'Forecast',
    recommendations: 'Worth doing',
    live: 'Live',
  },
  hereNow: 'here now',
  connectionLost: 'connection lost',
  colours: {
    system: 'Colours: as the system',
    light: 'Colours: light',
    dark: 'Colours: dark',
  },
  language: 'Language',
  toast: { undo: 'Undo', close: 'Close' },
} as const;
