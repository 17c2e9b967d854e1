// Matchers such as toBeInTheDocument, for every test of the dashboard.
import '@testing-library/jest-dom/jest-globals';
