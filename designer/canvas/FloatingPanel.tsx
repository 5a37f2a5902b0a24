// A small panel at a point of the window that closes on Escape and on a press outside.
import { FocusTrap, Paper } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

const WIDTH = 340;
const HEIGHT = 440;

interface Props {
  readonly label: string;
  readonly at?: { readonly x: number; readonly y: number };
  readonly children: ReactNode;
  readonly onClose: () => void;
}

export function FloatingPanel({ label, at, children, onClose }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const left = at === undefined ? (window.innerWidth - WIDTH) / 2 : Math.min(at.x + 8, window.innerWidth - WIDTH - 16);
  const top = at === undefined ? window.innerHeight * 0.18 : Math.min(at.y - 12, window.innerHeight - HEIGHT - 16);

  useEffect(() => {
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && panel.current?.contains(event.target) === true) return;
      onClose();
    };
    window.addEventListener('pointerdown', onPress, true);
    return () => window.removeEventListener('pointerdown', onPress, true);
  }, [onClose]);

  return (
    <FocusTrap innerRef={panel}>
      <Paper
        className="fc-float"
        role="dialog"
        aria-label={label}
        shadow="lg"
        style={{ left: Math.max(16, left), top: Math.max(16, top), width: WIDTH }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      >
        {children}
      </Paper>
    </FocusTrap>
  );
}
