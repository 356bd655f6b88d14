/** Loss surfaces of a residual network and its plain twin, over the recipe of Li et al. (2018) in PyTorch. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { SurfaceEvent } from '../../../core/contract/surface';
import { buildPreset } from '../../../core/presets';
import { orderOf, placeOf, spacedOut, surfaceSettingsSchema } from '../../../core/surface/surface';
import { compileSurface } from '../../../main/compiler';
import { DatasetStore } from '../../../main/datasets';
import { findEngine } from '../../../main/engine';
import { formats } from '../../../main/exporting/formats';
import { readTrainedNetwork, type TrainedNetwork } from '../../../main/exporting/trained-network';
import { imagesOfRun } from '../../../main/predicting/images';
import { runNetwork } from '../../../main/predicting/run-network';
import { launchProcess } from '../../../main/processes/launch';
import { directionOf } from '../../../main/surface/directions';
import { SurfaceService } from '../../../main/surface/service';
import { makeRun } from '../../integration/exporting/support';
import { bundledWorker } from '../../support/worker';
import { Contestant } from '../contestant';
import { cpuMilliseconds } from '../process-figures';
import { markdownTable, type Row } from '../report';
import { largestRelativeDifference, median } from '../statistics';
import type { Scenario } from './scenario';

/** Points that the surface of the task has; those that are measured stand for them. */
const WHOLE = 51 ** 2;
const SEED = 1;

interface Measured {
  arm: string;
  /** Milliseconds per point of each round, and before the first point. */
  ours: number[];
  starts: number[];
  theirs: number[];
  /** Milliseconds of processor time per point, all threads together. */
  ourCpu: number[];
  theirCpu: number[];
  /** Largest relative difference of the losses. */
  difference: number;
}

