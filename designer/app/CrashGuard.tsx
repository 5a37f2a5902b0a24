// The last safety net: a page that threw, or a part whose files could not be loaded after an update.
import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState.tsx';

interface Props {
  /** Leaving the page that crashed clears the crash. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly crashedAt: string | undefined;
}

export class CrashGuard extends Component<Props, State> {
  override state: State = { crashedAt: undefined };

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    const left = state.crashedAt !== undefined && state.crashedAt !== '' && state.crashedAt !== props.place;
    if (left) return { crashedAt: undefined };
    return state.crashedAt === '' ? { crashedAt: props.place } : null;
  }

  static getDerivedStateFromError(): State {
    return { crashedAt: '' };
  }

  override render(): ReactNode {
    return this.state.crashedAt === undefined ? this.props.children : <CrashPage />;
  }
}

function CrashPage() {
  const { t } = useTranslation('ui');
  return (
    <main role="alert">
      <EmptyState icon={TriangleAlert} title={t('crashed')} hint={t('crashedHint')}>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
      </EmptyState>
    </main>
  );
}
