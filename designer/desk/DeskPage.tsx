// The desk: who waits, the conversation, and what is known about the customer.
import { Headset } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { DeskEvent, Handoff } from '#nodes/wire/desk.ts';
import { ApiProblem } from '../api/http.ts';
import { useClaim, useDesk, useHandoff, useResolve } from '../api/desk.ts';
import { useDeskStream } from '../api/live.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { QueryView } from '../ui/QueryView.tsx';
import { toastDone, toastProblem, toastRefused } from '../ui/toast.ts';
import { CheatSheet } from './CheatSheet.tsx';
import type { ComposerHandle } from './Composer.tsx';
import { ContextCard } from './ContextCard.tsx';
import './desk.css';
import { DeskBar } from './DeskBar.tsx';
import { HandoffList } from './HandoffList.tsx';
import { ReturnDialog } from './ReturnDialog.tsx';
import { colleagueOf } from './taken-by.ts';
import { Thread } from './Thread.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { useWaitingAlert } from './use-waiting-alert.ts';
import { useNoticeToast } from '../notices/use-notice-toast.tsx';

export function DeskPage() {
  const { t } = useTranslation('desk');
  const { handoffId } = useParams();
  const navigate = useNavigate();
  const desk = useDesk();
  const detail = useHandoff(handoffId);
  const claim = useClaim();
  const resolve = useResolve();
  const composer = useRef<ComposerHandle>(null);
  const [returning, setReturning] = useState(false);
  const [cheating, setCheating] = useState(false);
  const [claimed, setClaimed] = useState<string>();
  const alert = useWaitingAlert(desk.data?.waiting);
  const showNotice = useNoticeToast();
  const heard = useCallback(
    (event: DeskEvent) => {
      alert.onEvent(event);
      if (event.type === 'notice') showNotice(event.notice);
    },
    [alert, showNotice],
  );
  const stream = useDeskStream(heard);
  // A proxy may hold a dead stream open; the regular question to the server then tells the truth.
  const live = desk.isRefetchError ? 'lost' : stream;

  const handoff = detail.data?.handoff;
  const order = desk.data === undefined ? [] : [...desk.data.waiting, ...desk.data.mine, ...desk.data.others];

  function take(target: Handoff): void {
    claim.mutate(target.id, {
      onSuccess: () => {
        setClaimed(target.id);
        void navigate(`/desk/${target.id}`);
      },
      onError: (error) => {
        const taken = error instanceof ApiProblem && error.code === 'HANDOFF_TAKEN';
        const name = taken ? colleagueOf(error.facts) : undefined;
        if (!taken) toastProblem(error);
        else toastRefused(name === undefined ? t('takenBySomeone') : t('taken', { name }));
      },
    });
  }

  function finish(target: Handoff): void {
    resolve.mutate(target.id, {
      onSuccess: () => {
        toastDone(t('resolved'));
        const next = desk.data?.mine.find((one) => one.id !== target.id) ?? desk.data?.waiting[0];
        void navigate(next === undefined ? '/desk' : `/desk/${next.id}`);
      },
      onError: (error) => toastProblem(error),
    });
  }

  function step(by: 1 | -1): void {
    const at = order.findIndex((one) => one.id === handoffId);
    const next = order[at === -1 ? 0 : (at + by + order.length) % order.length];
    if (next !== undefined) void navigate(`/desk/${next.id}`);
  }

  const isMine = handoff?.state === 'active' && desk.data?.mine.some((one) => one.id === handoff.id) === true;
  // Whoever takes a customer over wants to write: the composer has the focus as soon as it is there.
  useEffect(() => {
    if (!isMine || handoffId !== claimed) return;
    composer.current?.focus('reply');
  }, [isMine, handoffId, claimed]);
  useDeskKeys({
    next: () => step(1),
    previous: () => step(-1),
    claim: () => {
      const target = handoff ?? desk.data?.waiting[0];
      if (target?.state === 'waiting' && !claim.isPending) take(target);
    },
    reply: () => composer.current?.focus('reply'),
    note: () => composer.current?.focus('note'),
    resolve: () => {
      if (isMine && !resolve.isPending) finish(handoff);
    },
    give: () => {
      if (isMine) setReturning(true);
    },
    mood: () => document.querySelector<HTMLElement>('.td-mood-button[data-newest]')?.click(),
    help: () => setCheating(true),
  });

  return (
    <div className="td-desk">
      <section className="td-desk-list" aria-label={t('listLabel')}>
        <h1 className="td-visually-hidden">{t('title')}</h1>
        <QueryView query={desk}>
          {(data) => (
            <>
              <DeskBar
                desk={data}
                live={live}
                sound={alert.sound}
                onSound={alert.setSound}
                onHelp={() => setCheating(true)}
              />
              <HandoffList desk={data} selectedId={handoffId} />
            </>
          )}
        </QueryView>
      </section>
      {handoffId === undefined ? (
        <div className="td-desk-blank">
          <EmptyState
            icon={Headset}
            title={desk.data?.waiting.length === 0 ? t('nobodyWaiting') : t('pick')}
            hint={desk.data?.waiting.length === 0 ? t('nobodyWaitingHint') : t('pickHint')}
          />
        </div>
      ) : (
        <div className="td-desk-open">
          <QueryView query={detail}>
            {(data) => (
              <>
                <Thread
                  key={data.handoff.id}
                  detail={data}
                  isMine={isMine}
                  composer={composer}
                  busy={claim.isPending || resolve.isPending}
                  onClaim={() => take(data.handoff)}
                  onResolve={() => finish(data.handoff)}
                  onReturn={() => setReturning(true)}
                />
                <ContextCard detail={data} />
              </>
            )}
          </QueryView>
        </div>
      )}
      {returning && handoff !== undefined && (
        <ReturnDialog handoffId={handoff.id} onClose={() => setReturning(false)} />
      )}
      {cheating && <CheatSheet onClose={() => setCheating(false)} />}
    </div>
  );
}
