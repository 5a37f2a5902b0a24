// Every address of the staff application; each part is loaded when it is first opened.
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes as RouteSwitch } from 'react-router';
import { useMe } from '../api/auth.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { MissingPage } from '../ui/MissingPage.tsx';
import { homeOf } from './access.ts';
import { RequirePart } from './RequirePart.tsx';
import { RequireSession } from './RequireSession.tsx';

const AppFrame = lazy(async () => ({ default: (await import('./AppFrame.tsx')).AppFrame }));
const BasePage = lazy(async () => ({ default: (await import('../knowledge/BasePage.tsx')).BasePage }));
const BasesPage = lazy(async () => ({ default: (await import('../knowledge/BasesPage.tsx')).BasesPage }));
const ConversationPage = lazy(async () => ({
  default: (await import('../desk/ConversationPage.tsx')).ConversationPage,
}));
const ConversationsPage = lazy(async () => ({
  default: (await import('../desk/ConversationsPage.tsx')).ConversationsPage,
}));
const DebugPage = lazy(async () => ({ default: (await import('../canvas/DebugPage.tsx')).DebugPage }));
const DeskPage = lazy(async () => ({ default: (await import('../desk/DeskPage.tsx')).DeskPage }));
const FlowEditor = lazy(async () => ({ default: (await import('../canvas/FlowEditor.tsx')).FlowEditor }));
const FlowsPage = lazy(async () => ({ default: (await import('../library/FlowsPage.tsx')).FlowsPage }));
const LeadsPage = lazy(async () => ({ default: (await import('../leads/LeadsPage.tsx')).LeadsPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../admin/SettingsPage.tsx')).SettingsPage }));
const SetupPage = lazy(async () => ({ default: (await import('./SetupPage.tsx')).SetupPage }));
const SignInPage = lazy(async () => ({ default: (await import('./SignInPage.tsx')).SignInPage }));
const TablePage = lazy(async () => ({ default: (await import('../tables/TablePage.tsx')).TablePage }));
const TablesPage = lazy(async () => ({ default: (await import('../tables/TablesPage.tsx')).TablesPage }));

export function Routes() {
  return (
    <Suspense fallback={<LoadingState />}>
      <RouteSwitch>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/setup" element={<SetupPage />} />
        <Route
          element={
            <RequireSession>
              <AppFrame />
            </RequireSession>
          }
        >
          <Route index element={<Home />} />
          <Route element={<RequirePart part="flows" />}>
            <Route path="/flows" element={<FlowsPage />} />
            <Route path="/share/:flowId" element={<FlowsPage />} />
            <Route path="/flows/:id/:room?" element={<FlowEditor />} />
          </Route>
          <Route element={<RequirePart part="knowledge" />}>
            <Route path="/knowledge" element={<BasesPage />} />
            <Route path="/knowledge/tables" element={<TablesPage />} />
            <Route path="/knowledge/tables/:tableId" element={<TablePage />} />
            <Route path="/knowledge/:baseId" element={<BasePage />} />
          </Route>
          <Route element={<RequirePart part="desk" />}>
            <Route path="/desk" element={<DeskPage />} />
            <Route path="/desk/:handoffId" element={<DeskPage />} />
          </Route>
          <Route element={<RequirePart part="conversations" />}>
            <Route path="/conversations" element={<ConversationsPage />} />
            <Route path="/conversations/:id" element={<ConversationPage />} />
            <Route path="/conversations/:id/debug" element={<DebugPage />} />
          </Route>
          <Route element={<RequirePart part="leads" />}>
            <Route path="/leads" element={<LeadsPage />} />
          </Route>
          <Route element={<RequirePart part="settings" />}>
            <Route path="/settings" element={<SettingsPage />} />
            <Route path="/settings/:section" element={<SettingsPage />} />
          </Route>
          <Route path="*" element={<MissingPage />} />
        </Route>
      </RouteSwitch>
    </Suspense>
  );
}

function Home() {
  const me = useMe().data;
  return me === undefined || me === null ? null : <Navigate to={homeOf(me.user.role)} replace />;
}