export const surface: Scenario = {
  id: 'surface',
  title: 'Loss surfaces',
  run: async ({ options, roster, folder, say }) => {
    const arms = options.quick ? ['resnet20'] : ['resnet56', 'plain56'];
    const images = options.quick ? 100 : 2000;
    const settings = surfaceSettingsSchema.parse({
      points: options.quick || options.steps <= 3 ? 3 : 5,
      ...{ images, seed: SEED },
    });
    const torch = roster.entries.get('pytorch');
    const datasets = new DatasetStore({ root: join(folder, 'datasets') });
    await datasets.generate({ trainCount: images, valCount: 10, seed: 1 });
    const measured: Measured[] = [];
    for (const arm of arms) {
      const made = await makeRun(buildPreset(arm, { style: 'cifar' }), { training: { dataset: 'shapes' } });
      try {
        measured.push(await measure(arm, made, settings));
      } finally {
        rmSync(dirname(made.folder), { recursive: true, force: true });
      }
    }
    const total = (of: (each: Measured) => number) => measured.reduce((sum, each) => sum + of(each), 0);
    const whole = (each: Measured) => median(each.starts) + WHOLE * median(each.ours);
    const what = `51 x 51 points of ${arms.join(' and ')} on ${images} images, over PyTorch`;
    const hours = (ms: number) => (ms / 3_600_000).toFixed(2);
    const rows = measured.map(
      (each): Row => [
        each.arm,
        (median(each.ours) / 1000).toFixed(2),
        torch ? (median(each.theirs) / 1000).toFixed(2) : '',
        (median(each.starts) / 1000).toFixed(1),
        hours(whole(each)),
        torch ? hours(WHOLE * median(each.theirs)) : '',
        (median(each.ourCpu) / 1000).toFixed(2),
        torch ? (median(each.theirCpu) / 1000).toFixed(2) : '',
      ],
    );
    return {
      bars: [
        torch
          ? {
              ...{ what, bar: 0.5, unit: '' },
              measured: total(whole) / total((each) => WHOLE * median(each.theirs)),
            }
          : { what, bar: 0.5, unit: '', why: 'no PyTorch here' },
      ],
      body: [
        markdownTable(
          [
            'arm',
            's per point',
            'PyTorch',
            's before the first point',
            'hours for 51 x 51',
            'PyTorch',
            's of processor per point',
            'PyTorch',
          ],
          rows,
        ),
      ],
      notes: [
        `Medians of ${options.rounds} rounds of ${settings.points ** 2} points, in turn, float32. The whole surface is the time before the first point (start of the workers, compiling, reading images) and ${WHOLE} times that of a point. PyTorch sets the weights and evaluates batches of 128 images that are tensors already, as the authors' code does but for its data loader. Images are generated and weights drawn: the time does not depend on them.`,
        ...(torch
          ? [
              `Losses differ by ${Math.max(...measured.map(({ difference }) => difference)).toExponential(1)} at most, relative.`,
            ]
          : roster.absent),
      ],
    };

    async function measure(
      arm: string,
      made: Awaited<ReturnType<typeof makeRun>>,
      surface: typeof settings,
    ): Promise<Measured> {
      /** Processor time of the surface's processes. */
      const workers = new Map<number | undefined, number>();
      const launch: typeof launchProcess = (how) => {
        const worker = launchProcess(how);
        if (how.task === 'loss surface') workers.set(worker.pid, 0);
        return worker as never;
      };
      const runner = { findEngine, launch, entry: bundledWorker() };
      const read = () => readTrainedNetwork(made.store, made.id);
      const service = new SurfaceService({ runner, read, datasets, isBusy: () => false });
      const points = orderOf(surface).map((index) => placeOf(surface, index));
      const own = join(folder, arm);
      mkdirSync(own);
      const opponent =
        torch &&
        Contestant.start(
          { ...torch, args: torch.args.map((arg) => arg.replace(/torch_step\.py$/, 'torch_surface.py')) },
          { ...(await exported(await read(), own)), points },
        );
      const result: Measured = {
        ...{ arm, ours: [], starts: [], theirs: [], ourCpu: [], theirCpu: [], difference: 0 },
      };
      const theirs = async () => {
        if (!opponent) return;
        const ms: number[] = [];
        const before = opponent.cpu();
        // One at a time: on a busy machine, all of them are a long silence.
        while (ms.length < options.steps) ms.push(...(await opponent.ask('steps', 1)).ms);
        const after = opponent.cpu();
        if (before !== undefined && after !== undefined) result.theirCpu.push((after - before) / ms.length);
        result.theirs.push(median(ms));
        say(`${arm}, PyTorch: ${Math.round(median(ms))} ms per point`);
      };
      const ours = async () => {
        const losses = await timed();
        say(`${arm}, Skipwire: ${Math.round(result.ours.at(-1)!)} ms per point`);
        return losses;
      };
      const timed = async () => {
        rmSync(join(made.folder, 'surfaces'), { recursive: true, force: true });
        const began = performance.now();
        const times: number[] = [];
        const losses: number[] = [];
        const cpu: number[] = [];
        workers.clear();
        for await (const event of service.events({ of: [{ runId: made.id }], settings: surface })) {
          if (event.type !== 'point') continue;
          times.push(performance.now());
          // A worker that has ended keeps its last figure.
          for (const [pid, last] of workers) workers.set(pid, cpuMilliseconds(pid) ?? last);
          cpu.push([...workers.values()].reduce((sum, one) => sum + one, 0));
          losses[orderOf(surface).indexOf(event.index)] = (event as PointEvent).loss as number;
        }
        // Each worker's first point includes its start.
        const first = Math.min(availableParallelism(), times.length - 1) - 1;
        const measuredPoints = times.length - 1 - first;
        result.ours.push((times.at(-1)! - times[first]!) / measuredPoints);
        result.starts.push(Math.max(0, times[first]! - began - (first + 1) * result.ours.at(-1)!));
        result.ourCpu.push((cpu.at(-1)! - cpu[first]!) / measuredPoints);
        return losses;
      };
      try {
        await opponent?.ready();
        for (let round = 0; round < options.rounds; round++) {
          if (round % 2 === 1) await theirs();
          const losses = await ours();
          if (round % 2 === 0) await theirs();
          if (round > 0 || !opponent) continue;
          const answer = await opponent.ask('losses', options.steps);
          result.difference = largestRelativeDifference(losses, answer.losses);
        }
      } finally {
        await opponent?.end();
        await service.close();
      }
      return result;
    }

    /** The network and its directions for PyTorch, and the images. */
    async function exported(network: TrainedNetwork, own: string) {
      const at = (name: string) => join(own, name);
      const along = [new Map<string, Float32Array>(), new Map<string, Float32Array>()] as const;
      for (const [name, values] of network.weights) {
        for (const moved of along) moved.set(name, new Float32Array(values.length));
      }
      compileSurface(network.document, network.weights, (weight, values) => {
        const [first, second] = ([0, 1] as const).map((axis) =>
          directionOf(weight, values, { seed: SEED, axis }),
        );
        along[0].set(weight.name, first!);
        along[1].set(weight.name, second!);
        return [first!, second!];
      });
      await formats.pytorch.write(network, at('network'), {});
      await formats.pytorch.write({ ...network, weights: along[0] }, at('x'), {});
      await formats.pytorch.write({ ...network, weights: along[1] }, at('y'), {});
      const chosen = await imagesOfRun(datasets, network.trained!.run, 'train');
      const only = spacedOut(images, chosen.labels.length);
      const { x } = await runNetwork({ findEngine, launch: launchProcess, entry: bundledWorker() }, network, {
        signature: 'next',
        images: chosen.source,
        only,
      });
      writeFileSync(at('images.f32'), x);
      writeFileSync(
        at('labels.i32'),
        Int32Array.from(only, (position) => chosen.labels[position] as number),
      );
      return {
        network: at('network'),
        directions: [at('x'), at('y')],
        images: at('images.f32'),
        labels: at('labels.i32'),
        shape: [only.length, ...network.inference.input.shape],
      };
    }
  },
};

type PointEvent = Extract<SurfaceEvent, { type: 'point' }>;
