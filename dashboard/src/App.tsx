import { Navigate, Route, Routes } from 'react-router-dom';
import { ErrorBoundary } from './components/common/ErrorBoundary.js';
import { NotFound } from './components/common/NotFound.js';
import { Overview } from './components/dashboard/Overview.js';
import { Predictions } from './components/dashboard/Predictions.js';
import { RealTimeOverview } from './components/dashboard/RealTimeOverview.js';
import { Recommendations } from './components/dashboard/Recommendations.js';
import { DashboardLayout } from './components/layout/DashboardLayout.js';
import { AcceptInvite } from './components/session/AcceptInvite.js';
import { SessionGate } from './components/session/SessionGate.js';
import { AccountSettings } from './components/settings/AccountSettings.js';
import { ImportSettings } from './components/settings/ImportSettings.js';
import { KeySettings } from './components/settings/KeySettings.js';
import { PrivacySettings } from './components/settings/PrivacySettings.js';
import { RecommendationSettings } from './components/settings/RecommendationSettings.js';
import { ForAdmins, SettingsLayout } from './components/settings/SettingsLayout.js';
import { ShareSettings } from './components/settings/ShareSettings.js';
import { SitePage } from './components/settings/SitePage.js';
import { SiteSettings } from './components/settings/SiteSettings.js';
import { UserSettings } from './components/settings/UserSettings.js';
import { SharePage } from './components/share/SharePage.js';
import { LanguageProvider } from './context/language.js';
import { ThemeProvider } from './context/theme.js';

/** Every view, by its path. What a view shows (site, days, comparison) is in the query: see lib/view.ts. */
export function App() {
  return (
    <ErrorBoundary>
      <ThemeProvider>
        <LanguageProvider>
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
              path="settings"
              element={
                <SessionGate>
                  <SettingsLayout />
                </SessionGate>
              }
            >
              <Route index element={<Navigate to="account" replace />} />
              <Route path="account" element={<AccountSettings />} />
              <Route
                path="sites"
                element={
                  <ForAdmins>
                    <SiteSettings />
                  </ForAdmins>
                }
              />
              <Route
                path="sites/:siteId"
                element={
                  <ForAdmins>
                    <SitePage />
                  </ForAdmins>
                }
              />
              <Route
                path="import"
                element={
                  <ForAdmins>
                    <ImportSettings />
                  </ForAdmins>
                }
              />
              <Route path="keys" element={<KeySettings />} />
              <Route
                path="users"
                element={
                  <ForAdmins>
                    <UserSettings />
                  </ForAdmins>
                }
              />
              <Route
                path="shares"
                element={
                  <ForAdmins>
                    <ShareSettings />
                  </ForAdmins>
                }
              />
              <Route
                path="recommendations"
                element={
                  <ForAdmins>
                    <RecommendationSettings />
                  </ForAdmins>
                }
              />
              <Route
                path="privacy"
                element={
                  <ForAdmins>
                    <PrivacySettings />
                  </ForAdmins>
                }
              />
            </Route>
            <Route path="invite" element={<AcceptInvite />} />
            <Route path="share/:token" element={<SharePage />} />
          </Routes>
        </LanguageProvider>
      </ThemeProvider>
    </ErrorBoundary>
  );
}
