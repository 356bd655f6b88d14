import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../../../core/analysis/analyze';
import { buildPreset } from '../../../../core/presets';
import { graphDefOf, nameOf } from '../../../../main/runs/tensorboard/graph';
import { histogramOf } from '../../../../main/runs/tensorboard/histogram';
import { TensorBoard } from '../../../../main/training/callbacks/tensorboard';
import { readEvents, readGraphDef } from '../../../support/tensorboard';
import { FakeSession } from '../fake-session';
import { Bench, batches, validation } from '../support';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

const graph = Uint8Array.of(10, 3, 10, 1, 120);
const tensorboard = () =>
  new TensorBoard({ folder: bench.folder.tensorboard, graph, now: () => bench.clock });
const files = () => readdirSync(bench.folder.tensorboard).sort();
const eventsOf = (index: number) => readEvents(join(bench.folder.tensorboard, files()[index]!));
/** `tag@step` of every scalar and histogram. */
const tags = (events: ReturnType<typeof readEvents>) =>
  events.flatMap(({ step = 0, summary }) => summary?.value.map(({ tag }) => `${tag}@${step}`) ?? []);

const ofEpoch = ['loss/train', 'loss/validation', 'accuracy/train', 'accuracy/validation'];
const ofStep = (step: number) => [`step/loss@${step}`, `step/learning_rate@${step}`];

test('the graph, each step, and each epoch at its last step', async () => {
  await bench.train(new FakeSession([batches], validation), {}, {}, [tensorboard()]);
  const [version, drawn, ...rest] = eventsOf(0);
  expect(version).toMatchObject({ file_version: 'brain.Event:2' });
  expect(Buffer.from(drawn!.graph_def!)).toEqual(Buffer.from(graph));
  expect(tags(rest)).toEqual([...ofStep(1), ...ofStep(2), ...ofEpoch.map((tag) => `${tag}@2`)]);
  expect(rest[0]?.summary?.value.map(({ simple_value }) => simple_value)).toEqual([2, Math.fround(0.01)]);
  expect(rest.every(({ session_log }) => session_log === undefined)).toBe(true);
});

test('histograms of the weights at the end of each epoch, on request', async () => {
  await bench.train(new FakeSession([batches], validation), { histograms: true }, {}, [tensorboard()]);
  const histogram = eventsOf(0).flatMap(({ summary }) => summary?.value.filter(({ histo }) => histo) ?? []);
  expect(histogram).toEqual([
    {
      tag: 'dense/bias',
      histo: { min: 2, max: 2, num: 1, sum: 2, sum_squares: 4, bucket_limit: [2], bucket: [1] },
    },
  ]);
});

test('a resumed training writes a later file that takes back what is after the checkpoint', async () => {
  let asked = 0;
  const stopRequested = () => ++asked > 1;
  await bench.train(new FakeSession([batches], validation), {}, { stopRequested }, [tensorboard()]);
  bench.clock += 1;
  await bench.train(new FakeSession([batches], validation), {}, {}, [tensorboard()]);
  expect(files()).toHaveLength(2);
  const restart = eventsOf(1)[1];
  expect(restart).toMatchObject({ step: 2, session_log: { status: 1 } });
  expect(tags(eventsOf(1)).slice(0, 2)).toEqual(ofStep(2));
});

test('what was written after the checkpoint, or torn, is cut off: each value is in the folder once', async () => {
  const settings = { epochs: 2, checkpoints: { everySteps: 1 } };
  const session = () => new FakeSession([batches, batches], validation);
  // Ended after the last checkpoint, within its epoch's validation, as by a kill.
  const end = {
    onEpochEnd: () => {
      throw new Error('killed');
    },
  };
  await expect(bench.train(session(), settings, {}, [tensorboard(), end])).rejects.toThrow('killed');
  const first = join(bench.folder.tensorboard, files()[0]!);
  expect(tags(readEvents(first))).toContain('loss/train@2');
  appendFileSync(first, Buffer.alloc(7, 1));
  bench.clock += 1;
  await bench.train(session(), settings, {}, [tensorboard()]);
  const all = files().flatMap((_, index) => eventsOf(index));
  expect(tags(all)).toEqual([
    ...[1, 2].flatMap(ofStep),
    ...ofEpoch.map((tag) => `${tag}@2`),
    ...[3, 4].flatMap(ofStep),
    ...ofEpoch.map((tag) => `${tag}@4`),
  ]);
  expect(all.filter(({ graph_def }) => graph_def)).toHaveLength(1);
});

