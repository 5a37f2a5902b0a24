// The frame around everything: look, server data, messages, routes.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { RouterProvider } from 'react-router';
import { forgetPerson } from '../api/auth.ts';
import { onSignedOut } from '../api/http.ts';
import { createQueryClient } from '../api/query-client.ts';
import { LoadingState } from '../ui/LoadingState.tsx';
import { cssVariables, theme } from '../ui/theme.ts';
import { router } from './routes.tsx';

const cache = createQueryClient();

export function App() {
  useEffect(() => onSignedOut(() => forgetPerson(cache)), []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={cache}>
        <Notifications position="bottom-right" limit={4} />
        <Suspense fallback={<LoadingState />}>
          <RouterProvider router={router} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
