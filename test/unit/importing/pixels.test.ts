/** Networks that scale their own pixels. */
import { assemble } from '../../../main/importing/assemble';
import type { ReadLayer } from '../../../main/importing/read-model';

const remarks = (scale: number, between: readonly string[] = []) => {
  const layers: ReadLayer[] = [
    { name: 'in', type: 'Input', params: { shape: [8, 8, 3] }, inputs: [] },
    ...between.map((name) => ({ name, type: 'Activation', params: { function: 'relu' }, inputs: ['in'] })),
    { name: 'scaled', type: 'Rescaling', params: { scale, offset: 0 }, inputs: [between[0] ?? 'in'] },
    { name: 'pool', type: 'GlobalAveragePooling2D', params: {}, inputs: ['scaled'] },
    { name: 'head', type: 'Dense', params: { units: 2 }, inputs: ['pool'] },
  ];
  return assemble({ format: 'keras-json', layers, entries: [], remarks: [] }, 'net.json').report.remarks;
};

test.each([
  [1 / 255, '0.00392157', '1'],
  [1 / 127.5, '0.00784314', '2'],
])(
  'a factor of %d at the input is for pixels from 0 to 255, and the report says what to do',
  (scale, now, right) => {
    expect(remarks(scale)).toContainEqual({
      key: 'import.remark.scalesPixels',
      values: { layer: 'scaled', scale: now, right },
    });
  },
);

test.each([
  ['of pixels from 0 to 1', 2, []],
  ['that is not at the input', 1 / 255, ['relu']],
] as const)('a factor %s is no reason for a remark', (_name, scale, between) => {
  expect(remarks(scale, between).map(({ key }) => key)).toEqual(['import.remark.noWeights']);
});
