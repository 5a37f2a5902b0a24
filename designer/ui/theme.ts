// The Mantine theme, drawn from tokens.css so that kit and own parts share one set of colours in light and dark.
import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

const ACCENT: MantineColorsTuple = [
  '#e8eefc',
  '#cddafa',
  '#a3bbf4',
  '#85aaff',
  '#5b84ea',
  '#3a6ae0',
  '#2257d6',
  '#1b47b3',
  '#163a92',
  '#102b6e',
];
const DANGER: MantineColorsTuple = [
  '#fdecea',
  '#fad5d1',
  '#f5aca5',
  '#ff8f85',
  '#e05a4e',
  '#c93a2d',
  '#b42318',
  '#951d14',
  '#771710',
  '#5a110c',
];
const SUCCESS: MantineColorsTuple = [
  '#e6f4ec',
  '#c9e7d7',
  '#97d2b3',
  '#5cc58f',
  '#3a9d69',
  '#248455',
  '#177245',
  '#125c38',
  '#0e482c',
  '#093420',
];
const WARNING: MantineColorsTuple = [
  '#fdf3e0',
  '#f8e2b8',
  '#f0cb82',
  '#e0ac4f',
  '#c28421',
  '#a86d0c',
  '#8f5a00',
  '#744900',
  '#5b3900',
  '#432a00',
];

const SEMANTIC: readonly string[] = ['accent', 'danger', 'success', 'warning'];

const variantColors: VariantColorsResolver = (input) => {
  const color = input.color ?? input.theme.primaryColor;
  if (!SEMANTIC.includes(color)) return defaultVariantColorsResolver(input);
  const ink = `var(--td-${color})`;
  const soft = `color-mix(in srgb, ${ink} 10%, var(--td-surface))`;
  const softer = `color-mix(in srgb, ${ink} 16%, var(--td-surface))`;
  switch (input.variant) {
    case 'filled':
      return {
        background: ink,
        hover: `color-mix(in srgb, ${ink} 88%, var(--td-text))`,
        color: 'var(--td-on-accent)',
        border: '1px solid transparent',
      };
    case 'light':
      return { background: soft, hover: softer, color: ink, border: '1px solid transparent' };
    case 'outline':
      return { background: 'transparent', hover: soft, color: ink, border: `1px solid ${ink}` };
    case 'subtle':
    case 'transparent':
      return { background: 'transparent', hover: soft, color: ink, border: '1px solid transparent' };
    default:
      return defaultVariantColorsResolver(input);
  }
};

const PANEL = {
  content: { background: 'var(--td-surface)' },
  header: { background: 'var(--td-surface)' },
  title: { fontSize: 16, fontWeight: 600, lineHeight: '24px' },
};

