// Matchers such as toBeInTheDocument, for every test of the dashboard.
import '@testing-library/jest-dom/jest-globals';
import { speak } from '../locales/i18n.js';

await speak('en');
