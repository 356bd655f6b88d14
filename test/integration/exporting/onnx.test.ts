/** ONNX files, read back in onnxruntime: answers, names and the oldest versions that read them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { exportFormats } from '../../../main/exporting';
import type { CheckOptions } from '../../../main/exporting/check/check';
import { modelType } from '../../../main/exporting/onnx/schema';
import { launchProcess } from '../../../main/processes/launch';
import { ENGINE_TIMEOUT, testEngine } from '../../support/engine';
import { everyOperator } from '../../support/every-operator';
import { bundledWorker } from '../../support/worker';
import { makeRun } from './support';

const out = mkdtempSync(join(tmpdir(), 'skipwire-onnx-'));
let options: CheckOptions;

beforeAll(async () => {
  const engine = await testEngine();
  options = {
    runner: { findEngine: async () => engine, launch: launchProcess, entry: bundledWorker() },
    datasetFolder: join(out, 'no-data-set'),
  };
}, ENGINE_TIMEOUT);
afterAll(() => rmSync(out, { recursive: true, force: true }));

async function exported(graph: Parameters<typeof makeRun>[0], how: Parameters<typeof makeRun>[1] = {}) {
  const made = await makeRun(graph, how);
  try {
    const path = join(out, `${graph.name}.onnx`);
    for await (const one of exportFormats(made.store, made.id, [{ format: 'onnx', path }], {
      check: options,
    })) {
      return { ...one, model: modelType.toObject(modelType.decode(readFileSync(path)), { longs: Number }) };
    }
  } finally {
    rmSync(dirname(made.folder), { recursive: true, force: true });
  }
  throw new Error('nothing was written');
}

test.each(['resnet20', 'resnet50'] as const)(
  '%s gives the same answers in onnxruntime',
  async (name) => {
    const graph = buildPreset(name, { width: 0.25, classes: 4 });
    const { check, model } = await exported(graph, { normalization: 'per-channel', headScale: 1 });
    expect(check).toMatchObject({ result: 'equal', images: 32 });
    expect(model).toMatchObject({ ir_version: 7, opset_import: [{ version: 13 }] });
  },
  ENGINE_TIMEOUT,
);

test(
  'every operator gives the same answers, and no two nodes share a name',
  async () => {
    const { check, model } = await exported(everyOperator(), {
      normalization: 'per-pixel-mean',
      headScale: 1,
    });
    expect(check).toMatchObject({ result: 'equal' });
    const names: string[] = model.graph.node.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(names.length);
  },
  ENGINE_TIMEOUT,
);
