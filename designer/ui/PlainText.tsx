// Text that people wrote, shown as text and nothing else: line breaks kept, no markup, no links made of it.
import { Text, type TextProps } from '@mantine/core';

interface Props extends TextProps {
  readonly children: string;
}

export function PlainText({ children, ...rest }: Props) {
  return (
    <Text component="div" dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }} {...rest}>
      {children}
    </Text>
  );
}
