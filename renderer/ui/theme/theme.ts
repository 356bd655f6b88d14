import { createTheme, type ThemeOptions, useColorScheme } from '@mui/material/styles';
import { type ColorMode, dark, light, type Tokens, token, tokens, tokenVariables } from './tokens';

export { kindColor, token } from './tokens';

/** For Hangul, which Inter and JetBrains Mono lack. */
const HANGUL = "Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic'";
export const SANS = `'Inter Variable', 'Inter', ${HANGUL}, system-ui, sans-serif`;
export const MONO = `'JetBrains Mono Variable', 'JetBrains Mono', ${HANGUL}, ui-monospace, monospace`;

/** Height of rows, fields and buttons. */
export const ROW = 30;
export const RADIUS = 7;
export const CARD_RADIUS = 10;

function palette(mode: ColorMode, t: Tokens) {
  return {
    mode,
    primary: { main: t.accent, contrastText: t.onAccent },
    secondary: { main: t.shortcutText, contrastText: t.onAccent },
    error: { main: t.bad },
    success: { main: t.good },
    warning: { main: t.warning },
    info: { main: t.accent },
    background: { default: t.background, paper: t.panel },
    text: { primary: t.text, secondary: t.muted, disabled: t.muted },
    divider: t.line,
    action: { hover: t.raised, selected: t.accentWash, active: t.muted },
  };
}

/** Around what has the keyboard's focus; MUI's buttons have it already. For `sx`. */
export const focusRing = { outline: `2px solid ${token('accent')}`, outlineOffset: 1 };

/** Where a control has no room around it. */
const innerRing = { ...focusRing, outlineOffset: -2 };

const DEMO_ZOOM = 1.25;

/** Demo mode. What is placed by script keeps its own scale, and its content grows. */
const DEMO = {
  [['#root', '.MuiDialog-paper', '.MuiPopover-paper > *', '.MuiPopper-root > *']
    .map((grows) => `:root[data-demo] ${grows}`)
    .join(', ')]: { zoom: DEMO_ZOOM },
  // React Flow places edges by what it measures on the screen. The canvas has a zoom of its own.
  ':root[data-demo] .react-flow': { zoom: 1 / DEMO_ZOOM },
  // Placed by what was measured on the screen.
  ':root[data-demo] .MuiTabs-indicator': { zoom: 1 / DEMO_ZOOM },
  ':root[data-demo] #root': { height: `calc(100vh / ${DEMO_ZOOM})` },
};

/** For people whose system asks for more contrast: lines as dark as quiet text, quiet text as dark as all text. */
const strongContrast = ({ muted, text }: Tokens) => ({
  '--sw-line': muted,
  '--sw-lineStrong': text,
  '--sw-muted': text,
});

/** What is chosen shows it by its background, which the system's own colors replace. */
const CHOSEN = [
  '[aria-current="page"]',
  '[aria-selected="true"]',
  '[aria-pressed="true"]',
  '.MuiMenuItem-root.Mui-selected',
];

/** The system's own colors (Windows: contrast themes). */
const FORCED_COLORS = {
  [`:is(${CHOSEN.join(', ')})`]: {
    forcedColorAdjust: 'none',
    color: 'HighlightText !important',
    backgroundColor: 'Highlight !important',
  },
  [`:is(${CHOSEN.join(', ')}) *`]: { color: 'inherit !important' },
  '.MuiButton-contained': { border: '1px solid ButtonBorder' },
  '.react-flow__node.selected > *': { outline: '3px solid Highlight' },
  // A color that means something: a kind of layer, a run.
  '.sw-node::before, [role="treegrid"] input': { forcedColorAdjust: 'none' },
};

/** While a menu grew, a click could be pressed on one item and released on the next. */
const still = { defaultProps: { transitionDuration: 0 } };

