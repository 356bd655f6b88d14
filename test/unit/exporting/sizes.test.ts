/** The sizes that the Export view announces are those of the files. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { analyze } from '../../../core/analysis/analyze';
import { buildPreset } from '../../../core/presets';
import { bytesOf, formatInfo, formatsFor } from '../../../core/study/export-format';
import { type ExportTask, exportFormats } from '../../../main/exporting';
import { makeRun } from '../../integration/exporting/support';
import { bundledWorker } from '../../support/worker';

const graph = buildPreset('resnet20');
const { params } = analyze(graph).totals;

// Builds the scripts that an export to TensorFlow.js has beside it.
beforeAll(() => {
  bundledWorker();
});

test('models have about the announced size', async () => {
  const { store, id, folder } = await makeRun(graph);
  const models = formatsFor(false).filter((format) => formatInfo(format).group === 'models');
  const tasks: ExportTask[] = models.map((format) => ({ format }));
  tasks.push({ format: 'litert', options: { weights: 'float16' } });
  try {
    const wrong: unknown[] = [];
    let count = 0;
    for (const [index, task] of tasks.entries()) {
      const path = join(folder, `${index}${formatInfo(task.format).ending}`);
      for await (const { bytes } of exportFormats(store, id, [{ ...task, path }])) {
        count++;
        const share = bytes / (bytesOf(task.format, params, task.options) as number);
        if (share < 0.95 || share > 1.1) wrong.push([task, share]);
      }
    }
    expect([count, wrong]).toEqual([tasks.length, []]);
  } finally {
    rmSync(dirname(folder), { recursive: true, force: true });
  }
});

test('the state of an optimizer is of unknown size', () => {
  expect(bytesOf('keras', params, { withOptimizer: true })).toBeUndefined();
});
