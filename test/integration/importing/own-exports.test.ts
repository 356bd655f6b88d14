/** Our own exports of Keras layers read back: the same network by its fingerprint, and the same weights. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { graphKey } from '../../../core/analysis/twins';
import { buildPreset } from '../../../core/presets';
import { exportRun } from '../../../main/exporting';
import { readTrainedNetwork } from '../../../main/exporting/trained-network';
import { importModel } from '../../../main/importing';
import { everyOperator } from '../../support/every-operator';
import { makeRun } from '../exporting/support';

const folder = mkdtempSync(join(tmpdir(), 'skipwire-own-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const networks = {
  'ResNet-18': () => buildPreset('resnet18', { width: 0.25, classes: 4 }),
  'ResNet-20 with padded shortcuts': () => buildPreset('resnet20', { style: 'paper', classes: 4 }),
  'a bottleneck network in the style of torchvision': () =>
    buildPreset('resnet50', { width: 0.25, classes: 4, style: 'torchvision' }),
  'every operator': everyOperator,
};

/** A LayersModel is refused for some of its layers. */
const held = Object.entries(networks).filter(([name]) => name !== 'every operator');

test.each([
  ...Object.entries(networks).map((row) => ['keras', ...row] as const),
  ...held.map((row) => ['tfjs-layers', ...row] as const),
])('%s: %s', async (format, _, build) => {
  const made = await makeRun(build());
  try {
    const path = join(folder, format === 'keras' ? 'model.keras' : 'layers');
    await exportRun(made.store, made.id, format, path, { force: true });
    const { document, weights, report } = await importModel(
      format === 'keras' ? path : join(path, 'model.json'),
    );
    const trained = await readTrainedNetwork(made.store, made.id);
    expect(report.entries.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(graphKey(document)).toBe(graphKey(trained.document));
    expect(new Map([...weights].map(([name, { data }]) => [name, data]))).toEqual(new Map(trained.weights));
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
});
