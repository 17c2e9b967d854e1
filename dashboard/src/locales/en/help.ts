export const help = {
  title: 'Keyboard shortcuts',
  then: 'then',
  isOn: 'Keyboard shortcuts are on',
  where: 'They rest while you type, and in dialogs. This browser remembers the choice.',
  actions: {
    help: 'This sheet',
    overview: 'Go to the overview',
    predictions: 'Go to the forecast',
    recommendations: 'Go to what’s worth doing',
    live: 'Go to the live view',
    settings: 'Go to the settings',
    previousPeriod: 'Earlier period',
    nextPeriod: 'Later period',
    find: 'To the filter, else to the choice of site',
    theme: 'Next colours: system, light, dark',
  },
} as const;