const components: ThemeOptions['components'] = {
  MuiCssBaseline: {
    styleOverrides: {
      ':root': tokenVariables('light'),
      ':root[data-color-scheme="dark"]': tokenVariables('dark'),
      body: { overflow: 'hidden' },
      // Korean breaks lines between words; only a word longer than its line breaks inside.
      ':root:lang(ko) body': { wordBreak: 'keep-all', overflowWrap: 'break-word' },
      'button, input, select, textarea': { fontFamily: 'inherit' },
      '*': { scrollbarWidth: 'thin', scrollbarColor: 'var(--sw-lineStrong) transparent' },
      '#root': { height: '100vh' },
      ...DEMO,
      '@media (prefers-contrast: more)': {
        ':root': strongContrast(light),
        ':root[data-color-scheme="dark"]': strongContrast(dark),
      },
      '@media (forced-colors: active)': FORCED_COLORS,
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': {
          animationDuration: '0.01ms !important',
          animationIterationCount: '1 !important',
          transitionDuration: '0s !important',
          scrollBehavior: 'auto !important',
        },
      },
    },
  },
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: {
      root: {
        fontFamily: 'inherit',
        '&:focus-visible': focusRing,
      },
    },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small', color: 'inherit' },
    styleOverrides: {
      root: {
        minHeight: ROW,
        minWidth: 0,
        padding: '0 12px',
        borderRadius: RADIUS,
        textTransform: 'none',
        fontSize: 13,
        fontWeight: 500,
        lineHeight: '18px',
        whiteSpace: 'nowrap',
        '& .MuiButton-startIcon': { marginRight: 6, marginLeft: -2 },
      },
      outlined: {
        borderColor: token('line'),
        backgroundColor: token('panel'),
        '&:hover': { borderColor: token('lineStrong'), backgroundColor: token('raised') },
      },
      text: { '&:hover': { backgroundColor: token('raised') } },
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: {
        width: ROW,
        height: ROW,
        borderRadius: RADIUS,
        color: token('muted'),
        '&:hover': { backgroundColor: token('raised'), color: token('text') },
        '&.Mui-disabled': { opacity: 0.4, color: token('muted') },
      },
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiOutlinedInput: {
    styleOverrides: {
      root: {
        minHeight: ROW,
        fontSize: 13,
        borderRadius: RADIUS,
        backgroundColor: token('raised'),
        '& .MuiOutlinedInput-notchedOutline': { borderColor: token('line') },
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: token('lineStrong') },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderWidth: 1.5 },
      },
      input: { padding: '5px 9px', height: 20, boxSizing: 'content-box', textOverflow: 'ellipsis' },
    },
  },
  MuiTextField: { defaultProps: { size: 'small', variant: 'outlined' } },
  MuiSelect: { defaultProps: { size: 'small' }, styleOverrides: { select: { minHeight: 'auto' } } },
  // MUI does not apply the popover's default to menus.
  MuiMenu: {
    ...still,
    styleOverrides: {
      paper: {
        border: `1px solid ${token('line')}`,
        borderRadius: CARD_RADIUS,
        boxShadow: '0 8px 28px rgb(0 0 0 / 0.22)',
      },
      list: { padding: 4 },
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        minHeight: ROW,
        fontSize: 13,
        borderRadius: RADIUS - 1,
        padding: '4px 10px',
        gap: 8,
        // Without a transition the color is there as soon as the focus.
        transition: 'none',
        '&.Mui-focusVisible, &.Mui-selected.Mui-focusVisible': {
          ...innerRing,
          backgroundColor: token('accentWash'),
        },
      },
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 500, disableInteractive: true },
    styleOverrides: {
      tooltip: {
        fontSize: 12,
        fontWeight: 400,
        lineHeight: '17px',
        color: token('text'),
        backgroundColor: token('panel'),
        border: `1px solid ${token('line')}`,
        borderRadius: RADIUS,
        boxShadow: '0 6px 20px rgb(0 0 0 / 0.2)',
        padding: '6px 9px',
      },
    },
  },
  MuiToggleButton: {
    styleOverrides: {
      root: {
        height: ROW,
        padding: '0 10px',
        textTransform: 'none',
        fontSize: 13,
        fontWeight: 400,
        borderColor: token('line'),
        color: token('muted'),
        borderRadius: RADIUS,
        '&.Mui-selected': { color: token('accent'), backgroundColor: token('accentWash') },
        '&.Mui-selected:hover': { backgroundColor: token('accentWash') },
      },
    },
  },
  MuiBackdrop: {
    styleOverrides: {
      root: { '&:not(.MuiBackdrop-invisible)': { backgroundColor: 'rgb(8 11 14 / 0.34)' } },
    },
  },
  MuiDialog: {
    styleOverrides: { paper: { border: `1px solid ${token('line')}`, borderRadius: 12 } },
  },
  MuiTableCell: {
    styleOverrides: {
      root: { borderColor: token('line'), padding: '8px 12px', fontSize: 13 },
      head: { color: token('muted'), fontWeight: 500, fontSize: 12 },
      body: { fontVariantNumeric: 'tabular-nums' },
    },
  },
  // Their inputs, which have the focus, are invisible.
  MuiCheckbox: {
    defaultProps: { size: 'small' },
    styleOverrides: { root: { padding: 5, borderRadius: RADIUS, '&:has(input:focus-visible)': innerRing } },
  },
  MuiRadio: { styleOverrides: { root: { '&:has(input:focus-visible)': innerRing } } },
  MuiSwitch: {
    defaultProps: { size: 'small' },
    styleOverrides: { root: { borderRadius: RADIUS, '&:has(input:focus-visible)': innerRing } },
  },
  MuiSlider: {
    styleOverrides: { thumb: { '&:has(input:focus-visible)': focusRing } },
  },
  MuiLinearProgress: {
    styleOverrides: { root: { height: 5, borderRadius: 3, backgroundColor: token('line') } },
  },
  MuiPopover: still,
  MuiAlert: { styleOverrides: { root: { borderRadius: RADIUS, fontSize: 13, padding: '2px 12px' } } },
};

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-color-scheme', cssVarPrefix: 'mui' },
  colorSchemes: {
    light: { palette: palette('light', light) },
    dark: { palette: palette('dark', dark) },
  },
  defaultColorScheme: 'light',
  spacing: 4,
  shape: { borderRadius: RADIUS },
  transitions: {
    duration: { enteringScreen: 120, leavingScreen: 90, standard: 120, short: 100, shorter: 90 },
  },
  typography: {
    fontFamily: SANS,
    fontSize: 13,
    htmlFontSize: 14,
    body1: { fontSize: 13, lineHeight: '19px' },
    body2: { fontSize: 13, lineHeight: '19px' },
    button: { fontSize: 13, fontWeight: 500 },
  },
  components,
});

/** The mode that is shown now. */
export function useColorMode(): ColorMode {
  const { mode, systemMode } = useColorScheme();
  const resolved = mode === 'system' ? systemMode : mode;
  return resolved === 'dark' ? 'dark' : 'light';
}

/** The current mode's colors as hex values, for where CSS variables do not work. */
export function useTokens(): Tokens {
  return tokens[useColorMode()];
}
