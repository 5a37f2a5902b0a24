// A keyboard shortcut as people read it.
import { Kbd } from '@mantine/core';

interface Props {
  /** Keys joined by `+`, such as `Alt+T`. */
  readonly keys: string;
}

export function KeyHint({ keys }: Props) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {keys.split('+').map((key, at) => (
        <Kbd key={key} size="xs" ml={at === 0 ? 0 : 2}>
          {key === 'Alt' && isMac() ? '⌥' : key === 'Ctrl' && isMac() ? '⌘' : key}
        </Kbd>
      ))}
    </span>
  );
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(window.navigator.userAgent);
}
