export const share = {
  opening: 'Opening the share',
  title: 'Shared figures',
  hasPassword: 'They have a password. Whoever gave you the link knows it.',
  wrongPassword: 'Wrong password.',
  open: 'Open',
} as const;
