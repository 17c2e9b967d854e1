import { Route, Routes } from 'react-router-dom';
import { ErrorBoundary } from './components/common/ErrorBoundary.js';
import { NotFound } from './components/common/NotFound.js';
import { Overview } from './components/dashboard/Overview.js';
import { RealTimeOverview } from './components/dashboard/RealTimeOverview.js';
import { DashboardLayout } from './components/layout/DashboardLayout.js';
import { SessionGate } from './components/session/SessionGate.js';
import { ThemeProvider } from './context/theme.js';

/** Every view, by its path. What a view shows (site, days, comparison) is in the query: see lib/view.ts. */
export function App() {
  return (
    <ErrorBoundary>
      <ThemeProvider>
        <Routes>
          <Route
            element={
              <SessionGate>
                <DashboardLayout />
              </SessionGate>
            }
          >
            <Route index element={<Overview />} />
            <Route path="live" element={<RealTimeOverview />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </ThemeProvider>
    </ErrorBoundary>
  );
}
