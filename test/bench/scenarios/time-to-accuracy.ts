/**
 * From the command to a validation accuracy on all of CIFAR-10, ours and that of the PyTorch script that the same run
 * exports: the same recipe, order, augmentation and precision. Takes half an hour or more, so it runs only if it is named.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../../main/basics/package-root';
import { skipwire, started, startedSkipwire } from '../command';
import { load, machine } from '../machine';
import { markdownTable } from '../report';
import { python } from '../roster';
import { archiveAtHand } from './import-cifar';
import type { Context, Scenario } from './scenario';

const WANTED = 0.85;
const ARM = 'resnet20';
const FLAGS = ['--dataset', 'cifar10', '--recipe', 'quick'];
const QUICK = ['--epochs', '1', '--train-limit', '1024', '--val-limit', '256'];
const POLL = 50;

/** One epoch, at its end. */
interface Point {
  epoch: number;
  /** Since the command. */
  seconds: number;
  accuracy: number;
}

export const timeToAccuracy: Scenario = {
  id: 'time-to-accuracy',
  title: `Time to ${100 * WANTED} % on CIFAR-10`,
  onlyIfNamed: true,
  run: async (context) => {
    const { options } = context;
    const archive = archiveAtHand();
    const torch = python('SKIPWIRE_TORCH_PYTHON', ['torch', 'numpy', 'safetensors']);
    const absent = [
      ...(archive ? [] : ['the archive of CIFAR-10 (SKIPWIRE_CIFAR10 may name it)']),
      ...(torch ? [] : ['a Python with torch, numpy and safetensors (SKIPWIRE_TORCH_PYTHON)']),
    ];
    const what = options.quick
      ? '--quick: one epoch of 1,024 images'
      : `time to ${100 * WANTED} % validation`;
    const bar = { what: `${what}, over PyTorch`, bar: 0.6, unit: '' } as const;
    if (!archive || !torch) {
      const why = `not on this machine: ${absent.join(', ')}`;
      return { bars: [{ ...bar, why }], body: [], notes: [] };
    }
    const wanted = options.quick ? 0 : WANTED;
    const ours = await trainOurs(archive, context);
    const theirs = await trainTheirs(archive, torch, ours.script, context);
    const [first, second] = [ours.points, theirs].map((points) =>
      points.find(({ accuracy }) => accuracy >= wanted),
    );
    const rows = ours.points.map((point, index) => {
      const other = theirs[index];
      return [`${point.epoch}`, ...figures(point), ...(other ? figures(other) : ['', ''])];
    });
    const body = [
      markdownTable(['epoch', 'Skipwire, s', 'validation, %', 'PyTorch, s', 'validation, %'], rows),
    ];
    const notes = [
      `\`skipwire train ${ARM} ${FLAGS.join(' ')}\` in ${ours.precision}, and the PyTorch script that this run exports; from the command to the end of the validation of each epoch, start-up included. The script is run as it is exported: its batches are channels last in memory, which PyTorch keeps, and made by the training process. The draws differ, so the accuracies do as between two seeds.`,
    ];
    if (!options.quick) write(body, notes);
    return {
      bars: [
        {
          ...bar,
          ...(first && second ? { measured: first.seconds / second.seconds } : {}),
          why: `${first ? 'PyTorch' : 'Skipwire'} did not reach it`,
        },
      ],
      body,
      notes,
    };
  },
};

const figures = ({ seconds, accuracy }: Point): string[] => [seconds.toFixed(1), (100 * accuracy).toFixed(2)];

async function trainOurs(archive: string, { options, folder, say }: Context) {
  const build = { root: packageRoot(), data: join(folder, 'data') };
  say('importing CIFAR-10');
  skipwire(build, ['datasets', 'import', archive]);
  const began = performance.now();
  const flags = [...FLAGS, ...(options.quick ? QUICK : [])];
  const training = startedSkipwire(build, ['train', ARM, ...flags]);
  training.stdout.resume();
  const points: Point[] = [];
  const runs = join(build.data, 'runs');
  const timer = setInterval(() => {
    const lines = metricLines(runs);
    for (const { epoch, valAccuracy } of lines.slice(points.length)) {
      points.push({ epoch, seconds: (performance.now() - began) / 1000, accuracy: valAccuracy });
      say(`Skipwire, epoch ${epoch}: ${(100 * valAccuracy).toFixed(2)} %`);
    }
  }, POLL);
  try {
    await training.ended;
  } finally {
    clearInterval(timer);
  }
  const [run] = readdirSync(runs);
  if (run === undefined || points.length === 0)
    throw new Error('The training must write epochs. Received: none.');
  const { precision } = JSON.parse(readFileSync(join(runs, run, 'run.json'), 'utf8')).settings;
  const script = join(folder, 'train.py');
  skipwire(build, ['export', run, '--format', 'pytorch-script', '--out', script]);
  return { points, precision: String(precision), script };
}

/** Epochs that the one run has written so far. */
function metricLines(runs: string): { epoch: number; valAccuracy: number }[] {
  const [run] = existsSync(runs) ? readdirSync(runs) : [];
  const file = run === undefined ? undefined : join(runs, run, 'metrics.jsonl');
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => line.includes('"type":"epoch"')).map((line) => JSON.parse(line));
}

async function trainTheirs(archive: string, torch: string, script: string, { folder, say }: Context) {
  const data = join(folder, 'binary');
  mkdirSync(data);
  const { status, stderr } = spawnSync('tar', ['-xf', archive, '-C', data]);
  if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${stderr.toString().trim()}`);
  const began = performance.now();
  const training = started('PyTorch', torch, [script, '--data', data, '--out', join(folder, 'torch')]);
  const points: Point[] = [];
  createInterface({ input: training.stdout }).on('line', (line) => {
    const [, epoch, accuracy] = line.match(/^epoch (\d+) .*val_accuracy ([\d.e-]+)/) ?? [];
    if (epoch === undefined) return;
    points.push({
      epoch: Number(epoch),
      seconds: (performance.now() - began) / 1000,
      accuracy: Number(accuracy),
    });
    say(`PyTorch, ${line}`);
  });
  await training.ended;
  return points;
}

function write(body: readonly string[], notes: readonly string[]): void {
  const date = new Date().toISOString().slice(0, 10);
  const where = `${date}, ${machine()}; load at the end: ${load()}.`;
  const title = `# Time to ${100 * WANTED} % on CIFAR-10`;
  const about = 'Written by `npm run bench -- --scenario time-to-accuracy`.';
  const file = join(packageRoot(), 'docs', 'measurements', 'time-to-accuracy.md');
  writeFileSync(file, `${[title, about, ...body, ...notes, where].join('\n\n')}\n`);
}
