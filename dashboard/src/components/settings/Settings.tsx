import { Navigate, Route, Routes } from 'react-router-dom';
import { AccountSettings } from './AccountSettings.js';
import { ImportSettings } from './ImportSettings.js';
import { KeySettings } from './KeySettings.js';
import { PrivacySettings } from './PrivacySettings.js';
import { RecommendationSettings } from './RecommendationSettings.js';
import { ShareSettings } from './ShareSettings.js';
import { SitePage } from './SitePage.js';
import { SiteSettings } from './SiteSettings.js';
import { UserSettings } from './UserSettings.js';
import { ForAdmins, SettingsLayout } from './SettingsLayout.js';

/** Every page of the settings, by its path. */
export default function Settings() {
  return (
    <Routes>
      <Route element={<SettingsLayout />}>
        <Route index element={<Navigate to="account" replace />} />
        <Route path="account" element={<AccountSettings />} />
        <Route path="keys" element={<KeySettings />} />
        <Route element={<ForAdmins />}>
          <Route path="sites" element={<SiteSettings />} />
          <Route path="sites/:siteId" element={<SitePage />} />
          <Route path="import" element={<ImportSettings />} />
          <Route path="users" element={<UserSettings />} />
          <Route path="shares" element={<ShareSettings />} />
          <Route path="recommendations" element={<RecommendationSettings />} />
          <Route path="privacy" element={<PrivacySettings />} />
        </Route>
      </Route>
    </Routes>
  );
}
