// Mounts the conversation into an element: the hosted page and the embed use the same.
import { render } from 'preact';
import type { Face } from '#nodes/wire/customer.ts';
import { createChatApi } from './api.ts';
import { Conversation, type Memory } from './conversation.ts';
import { readableBrand } from './contrast.ts';
import { STYLE } from './style.ts';
import { Chat } from './ui/Chat.tsx';
import { wordsFor } from './words.ts';

/** Where and how the conversation is shown. */
export interface ChatOptions {
  readonly origin: string;
  readonly slug: string;
  readonly locale: string;
  /** True inside a host page: there is a way to close. */
  readonly framed: boolean;
  /** A signed statement of who the customer is. */
  readonly identity?: string;
  readonly onClose?: () => void;
  readonly onUnread?: (count: number) => void;
  readonly onColor?: (color: string) => void;
}

/** A mounted conversation. */
export interface ChatHandle {
  /** The customer opened it: begins, and puts the cursor into the input. */
  open(): void;
}

/** Mounts the conversation. Outside a frame it begins at once. */
export function mountChat(target: HTMLElement, options: ChatOptions): ChatHandle {
  const { origin, slug, locale, framed } = options;
  const root = target.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const words = wordsFor(locale);
  const api = createChatApi(origin, slug);
  // Two people who sign in on one device do not share a conversation.
  const memory = memoryFor(`tandem:${origin}:${slug}${personIn(options.identity)}`);
  const conversation = new Conversation(api, memory, locale, sourceOf(), options.identity);
  let face: Face | undefined;
  let isOpen = !framed;
  let started = false;
  let seen = 0;
  const focus = () => root.querySelector<HTMLElement>('textarea, .ended button')?.focus();
  const draw = () => {
    render(
      <Chat
        conversation={conversation}
        words={words}
        face={face}
        framed={framed}
        onClose={options.onClose ?? (() => undefined)}
      />,
      root,
    );
  };
  const begin = () => {
    if (started) return;
    started = true;
    void conversation.start();
  };
  conversation.subscribe((state) => {
    const spoken = state.messages.filter((message) => message.from !== 'customer').length;
    if (isOpen) seen = spoken;
    else options.onUnread?.(Math.max(0, spoken - seen));
  });
  draw();
  void api
    .face(locale)
    .then((found) => {
      face = { ...found, color: readableBrand(found.color) };
      options.onColor?.(face.color);
      if (!framed) document.title = found.title;
    })
    .catch(() => undefined)
    .finally(draw);
  if (!framed || memory.get() !== null) begin();
  root.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape' && framed && !event.isComposing) {
      isOpen = false;
      options.onClose?.();
    }
  });
  return {
    open() {
      isOpen = true;
      begin();
      requestAnimationFrame(focus);
    },
  };
}

/** Whom an identity names, as an ending for the memory's key; the server alone judges it. */
function personIn(identity: string | undefined): string {
  const payload = identity?.split('.')[1];
  if (payload === undefined) return '';
  try {
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    return `:${String((JSON.parse(bytes) as { id?: unknown }).id)}`;
  } catch {
    return '';
  }
}

function sourceOf(): Record<string, string> {
  const campaign = new URLSearchParams(location.search).get('utm_campaign');
  return {
    page: location.href.slice(0, 2000),
    title: document.title.slice(0, 500),
    referrer: document.referrer.slice(0, 2000),
    ...(campaign === null ? {} : { campaign: campaign.slice(0, 500) }),
  };
}

/** Storage may be forbidden: then the conversation lasts as long as the page. */
function memoryFor(key: string): Memory {
  let fallback: string | null = null;
  return {
    get() {
      try {
        return localStorage.getItem(key);
      } catch {
        return fallback;
      }
    },
    set(value) {
      fallback = value;
      try {
        localStorage.setItem(key, value);
      } catch {
        // Kept in memory above.
      }
    },
    clear() {
      fallback = null;
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was kept.
      }
    },
  };
}
