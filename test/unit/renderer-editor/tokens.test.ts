/** Contrast of the color tokens, by WCAG 2.2 (relative luminance): 4.5 : 1 for words, 3 : 1 for lines and marks. */
import { dark, light, runColor, type Tokens, tokenVariables } from '../../../renderer/ui/theme/tokens';

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (hi! + 0.05) / (lo! + 0.05);
}

test('the measure itself: black on white is 21 : 1, #767676 on white is the known 4.54 : 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

describe.each([
  ['light', light],
  ['dark', dark],
] as [string, Tokens][])('%s', (_, t) => {
  const grounds = { panel: t.panel, canvas: t.canvas, background: t.background, raised: t.raised };

  test.each(['text', 'muted', 'accent', 'good', 'bad', 'warning', 'shortcutText'] as const)(
    'words in %s are readable on every surface',
    (name) => {
      for (const ground of Object.values(grounds))
        expect(contrast(t[name], ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('words on the accent, and the accent on its wash, are readable', () => {
    expect(contrast(t.onAccent, t.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(t.accent, t.accentWash)).toBeGreaterThanOrEqual(4.5);
  });

  test('wires, shortcuts, kinds and runs have enough contrast to their background', () => {
    for (const color of [t.wire, t.shortcut, ...Object.values(t.kind)])
      for (const ground of [t.canvas, t.node, t.frame])
        expect(contrast(color, ground)).toBeGreaterThanOrEqual(3);
    for (const color of t.run) expect(contrast(color, t.panel)).toBeGreaterThanOrEqual(3);
  });

  test('there are at least eight runs colors, no two alike', () => {
    expect(t.run.length).toBeGreaterThanOrEqual(8);
    expect(new Set(t.run).size).toBe(t.run.length);
  });
});

test('both modes define the same variables', () => {
  expect(Object.keys(tokenVariables('light'))).toEqual(Object.keys(tokenVariables('dark')));
  expect(tokenVariables('dark')['--sw-kind-convolution']).toBe(dark.kind.convolution);
});

test('colors of runs go round, and below zero too', () => {
  const count = dark.run.length;
  expect(runColor(count + 2)).toBe(runColor(2));
  expect(runColor(-1)).toBe(runColor(count - 1));
});
