// The hosted page /chat/{slug}: the conversation fills the window.
import { mountChat } from './app.tsx';

const slug = decodeURIComponent(
  location.pathname
    .split('/')
    .filter((part) => part !== '')
    .pop() ?? '',
);
const wanted = new URLSearchParams(location.search).get('lang') ?? navigator.language;
document.documentElement.lang = wanted.startsWith('zh') ? 'zh-CN' : 'en';
const target = document.getElementById('chat');
if (target !== null) mountChat(target, { origin: location.origin, slug, locale: wanted, framed: false });
