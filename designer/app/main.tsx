// Starts the staff application: texts first, then the page.
import '@mantine/core/styles.css';
import '../ui/tokens.css';
import '../ui/page.css';
import './shell.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTranslations } from '../i18n/i18n.ts';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

await startTranslations();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