/** The look of every Mantine part of the application. */
export const theme = createTheme({
  colors: { accent: ACCENT, danger: DANGER, success: SUCCESS, warning: WARNING },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  variantColorResolver: variantColors,
  fontFamily: 'var(--td-font)',
  fontFamilyMonospace: 'var(--td-font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '18px', sm: '20px', md: '22px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: {
    xs: 'var(--td-shadow-1)',
    sm: 'var(--td-shadow-1)',
    md: 'var(--td-shadow-2)',
    lg: 'var(--td-shadow-3)',
    xl: 'var(--td-shadow-3)',
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '22px' },
    },
  },
  components: {
    Button: {
      defaultProps: { size: 'compact-md' },
      styles: { root: { height: 32, paddingInline: 12, fontWeight: 500 } },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Input: {
      vars: (_theme: unknown, props: { size?: unknown; multiline?: boolean }) => ({
        wrapper: props.multiline === true || props.size !== 'sm' ? {} : { '--input-height': '32px' },
      }),
    },
    InputWrapper: {
      styles: {
        label: { fontSize: 13, lineHeight: '20px', fontWeight: 500, marginBottom: 4 },
        description: { fontSize: 12, lineHeight: '18px', marginBottom: 4, color: 'var(--td-text-2)' },
        error: { fontSize: 12, lineHeight: '18px', marginTop: 4 },
      },
    },
    NativeSelect: { defaultProps: { size: 'sm' } },
    Checkbox: { styles: { description: { fontSize: 12, lineHeight: '18px', color: 'var(--td-text-2)' } } },
    Switch: { styles: { description: { fontSize: 12, lineHeight: '18px' } } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, checkIconPosition: 'right' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    TagsInput: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: { radius: 'lg', centered: true, padding: 20, overlayProps: { backgroundOpacity: 0.45 } },
      styles: PANEL,
    },
    Drawer: {
      defaultProps: { position: 'right', padding: 20, overlayProps: { backgroundOpacity: 0.25 } },
      styles: PANEL,
    },
    Notification: {
      defaultProps: { withBorder: true },
      styles: { title: { fontWeight: 600 }, description: { color: 'var(--td-text-2)', fontSize: 13 } },
    },
    Code: { styles: { root: { background: 'var(--td-sunken)', color: 'var(--td-text)', fontSize: 12 } } },
    Tooltip: {
      defaultProps: { openDelay: 400, withArrow: true, fz: 'xs', events: { hover: true, focus: true, touch: false } },
    },
    Badge: {
      defaultProps: { variant: 'light', radius: 'sm' },
      styles: { root: { textTransform: 'none', fontWeight: 500 } },
    },
    Table: { defaultProps: { borderColor: 'var(--td-border)', verticalSpacing: 8, horizontalSpacing: 12, fz: 'sm' } },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } },
    Paper: { defaultProps: { radius: 'md' } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--td-bg)',
  '--mantine-color-text': 'var(--td-text)',
  '--mantine-color-dimmed': 'var(--td-text-2)',
  '--mantine-color-placeholder': 'var(--td-text-3)',
  '--mantine-color-error': 'var(--td-danger)',
  '--mantine-color-anchor': 'var(--td-accent)',
  '--mantine-color-default': 'var(--td-surface)',
  '--mantine-color-default-hover': 'var(--td-sunken)',
  '--mantine-color-default-color': 'var(--td-text)',
  '--mantine-color-default-border': 'var(--td-border-control)',
  '--mantine-color-disabled': 'var(--td-sunken)',
  '--mantine-color-disabled-color': 'var(--td-text-3)',
  '--mantine-color-disabled-border': 'var(--td-border)',
  '--mantine-primary-color-filled': 'var(--td-accent)',
  '--mantine-primary-color-contrast': 'var(--td-on-accent)',
  '--mantine-color-accent-filled': 'var(--td-accent)',
  '--mantine-color-accent-text': 'var(--td-accent)',
  '--mantine-color-accent-light': 'var(--td-accent-soft)',
  '--mantine-color-accent-light-color': 'var(--td-accent)',
  '--mantine-color-danger-filled': 'var(--td-danger)',
  '--mantine-color-danger-text': 'var(--td-danger)',
  '--mantine-color-success-filled': 'var(--td-success)',
  '--mantine-color-success-text': 'var(--td-success)',
  '--mantine-color-warning-filled': 'var(--td-warning)',
  '--mantine-color-warning-text': 'var(--td-warning)',
} as const;

/** Puts our tokens behind the kit's own variables; `tokens.css` switches them with the colour scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...shared, '--mantine-color-gray-4': 'var(--td-border-control)' },
  dark: {
    ...shared,
    '--mantine-color-dark-4': 'var(--td-border-control)',
    '--mantine-color-dark-6': 'var(--td-surface)',
    '--mantine-color-dark-5': 'var(--td-sunken)',
    '--mantine-color-gray-filled': 'var(--td-text-3)',
    '--mantine-color-gray-light-color': 'var(--td-text-2)',
  },
});