test('what a checkpoint knows of is in the file before it: a resumed training has no gap', async () => {
  const board = tensorboard();
  const inFile: string[][] = [];
  // The clock does not move, so nothing else brings events to the file.
  bench.onSync = () => {
    board.flush();
    inFile.push(tags(eventsOf(0)));
  };
  await bench.train(new FakeSession([batches], validation), { checkpoints: { everySteps: 1 } }, {}, [board]);
  expect(inFile[0]).toEqual(ofStep(1));
});

test('a training that starts over removes everything an earlier one wrote', async () => {
  const stopRequested = () => true;
  await bench.train(new FakeSession([batches], validation), {}, { stopRequested }, [tensorboard()]);
  await bench.train(new FakeSession([batches], validation), {}, {}, [tensorboard()]);
  expect(eventsOf(1)[1]).toMatchObject({ session_log: { status: 1 } });
  expect(eventsOf(1)[1]?.step ?? 0).toBe(0);
});

describe('histograms', () => {
  test('thirty equal buckets from the least to the largest value, none lost', () => {
    const values = Float32Array.from({ length: 3000 }, (_, index) => index / 100 - 10);
    const { min, max, count, sum, sumOfSquares, limits, counts } = histogramOf(values);
    expect([min, max, count]).toEqual([-10, Math.fround(19.99), 3000]);
    expect(sum).toBeCloseTo(
      values.reduce((total, value) => total + value, 0),
      6,
    );
    expect(sumOfSquares).toBeCloseTo(
      values.reduce((total, value) => total + value * value, 0),
      6,
    );
    expect(limits).toHaveLength(30);
    expect(limits.at(-1)).toBe(max);
    expect([...limits].sort((a, b) => a - b)).toEqual(limits);
    expect(counts.reduce((total, one) => total + one, 0)).toBe(3000);
    for (const one of counts) expect(Math.abs(one - 100)).toBeLessThanOrEqual(2);
  });

  test('of nothing and of equal values', () => {
    expect(histogramOf(new Float32Array(0))).toMatchObject({ count: 0, limits: [0], counts: [0] });
    expect(histogramOf(Float32Array.of(3, 3))).toMatchObject({ min: 3, max: 3, limits: [3], counts: [2] });
  });
});

test('the graph has a node for each layer, scopes for stages and blocks, shapes on its edges', () => {
  const analysis = analyze(buildPreset('resnet18'));
  const bytes = graphDefOf(analysis);
  const { node, versions } = readGraphDef(bytes);
  expect(versions.producer).toBeGreaterThan(0);
  expect(node.map(({ name }) => name)).toEqual(analysis.order.map((id) => id.replaceAll('.', '/')));
  const names = new Set(node.map(({ name }) => name));
  for (const { input = [] } of node) for (const one of input) expect(names).toContain(one);
  const add = node.find(({ op }) => op === 'Add');
  expect(add?.input).toHaveLength(2);
  const stem = node.find(({ name }) => name === 'stem/conv');
  expect(stem).toMatchObject({ op: 'Conv2D', attr: { filters: { s: '64' } } });
  expect(stem?.attr?._output_shapes?.list?.shape[0]?.dim.map(({ size }) => size)).toEqual([-1, 16, 16, 64]);
});

test('the largest preset makes a graph that a browser opens: below 200 kB', () => {
  expect(graphDefOf(analyze(buildPreset('resnet152'))).length).toBeLessThan(200_000);
});

test('the name of a node in the graph tab has no empty part, whatever its id', () => {
  const ids = ['stem.conv', 'a..b', 'end.', 'end..', 'a.b.c', 'a_b'];
  expect(ids.map(nameOf)).toEqual(['stem/conv', 'a..b', 'end.', 'end..', 'a/b/c', 'a_b']);
});
