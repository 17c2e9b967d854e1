import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { ErrorBoundary } from './components/common/ErrorBoundary.js';
import { LoadingSpinner } from './components/common/LoadingSpinner.js';
import { NotFound } from './components/common/NotFound.js';
import { Overview } from './components/dashboard/Overview.js';
import { DashboardLayout } from './components/layout/DashboardLayout.js';
import { SessionGate } from './components/session/SessionGate.js';
import { LanguageProvider } from './context/language.js';
import { ThemeProvider } from './context/theme.js';

// The overview is what most come for; the code of every other view comes when it's gone to.
const RealTimeOverview = lazy(() => import('./components/dashboard/RealTimeOverview.js'));
const Predictions = lazy(() => import('./components/dashboard/Predictions.js'));
const Recommendations = lazy(() => import('./components/dashboard/Recommendations.js'));
const Settings = lazy(() => import('./components/settings/Settings.js'));
const AcceptInvite = lazy(() => import('./components/session/AcceptInvite.js'));
const SharePage = lazy(() => import('./components/share/SharePage.js'));

/** Every view, by its path. What a view shows (site, days, comparison) is in the query: see lib/view.ts. */
export function App() {
  return (
    <ErrorBoundary>
      <ThemeProvider>
        <LanguageProvider>
          <Suspense fallback={<LoadingSpinner />}>
            <Routes>
              <Route
                element={
                  <SessionGate>
                    <DashboardLayout />
                  </SessionGate>
                }
              >
                <Route index element={<Overview />} />
                <Route path="predictions" element={<Predictions />} />
                <Route path="live" element={<RealTimeOverview />} />
                <Route path="recommendations" element={<Recommendations />} />
                <Route path="*" element={<NotFound />} />
              </Route>
              <Route
                path="settings/*"
                element={
                  <SessionGate>
                    <Settings />
                  </SessionGate>
                }
              />
              <Route path="invite" element={<AcceptInvite />} />
              <Route path="share/:token?" element={<SharePage />} />
            </Routes>
          </Suspense>
        </LanguageProvider>
      </ThemeProvider>
    </ErrorBoundary>
  );
}
