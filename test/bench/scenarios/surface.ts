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
import { Contestant, type Entry } from '../contestant';
import { cpuMilliseconds } from '../process-figures';
import { type Bar, markdownTable, type Row } from '../report';
import { has } from '../roster';
import { largestRelativeDifference, median } from '../statistics';
import type { Scenario } from './scenario';

/** Points that the surface of the task has; those that are measured stand for them. */
const WHOLE = 51 ** 2;
const SEED = 1;

/** The recipe in PyTorch as its authors run it, and without the cost of their data loader. */
const RECIPES = [
  { title: 'PyTorch', loader: true, needs: ['torch', 'torchvision', 'numpy', 'PIL'] },
  { title: 'PyTorch, tensors ready', loader: false, needs: ['torch'] },
] as const;

/** Milliseconds per point of each round. */
interface Times {
  wall: number[];
  /** Processor time, all threads together. */
  cpu: number[];
}

interface Measured {
  arm: string;
  ours: Times;
  /** Milliseconds before the first point. */
  starts: number[];
  /** In the order of the recipes here. */
  theirs: Times[];
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
    const opponents = RECIPES.filter(({ needs }) => torch && has(torch.program, needs));
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
    const whole = (each: Measured) => median(each.starts) + WHOLE * median(each.ours.wall);
    const ratio = (opponent: number) =>
      sum(measured.map(whole)) /
      sum(measured.map(({ theirs }) => WHOLE * median((theirs[opponent] as Times).wall)));
    const seconds = (ms: readonly number[]) => (median(ms) / 1000).toFixed(2);
    const hours = (ms: number) => (ms / 3_600_000).toFixed(2);
    const rows = measured.flatMap((each): Row[] => [
      [
        each.arm,
        'Skipwire',
        seconds(each.ours.wall),
        seconds(each.ours.cpu),
        seconds(each.starts),
        hours(whole(each)),
      ],
      ...opponents.map(({ title }, index): Row => {
        const { wall, cpu } = each.theirs[index] as Times;
        return [each.arm, title, seconds(wall), seconds(cpu), '', hours(WHOLE * median(wall))];
      }),
    ]);
    return {
      bars: RECIPES.map((recipe): Bar => {
        const what = `51 x 51 points of ${arms.join(' and ')} on ${images} images, over ${recipe.title}`;
        const index = opponents.indexOf(recipe);
        const why = torch ? `PyTorch's Python lacks one of ${recipe.needs.join(', ')}` : 'no PyTorch here';
        return { what, bar: 0.5, unit: '', ...(index < 0 ? { why } : { measured: ratio(index) }) };
      }),
      body: [
        markdownTable(
          ['arm', 'by', 's per point', 's of processor', 's before the first point', 'hours for 51 x 51'],
          rows,
        ),
      ],
      notes: [
        `Medians of ${options.rounds} rounds of ${settings.points ** 2} points, in turn, float32. The whole surface is the time before the first point (start of the workers, compiling, reading images) and ${WHOLE} times that of a point. PyTorch sets the weights and evaluates batches of 128 images from a data loader with two processes, as the authors' code does; the second figure is without that loader. Images are generated and weights drawn: the time does not depend on them.`,
        ...(opponents.length > 0
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
      const given = opponents.length > 0 ? await exported(await read(), own) : undefined;
      const contestants = opponents.map(({ title, loader }) => {
        const { program, args } = torch as Entry;
        const script = args.map((arg) => arg.replace(/torch_step\.py$/, 'torch_surface.py'));
        return Contestant.start({ name: title, program, args: script }, { ...given, points, loader });
      });
      const times = (): Times => ({ wall: [], cpu: [] });
      const result: Measured = {
        ...{ arm, ours: times(), starts: [], theirs: opponents.map(times), difference: 0 },
      };
      const theirs = async () => {
        for (const [index, contestant] of contestants.entries()) {
          const { wall, cpu } = result.theirs[index] as Times;
          const ms: number[] = [];
          const before = contestant.cpu();
          // One at a time: on a busy machine, all of them are a long silence.
          while (ms.length < options.steps) ms.push(...(await contestant.ask('steps', 1)).ms);
          const after = contestant.cpu();
          if (before !== undefined && after !== undefined) cpu.push((after - before) / ms.length);
          wall.push(median(ms));
          say(`${arm}, ${contestant.name}: ${Math.round(median(ms))} ms per point`);
        }
      };
      const ours = async () => {
        const losses = await timed();
        say(`${arm}, Skipwire: ${Math.round(result.ours.wall.at(-1)!)} ms per point`);
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
        result.ours.wall.push((times.at(-1)! - times[first]!) / measuredPoints);
        result.starts.push(Math.max(0, times[first]! - began - (first + 1) * result.ours.wall.at(-1)!));
        result.ours.cpu.push((cpu.at(-1)! - cpu[first]!) / measuredPoints);
        return losses;
      };
      try {
        for (const contestant of contestants) await contestant.ready();
        for (let round = 0; round < options.rounds; round++) {
          if (round % 2 === 1) await theirs();
          const losses = await ours();
          if (round % 2 === 0) await theirs();
          if (round > 0) continue;
          for (const contestant of contestants) {
            const answer = await contestant.ask('losses', options.steps);
            const difference = largestRelativeDifference(losses, answer.losses);
            result.difference = Math.max(result.difference, difference);
          }
        }
      } finally {
        await Promise.all(contestants.map((contestant) => contestant.end()));
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

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

type PointEvent = Extract<SurfaceEvent, { type: 'point' }>;
