// Short messages at the edge of the screen: what was done, what failed, with a way back where there is one.
import i18next from 'i18next';
import type { ReactNode } from 'react';
import type { NotificationData } from '@mantine/notifications';
import { problemText } from './problem-text.ts';

/** Says that something was done. */
export function toastDone(message: string): void {
  show({ message, color: 'success', autoClose: 4000 });
}

/** Says that something was not possible, in words of one's own. */
export function toastRefused(message: string): void {
  show({ message, color: 'danger', autoClose: 8000, role: 'alert' });
}

/** Says that something did not work and why. */
export function toastProblem(error: unknown, title?: string): void {
  const problem = i18next.getFixedT(null, 'problems');
  const ui = i18next.getFixedT(null, 'ui');
  show({
    title: title ?? ui('actionFailed'),
    message: problemText(error, problem),
    color: 'danger',
    autoClose: 8000,
    role: 'alert',
  });
}

/** Says what somebody else wants one to know; `stays` until it is closed. */
export function toastNotice(notice: {
  readonly title: string;
  readonly message: ReactNode;
  readonly stays: boolean;
}): void {
  const { title, message, stays } = notice;
  show({
    title,
    message,
    color: stays ? 'danger' : 'accent',
    autoClose: stays ? false : 8000,
    role: stays ? 'alert' : 'status',
  });
}

/** The messages are not part of the first download; they arrive with the first one that is said. */
function show(message: NotificationData): void {
  const closeButtonProps = { 'aria-label': i18next.getFixedT(null, 'ui')('close') };
  void import('@mantine/notifications').then(({ notifications }) =>
    notifications.show({ closeButtonProps, ...message }),
  );
}
