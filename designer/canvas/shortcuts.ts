// The keyboard of the canvas: which key means what, and when keys are left alone.
import { isComposing } from '../widgets/composing.ts';

/** Everything a key can ask for. */
export type KeyAction =
  | 'add'
  | 'connect'
  | 'open'
  | 'walk'
  | 'nudge'
  | 'jumpMove'
  | 'all'
  | 'toggle'
  | 'none'
  | 'undo'
  | 'redo'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'duplicate'
  | 'remove'
  | 'heal'
  | 'tidy'
  | 'fit'
  | 'full'
  | 'zoomIn'
  | 'zoomOut'
  | 'centre'
  | 'menu'
  | 'help';

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** Keys by physical place (`code`), so that layouts and input methods do not move them. `mod` is Ctrl, or Cmd on a Mac. */
const TABLE: Readonly<Record<string, KeyAction>> = {
  KeyA: 'add',
  KeyC: 'connect',
  KeyF: 'centre',
  Enter: 'open',
  NumpadEnter: 'open',
  Space: 'toggle',
  Escape: 'none',
  Delete: 'remove',
  Backspace: 'remove',
  Digit1: 'fit',
  Numpad1: 'fit',
  Digit0: 'full',
  Numpad0: 'full',
  Equal: 'zoomIn',
  NumpadAdd: 'zoomIn',
  Minus: 'zoomOut',
  NumpadSubtract: 'zoomOut',
  ArrowLeft: 'walk',
  ArrowRight: 'walk',
  ArrowUp: 'walk',
  ArrowDown: 'walk',
  ContextMenu: 'menu',
  'shift+F10': 'menu',
  'shift+Equal': 'zoomIn',
  'shift+Slash': 'help',
  'shift+ArrowLeft': 'nudge',
  'shift+ArrowRight': 'nudge',
  'shift+ArrowUp': 'nudge',
  'shift+ArrowDown': 'nudge',
  'mod+ArrowLeft': 'jumpMove',
  'mod+ArrowRight': 'jumpMove',
  'mod+ArrowUp': 'jumpMove',
  'mod+ArrowDown': 'jumpMove',
  'mod+KeyA': 'all',
  'mod+KeyC': 'copy',
  'mod+KeyX': 'cut',
  'mod+KeyV': 'paste',
  'mod+KeyD': 'duplicate',
  'mod+KeyZ': 'undo',
  'mod+KeyY': 'redo',
  'mod+shift+KeyZ': 'redo',
  'mod+Delete': 'heal',
  'mod+Backspace': 'heal',
  'mod+shift+KeyL': 'tidy',
};

/** What a key press on the canvas asks for; `null` when it is none of ours. */
export function actionFor(press: KeyPress): KeyAction | null {
  if (isComposing(press) || press.altKey) return null;
  if (press.key === '?') return 'help';
  const mod = press.ctrlKey || press.metaKey ? 'mod+' : '';
  const shift = press.shiftKey ? 'shift+' : '';
  return TABLE[`${mod}${shift}${press.code}`] ?? null;
}

/** Keys that work anywhere on the page of a flow. */
export function pageActionFor(press: KeyPress): 'commands' | 'problems' | 'test' | null {
  if (isComposing(press) || press.altKey || !(press.ctrlKey || press.metaKey)) return null;
  if (press.code === 'KeyK' && !press.shiftKey) return 'commands';
  if (press.code === 'KeyM' && press.shiftKey) return 'problems';
  if (press.code === 'KeyE' && !press.shiftKey) return 'test';
  return null;
}

/** True where a person types: keys belong to the field there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

interface KeyRow {
  readonly keys: readonly string[];
  readonly does: string;
}

/** The cheat sheet; `does` is a key of the `keys` texts. */
export const CHEAT_SHEET = [
  {
    section: 'addSection',
    rows: [
      { keys: ['A'], does: 'add' },
      { keys: ['C'], does: 'connect' },
      { keys: ['Enter'], does: 'open' },
      { keys: ['Esc'], does: 'back' },
    ],
  },
  {
    section: 'moveSection',
    rows: [
      { keys: ['←', '→', '↑', '↓'], does: 'walk' },
      { keys: ['Shift+←'], does: 'nudge' },
      { keys: ['Ctrl+←'], does: 'jumpMove' },
      { keys: ['Shift'], does: 'box' },
      { keys: ['Ctrl+A'], does: 'all' },
      { keys: ['Space'], does: 'toggle' },
      { keys: ['Esc'], does: 'none' },
    ],
  },
  {
    section: 'editSection',
    rows: [
      { keys: ['Ctrl+Z'], does: 'undo' },
      { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], does: 'redo' },
      { keys: ['Ctrl+C'], does: 'copy' },
      { keys: ['Ctrl+X'], does: 'cut' },
      { keys: ['Ctrl+V'], does: 'paste' },
      { keys: ['Ctrl+D'], does: 'duplicate' },
      { keys: ['Delete'], does: 'remove' },
      { keys: ['Ctrl+Delete'], does: 'heal' },
      { keys: ['Ctrl+Shift+L'], does: 'tidy' },
    ],
  },
  {
    section: 'viewSection',
    rows: [
      { keys: ['1'], does: 'fit' },
      { keys: ['0'], does: 'full' },
      { keys: ['+', '-'], does: 'zoom' },
      { keys: ['F'], does: 'centre' },
      { keys: ['Ctrl+K'], does: 'commands' },
      { keys: ['Ctrl+Shift+M'], does: 'problems' },
      { keys: ['Ctrl+E'], does: 'test' },
      { keys: ['?'], does: 'help' },
    ],
  },
] as const satisfies readonly { readonly section: string; readonly rows: readonly KeyRow[] }[];
