// 通知。
export const text = {
  title: '通知',
  unread: '通知，{{count}} 条未读',
  empty: '还没有通知',
  emptyHint: '流程有事要告诉你时，会显示在这里。',
  readAll: '全部标为已读',
  markRead: '标为已读',
  open: '去看看',
  urgent: '紧急：',
};
