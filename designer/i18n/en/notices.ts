// Notices to colleagues.
export const text = {
  title: 'Notices',
  unread_one: 'Notices, {{count}} unread',
  unread_other: 'Notices, {{count}} unread',
  empty: 'No notices yet',
  emptyHint: 'When a flow has something to tell you, it stands here.',
  readAll: 'Mark all as read',
  markRead: 'Mark as read',
  open: 'Have a look',
  urgent: 'Urgent:',
};
