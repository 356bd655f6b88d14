/** The text of the Python that an export shows; it is run in test/integration/exporting/inference.test.ts. */
import type { Inference } from '../../../../core/study/inference';
import { pythonSnippet } from '../../../../core/study/snippet';

const inference: Inference = {
  input: { shape: [32, 32, 3], dtype: 'float32', range: [0, 1], channels: 'RGB' },
  resize: { interpolation: 'bilinear', fit: 'stretch', antialias: false },
  normalization: { kind: 'none', insideModel: true },
  classes: null,
};

test('any path becomes a Python string', () => {
  expect(pythonSnippet('keras', 'C:\\new "one"\\net.keras', inference)).toContain(
    'path = "C:\\\\new \\"one\\"\\\\net.keras"\n',
  );
});

test('scales where the model does not, and says which', () => {
  const range = (most: 1 | 255): Inference => ({
    ...inference,
    input: { ...inference.input, range: [0, most] },
  });
  expect(pythonSnippet('keras', 'net.keras', range(1))).toContain('/ 255  # the model takes 0..1');
  expect(pythonSnippet('keras', 'net.keras', range(255))).toMatch(
    /tf\.float32\) {2}# the model takes 0\.\.255/,
  );
});

test('a run without class names prints numbers', () => {
  expect(pythonSnippet('savedmodel', 'net', inference)).toContain('print(f"{index}: {row[index]:.1%}")');
});
