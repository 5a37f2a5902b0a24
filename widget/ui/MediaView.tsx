// Pictures, sounds, films and files. A picture from elsewhere is loaded only when the customer asks: an address can carry data away.
import { useState } from 'preact/hooks';
import type { MediaBody } from '#nodes/kit/messages.ts';
import { isSafeAddress } from '../rich-text.ts';
import type { Words } from '../words.ts';

/** One medium. */
export function MediaView({ media, words }: { readonly media: MediaBody; readonly words: Words }) {
  const own = isOwn(media.url);
  const [shown, setShown] = useState(own);
  if (!isSafeAddress(media.url)) return null;
  const name = media.name ?? media.alt ?? media.caption ?? media.url;
  return (
    <figure class="media" style={{ margin: '6px 0 0' }}>
      {media.kind === 'file' ? (
        <a href={media.url} target="_blank" rel="noopener noreferrer nofollow">
          {name}
        </a>
      ) : !shown ? (
        <button type="button" class="plain" onClick={() => setShown(true)}>
          {words.showImage}: {name}
        </button>
      ) : media.kind === 'image' ? (
        <img src={media.url} alt={media.alt ?? ''} referrerpolicy="no-referrer" />
      ) : media.kind === 'video' ? (
        <video src={media.url} controls preload="none" aria-label={name} />
      ) : (
        <audio src={media.url} controls preload="none" aria-label={name} />
      )}
      {media.caption !== undefined && media.caption !== '' && <figcaption class="state">{media.caption}</figcaption>}
    </figure>
  );
}

/** From this page, or from the server that serves the conversation. */
function isOwn(url: string): boolean {
  try {
    const { origin } = new URL(url, location.href);
    return origin === location.origin || origin === new URL(import.meta.url).origin;
  } catch {
    return false;
  }
}
