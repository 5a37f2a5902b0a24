// Every address of the staff application; each part is loaded when it is first opened.
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { useMe } from '../api/auth.ts';
import type { Part } from './access.ts';
import { homeOf } from './access.ts';
import { AppFrame } from './AppFrame.tsx';
import { MissingPage } from '../ui/MissingPage.tsx';
import { RequirePart } from './RequirePart.tsx';
import { RequireSession } from './RequireSession.tsx';
import { RouteError } from './RouteError.tsx';

type Load = NonNullable<RouteObject['lazy']>;

export const router = createBrowserRouter([
  {
    errorElement: <RouteError />,
    children: [
      { path: '/sign-in', lazy: async () => ({ Component: (await import('./SignInPage.tsx')).SignInPage }) },
      { path: '/setup', lazy: async () => ({ Component: (await import('./SetupPage.tsx')).SetupPage }) },
      {
        element: (
          <RequireSession>
            <AppFrame />
          </RequireSession>
        ),
        children: [
          { index: true, element: <Home /> },
          page('flows', '/flows', async () => ({ Component: (await import('../library/FlowsPage.tsx')).FlowsPage })),
          page('flows', '/share/:flowId', async () => ({
            Component: (await import('../library/FlowsPage.tsx')).FlowsPage,
          })),
          page('flows', '/flows/:id', async () => ({
            Component: (await import('../canvas/FlowEditor.tsx')).FlowEditor,
          })),
          page('knowledge', '/knowledge', async () => ({
            Component: (await import('../knowledge/BasesPage.tsx')).BasesPage,
          })),
          page('knowledge', '/knowledge/:baseId', async () => ({
            Component: (await import('../knowledge/BasePage.tsx')).BasePage,
          })),
          page('desk', '/desk', async () => ({ Component: (await import('../desk/DeskPage.tsx')).DeskPage })),
          page('desk', '/desk/:handoffId', async () => ({
            Component: (await import('../desk/DeskPage.tsx')).DeskPage,
          })),
          page('conversations', '/conversations', async () => ({
            Component: (await import('../desk/ConversationsPage.tsx')).ConversationsPage,
          })),
          page('conversations', '/conversations/:id', async () => ({
            Component: (await import('../desk/ConversationPage.tsx')).ConversationPage,
          })),
          page('leads', '/leads', async () => ({ Component: (await import('../leads/LeadsPage.tsx')).LeadsPage })),
          page('settings', '/settings', async () => ({
            Component: (await import('../admin/SettingsPage.tsx')).SettingsPage,
          })),
          page('settings', '/settings/:section', async () => ({
            Component: (await import('../admin/SettingsPage.tsx')).SettingsPage,
          })),
          { path: '*', element: <MissingPage /> },
        ],
      },
    ],
  },
]);

function page(part: Part, path: string, lazy: Load): RouteObject {
  return { element: <RequirePart part={part} />, children: [{ path, lazy }] };
}

function Home() {
  const me = useMe().data;
  return me === undefined || me === null ? null : <Navigate to={homeOf(me.user.role)} replace />;
}
