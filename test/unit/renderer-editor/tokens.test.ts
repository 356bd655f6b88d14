/** Contrast of the color tokens, by WCAG 2.2 (relative luminance): 4.5 : 1 for words, 3 : 1 for lines and marks. */
import { lab } from 'd3-color';
import { SHADES, shadesOf } from '../../../core/figures/shades';
import {
  armColor,
  type ColorMode,
  dark,
  light,
  runColor,
  type Tokens,
  tokenVariables,
} from '../../../renderer/ui/theme/tokens';
import { run, settings } from '../renderer-views/fixtures';

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
] as [ColorMode, Tokens][])('%s', (mode, t) => {
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
  });

  test('every shade of a run has 3 : 1 to panels and chosen rows, and differs from the others of its arm', () => {
    const difference = (a: string, b: string) => {
      const [p, q] = [lab(a), lab(b)];
      return Math.hypot(p.l - q.l, p.a - q.a, p.b - q.b);
    };
    for (const color of t.run) {
      const shades = shadesOf(color, mode);
      expect(shades).toHaveLength(SHADES);
      expect(shades[0]).toBe(color);
      for (const [index, shade] of shades.entries()) {
        for (const ground of [t.panel, t.raised]) expect(contrast(shade, ground)).toBeGreaterThanOrEqual(3);
        // 2.3 is just noticeable side by side (Mahy et al. 1994).
        for (const other of shades.slice(index + 1)) expect(difference(shade, other)).toBeGreaterThan(6);
      }
    }
  });

  test('residual is the orange of shortcuts', () => {
    expect(t.run[0]).toBe(t.shortcut);
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

describe('the color of a run', () => {
  const residual = (id: string, change: Parameters<typeof run>[1] = {}) =>
    run(id, { arm: 'ResNet-20', ...change });
  const plain = (id: string, change: Parameters<typeof run>[1] = {}) =>
    run(id, { arm: 'Plain-20', network: { ...run('x').network, variant: 'plain' }, ...change });
  const seed = (value: number) => ({ settings: settings({ seed: value }) });

  test('residual is orange and plain is blue in every study, whatever was recorded', () => {
    const all = [
      plain('a', { color: 7 }),
      residual('b', { color: 3 }),
      plain('c', { studyId: 'another', createdAt: '2026-11-24T00:00:00.000Z' }),
    ];
    expect(all.map((one) => runColor(one, all))).toEqual([
      'var(--sw-run-1-0)',
      'var(--sw-run-0-0)',
      'var(--sw-run-1-0)',
    ]);
  });

  test('seeds are shades in their order, and their mean has the first', () => {
    const all = [3, 1, 2].map((value) => residual(`s${value}`, seed(value)));
    expect(all.map((one) => runColor(one, all))).toEqual(
      [2, 0, 1].map((shade) => `var(--sw-run-0-${shade})`),
    );
    expect(armColor(all[0]!, all)).toBe('var(--sw-run-0-0)');
  });

  test('further arms have further hues, the same in every study and whoever else is there', () => {
    const study = (studyId: string, arms: readonly string[]) =>
      arms.map((arm, index) =>
        residual(`${studyId} ${arm}`, { studyId, arm, createdAt: `2026-11-24T00:00:0${index}.000Z` }),
      );
    const [base, , noBn] = study('one', ['ResNet-20', 'narrow', 'no BN']);
    const other = study('two', ['ResNet-20', 'no BN']);
    const all = [...study('one', ['ResNet-20', 'narrow', 'no BN']), ...other];
    expect(runColor(noBn!, all)).toBe(runColor(other[1]!, all));
    expect(runColor(noBn!, all)).toBe(
      runColor(
        noBn!,
        all.filter(({ arm }) => arm !== 'narrow'),
      ),
    );
    expect(new Set([base!, ...all].map((one) => runColor(one, all))).size).toBe(3);
  });

  test('two values of a setting that the study varies are two arms; no two arms of a study share a hue', () => {
    const all = [0.1, 0.05, 0.02, 0.01, 0.005].map((value, index) =>
      residual(String(value), {
        varied: [{ path: 'optimizer.learningRate', value }],
        createdAt: `2026-11-24T00:00:0${index}.000Z`,
      }),
    );
    expect(new Set(all.map((one) => runColor(one, all))).size).toBe(all.length);
  });

  test('a run that the list lacks has the color that it will have there', () => {
    const [first, second] = [residual('a', seed(1)), residual('b', seed(2))];
    expect(runColor(second, [first])).toBe(runColor(second, [first, second]));
  });

  test('each is a variable of both modes', () => {
    for (const mode of ['light', 'dark'] as const)
      expect(tokenVariables(mode)).toHaveProperty([runColor(residual('a'), []).slice(4, -1)]);
  });
});
