// What the parts of an open flow share besides editor and view: the actions on it.
import { createContext, useContext } from 'react';
import type { Point } from '../document/placement.ts';
import type { EditActions } from './edit-actions.ts';

export interface CanvasActions extends EditActions {
  /** Brings a node into view and makes it active; `focus` also moves the keyboard to the canvas. */
  reveal(id: string, focus?: boolean): void;
  /** Brings a node into view and changes nothing else. */
  show(id: string): void;
  fit(): void;
  actualSize(): void;
  zoom(by: number): void;
  tidy(): Promise<void>;
  focusCanvas(): void;
  toFlow(point: Point): Point;
}

export const CanvasActionsContext = createContext<CanvasActions | null>(null);

export function useCanvasActions(): CanvasActions {
  const actions = useContext(CanvasActionsContext);
  if (actions === null) throw new Error('useCanvasActions outside of an open flow');
  return actions;
}
