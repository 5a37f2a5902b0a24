// The frame around everything: look, server data, messages, routes.
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { BrowserRouter, useLocation } from 'react-router';
import { forgetPerson } from '../api/auth.ts';
import { onSignedOut } from '../api/http.ts';
import { createQueryClient } from '../api/query-client.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { CrashGuard } from './CrashGuard.tsx';
import { Routes } from './Routes.tsx';

const cache = createQueryClient();
const Messages = lazy(async () => ({ default: (await import('./Messages.tsx')).Messages }));

export function App() {
  useEffect(() => onSignedOut(() => forgetPerson(cache)), []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={cache}>
        <BrowserRouter>
          <Guard>
            <Routes />
          </Guard>
        </BrowserRouter>
        <Suspense fallback={null}>
          <Messages />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Guard({ children }: { readonly children: ReactNode }) {
  return <CrashGuard place={useLocation().pathname}>{children}</CrashGuard>;
}
