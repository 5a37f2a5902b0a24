// The one-line embed: a launcher in a shadow root; the conversation itself is loaded when the page is idle or the launcher is touched.
import type { ChatHandle, ChatOptions } from './app.tsx';

interface ChatModule {
  mountChat(target: HTMLElement, options: ChatOptions): ChatHandle;
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) start(script);

function start(tag: HTMLScriptElement): void {
  const { origin } = new URL(tag.src);
  const slug = tag.dataset['flow'] ?? '';
  if (slug === '' || document.querySelector(`tandem-chat[data-flow="${CSS.escape(slug)}"]`) !== null) return;
  const locale = tag.dataset['lang'] ?? (document.documentElement.lang || navigator.language);
  const zh = locale.startsWith('zh');
  const host = document.createElement('tandem-chat');
  host.dataset['flow'] = slug;
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  const side = tag.dataset['side'] === 'left' ? 'left' : 'right';
  sheet.replaceSync(
    `:host{all:initial;position:fixed;${side}:20px;bottom:20px;z-index:2147483000}` +
      `.l{all:unset;box-sizing:border-box;width:56px;height:56px;border-radius:50%;background:var(--c,#2257d6);color:#fff;display:grid;place-items:center;cursor:pointer;box-shadow:0 4px 16px #0003}` +
      `.l:focus-visible{outline:2px solid var(--c,#2257d6);outline-offset:2px}.l[hidden],.p[hidden]{display:none}` +
      `.b{position:absolute;top:-2px;right:-2px;min-width:20px;height:20px;border-radius:10px;background:#b42318;font:600 12px/20px system-ui,sans-serif;text-align:center}` +
      `.p{position:fixed;${side}:20px;bottom:20px;width:min(384px,calc(100vw - 40px));height:min(640px,calc(100dvh - 40px));border-radius:12px;overflow:hidden;box-shadow:0 8px 32px #0004}` +
      `@media(max-width:480px){.p{left:0;right:0;bottom:0;width:100vw;height:100dvh;border-radius:0}}`,
  );
  root.adoptedStyleSheets = [sheet];
  const launcher = document.createElement('button');
  launcher.className = 'l';
  launcher.type = 'button';
  launcher.setAttribute('aria-label', zh ? '打开在线咨询' : 'Open the chat');
  launcher.setAttribute('aria-expanded', 'false');
  launcher.append(icon());
  const panel = document.createElement('div');
  panel.className = 'p';
  panel.hidden = true;
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-label', zh ? '在线咨询' : 'Chat');
  root.append(launcher, panel);
  document.body.append(host);

  let loading: Promise<ChatHandle> | undefined;
  const load = (): Promise<ChatHandle> =>
    (loading ??= (import(`${origin}/widget/app.js`) as Promise<ChatModule>).then((module) =>
      module.mountChat(panel, {
        origin,
        slug,
        locale,
        framed: true,
        ...(tag.dataset['identity'] === undefined ? {} : { identity: tag.dataset['identity'] }),
        onClose: close,
        onUnread: showUnread,
        onColor: (color) => host.style.setProperty('--c', color),
      }),
    ));

  function open(): void {
    panel.hidden = false;
    launcher.hidden = true;
    launcher.setAttribute('aria-expanded', 'true');
    showUnread(0);
    load().then(
      (chat) => chat.open(),
      () => {
        // The server cannot be reached: the launcher stays for another try.
        loading = undefined;
        close();
      },
    );
  }
  function close(): void {
    panel.hidden = true;
    launcher.hidden = false;
    launcher.setAttribute('aria-expanded', 'false');
    launcher.focus();
  }
  function showUnread(count: number): void {
    launcher.querySelector('.b')?.remove();
    if (count === 0 || !panel.hidden) return;
    const badge = document.createElement('span');
    badge.className = 'b';
    badge.textContent = String(Math.min(count, 99));
    launcher.append(badge);
    launcher.setAttribute(
      'aria-label',
      zh ? `打开在线咨询，${String(count)} 条未读` : `Open the chat, ${String(count)} unread`,
    );
  }
  launcher.addEventListener('click', open);
  for (const hint of ['pointerenter', 'focus'] as const)
    launcher.addEventListener(hint, () => void load().catch(() => (loading = undefined)), { once: true });
  const hasHistory = localStorageHas(`tandem:${origin}:${slug}`);
  if (hasHistory) whenIdle(() => void load().catch(() => (loading = undefined)));
}

/** Safari has no idle callback. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work);
  else setTimeout(work, 1500);
}

function localStorageHas(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function icon(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [
    ['viewBox', '0 0 24 24'],
    ['width', '26'],
    ['height', '26'],
    ['fill', 'none'],
    ['stroke', 'currentColor'],
    ['stroke-width', '2'],
    ['stroke-linejoin', 'round'],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(name, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5zM8.5 12h.01M12.5 12h.01M16.5 12h.01');
  svg.append(path);
  return svg;
}
