/** How close the estimate of memory is to what the worker then uses, network by network. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { type StudyRequest, studyRequestSchema } from '../../../core/study/settings';
import { packageRoot } from '../../../main/basics/package-root';
import { type LaunchOptions, launchProcess } from '../../../main/processes/launch';
import { createServices, type Services } from '../../../main/services';
import type { WorkerHandle } from '../../../main/training/protocol/messages';
import { peakMebibytes } from '../process-figures';
import { markdownTable, type Row } from '../report';
import type { Scenario } from './scenario';

interface Case {
  preset: string;
  width?: number;
  batchSize: number;
  settings?: object;
}

const cases: readonly Case[] = [
  { preset: 'resnet18', batchSize: 16 },
  { preset: 'resnet18', batchSize: 256 },
  { preset: 'resnet18', batchSize: 256, settings: { optimizer: { momentum: 0.9 } } },
  { preset: 'resnet18', batchSize: 64, settings: { optimizer: { type: 'adam' } } },
  { preset: 'resnet18', width: 1 / 8, batchSize: 256 },
  { preset: 'resnet34', batchSize: 64 },
  { preset: 'resnet34', batchSize: 256 },
  { preset: 'resnet50', batchSize: 16 },
  { preset: 'resnet50', width: 1 / 4, batchSize: 128 },
  { preset: 'resnet50', batchSize: 256 },
  { preset: 'resnet50', batchSize: 64, settings: { precision: 'bfloat16' } },
  { preset: 'resnet20', batchSize: 256 },
  { preset: 'resnet20', batchSize: 256, settings: { augmentation: { flip: true, padAndCrop: 4 } } },
  { preset: 'resnet56', batchSize: 128 },
];
const QUICK = 1;
const STEPS = 3;

export const estimate: Scenario = {
  id: 'estimate',
  title: 'Memory, estimated and taken',
  run: async ({ options, folder, say }) => {
    spawnSync(process.execPath, [join(packageRoot(), 'scripts', 'build.mjs'), 'main', '--if-needed']);
    const workers: WorkerHandle[] = [];
    const services = await createServices({
      host: 'cli',
      version: '0.0.0',
      runsRoot: join(folder, 'runs'),
      datasetsRoot: join(folder, 'datasets'),
      workerEntry: join(packageRoot(), 'build', 'main', 'worker.cjs'),
      launch: <To, From>(how: LaunchOptions) => {
        const worker = launchProcess<To, From>(how);
        workers.push(worker as WorkerHandle);
        return worker;
      },
    });
    const rows: Row[] = [];
    let worst = 0;
    try {
      await services.datasets.generate({ trainCount: STEPS * 256, valCount: 256, seed: 1 });
      for (const one of cases.slice(0, options.quick ? QUICK : cases.length)) {
        say(`${one.preset}, batch ${one.batchSize}: estimate, then ${STEPS} steps`);
        const request = requestOf(one);
        const graph = request.arms[0]?.graph;
        if (!graph) continue;
        const { total } = await services.memory.estimate(graph, request.settings);
        const taken = await peakOf(services, request, workers);
        if (taken === undefined) continue;
        const estimated = total / 2 ** 20;
        const off = 100 * (estimated / taken - 1);
        worst = Math.max(worst, Math.abs(off));
        const width = one.width === undefined ? '' : `, width ${one.width}`;
        rows.push([
          `${one.preset}${width}`,
          String(one.batchSize),
          one.settings ? JSON.stringify(one.settings).replace(/["{}]/g, '') : '',
          estimated.toFixed(0),
          taken.toFixed(0),
          `${off.toFixed(1)} %`,
        ]);
      }
    } finally {
      await services.close();
    }
    return {
      bars: [
        {
          what: 'estimate of memory against what the worker takes, the worst case',
          ...(rows.length > 0 ? { measured: worst } : { why: 'this system does not tell (Linux does)' }),
          bar: 20,
          unit: '%',
        },
      ],
      body: [markdownTable(['network', 'batch', 'settings', 'estimated, MiB', 'taken, MiB', 'off by'], rows)],
      notes: [
        `VmHWM of the training worker (its largest resident set) over a whole epoch of ${STEPS} steps, validation and checkpoint, 32x32 images.`,
      ],
    };
  },
};

function requestOf({ preset, width, batchSize, settings }: Case): StudyRequest {
  const graph = buildPreset(preset, width === undefined ? {} : { width });
  const limits = { trainLimit: STEPS * batchSize, valLimit: batchSize, epochs: 1 };
  return studyRequestSchema.parse({
    name: preset,
    arms: [{ name: preset, graph }],
    settings: { dataset: 'shapes', batchSize, ...limits, ...settings },
    seeds: [1],
  });
}

/** Mebibytes. The figure is read as long as the process is there: it only ever grows. */
async function peakOf(
  { training, runs }: Services,
  request: StudyRequest,
  workers: readonly WorkerHandle[],
): Promise<number | undefined> {
  let peak: number | undefined;
  const timer = setInterval(() => {
    peak = peakMebibytes(workers.at(-1)?.pid) ?? peak;
  }, 20);
  try {
    const events = training.events();
    const { runIds } = await training.start(request);
    for await (const event of events) if (event.type === 'idle') break;
    const run = await runs.get(runIds[0] as string);
    if (run.state !== 'finished') throw new Error(run.error ?? `The run is ${run.state}.`);
    return peak;
  } finally {
    clearInterval(timer);
  }
}
