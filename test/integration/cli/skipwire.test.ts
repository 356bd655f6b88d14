/** The command as a person runs it: `scripts/skipwire.mjs` in processes of its own, training for real. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { analyze } from '../../../core/analysis/analyze';
import type { GraphDocument } from '../../../core/graph/document';
import { runRecordSchema } from '../../../core/study/run';
import { cacheRoot } from '../../../main/basics/paths';
import { DatasetStore } from '../../../main/datasets';
import { ensureEngine } from '../../../main/engine';
import { until } from '../../support/eventually';

const root = join(__dirname, '..', '..', '..');
const script = join(root, 'scripts', 'skipwire.mjs');
let folder: string;
let env: NodeJS.ProcessEnv;

/** Small enough to train in a moment; with a shortcut around `conv2`. */
function network(name: string, muted: boolean, units = 10): GraphDocument {
  const conv = { filters: 8, kernelSize: [3, 3], padding: 'same' };
  return {
    format: 'skipwire.graph',
    version: 2,
    name,
    groups: [],
    nodes: [
      { id: 'x', type: 'Input', params: { shape: [32, 32, 3] } },
      { id: 'conv1', type: 'Conv2D', params: { ...conv, strides: [4, 4] } },
      { id: 'bn1', type: 'BatchNormalization', params: {} },
      { id: 'relu1', type: 'Activation', params: { function: 'relu' } },
      { id: 'conv2', type: 'Conv2D', params: conv },
      { id: 'bn2', type: 'BatchNormalization', params: {} },
      { id: 'add', type: 'Add', params: {} },
      { id: 'pool', type: 'GlobalAveragePooling2D', params: {} },
      { id: 'out', type: 'Dense', params: { units, activation: 'softmax' } },
    ],
    edges: [
      { id: 'e1', source: 'x', target: 'conv1', port: 0 },
      { id: 'e2', source: 'conv1', target: 'bn1', port: 0 },
      { id: 'e3', source: 'bn1', target: 'relu1', port: 0 },
      { id: 'e4', source: 'relu1', target: 'conv2', port: 0 },
      { id: 'e5', source: 'conv2', target: 'bn2', port: 0 },
      { id: 'e6', source: 'bn2', target: 'add', port: 0 },
      { id: 'e7', source: 'relu1', target: 'add', port: 1, muted },
      { id: 'e8', source: 'add', target: 'pool', port: 0 },
      { id: 'e9', source: 'pool', target: 'out', port: 0 },
    ],
  };
}

const skipwire = (...argv: string[]) =>
  spawnSync(process.execPath, [script, ...argv], { cwd: folder, env, encoding: 'utf8' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skipwire-cli-'));
  env = { ...process.env, SKIPWIRE_DATA: folder };
  const datasets = new DatasetStore({ root: join(folder, 'datasets') });
  await datasets.generate({ trainCount: 192, valCount: 64, seed: 1 });
  for (const name of ['residual', 'plain']) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(network(name, name === 'plain')));
  }
  await ensureEngine();
  // The first start bundles.
  expect(skipwire('presets').status).toBe(0);
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small = ['--dataset', 'shapes', '--batch-size', '64'];
const lines = (text: string) => text.trim().split('\n');

describe('train', () => {
  let run: string;

  test('tells each epoch and then the run, as JSON lines', () => {
    const { status, stdout, stderr } = skipwire(
      ...['train', 'residual.json', ...small, '--epochs', '3', '--out', 'mine', '--json'],
    );
    expect([status, stderr.includes('Error')]).toEqual([0, false]);
    const events = lines(stdout).map((line) => JSON.parse(line));
    expect(events.map((event) => event.type)).toEqual(['epoch', 'epoch', 'epoch', 'done']);
    expect(events.slice(0, 3).map((event) => event.epoch)).toEqual([1, 2, 3]);
    for (const event of events.slice(0, 3)) {
      for (const key of ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'seconds']) {
        expect([key, Number.isFinite(event[key])]).toEqual([key, true]);
      }
    }
    expect(events[2].loss).toBeLessThan(events[0].loss);
    run = events[3].run;
    expect(dirname(run)).toBe(join(folder, 'mine'));
    const record = runRecordSchema.parse(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')));
    expect(record).toMatchObject({ id: events[3].id, state: 'finished', checkpointEpoch: 3 });
    expect(record.epochs.map(({ loss }) => loss)).toEqual(events.slice(0, 3).map(({ loss }) => loss));
  });

  test('the same seed gives the same numbers, another seed others', () => {
    const losses = (seed: string) =>
      lines(
        skipwire(
          ...[
            'train',
            'residual.json',
            ...small,
            '--epochs',
            '1',
            '--train-limit',
            '64',
            '--val-limit',
            '32',
          ],
          ...['--seed', seed, '--out', `seed${seed}`, '--json'],
        ).stdout,
      )
        .map((line) => JSON.parse(line))
        .filter((event) => event.type === 'epoch')
        .map(({ loss, valLoss }) => [loss, valLoss]);
    const first = losses('5');
    expect(first).toHaveLength(1);
    expect(losses('5')).toEqual(first);
    expect(losses('6')).not.toEqual(first);
  });

  test('what was trained is exported, by its folder, and a second time only with --force', () => {
    for (const [format, out] of [
      ['keras', 'model.keras'],
      ['savedmodel', 'model'],
    ] as const) {
      const { status, stdout } = skipwire('export', run, '--format', format, '--out', out);
      expect([status, stdout.trim()]).toEqual([0, join(folder, out)]);
      expect(existsSync(join(folder, out))).toBe(true);
      const again = skipwire('export', run, '--format', format, '--out', out);
      expect([again.status, again.stdout]).toEqual([1, '']);
      expect(again.stderr).toMatch(/^skipwire: An export already exists at .*--force\.\n$/);
      expect(skipwire('export', run, '--format', format, '--out', out, '--force').status).toBe(0);
    }
  });

  test('an export that was not checked says so', () => {
    const { stdout } = skipwire('export', run, '--format', 'card', '--out', 'card.md', '--json');
    const [card] = JSON.parse(stdout);
    expect(card).toMatchObject({
      ...{ format: 'card', path: join(folder, 'card.md') },
      ...{ bytes: statSync(join(folder, 'card.md')).size, unchecked: expect.stringContaining('--check') },
    });
  });

  test('Ctrl+C during an export keeps what is complete, and nothing else', async () => {
    const formats = ['savedmodel', 'onnx', 'tfjs', 'tfjs-layers'];
    const child = spawn(
      process.execPath,
      [script, 'export', run, '--format', formats.join(','), '--out', 'cut', '--check'],
      { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const output = collect(child);
    const written = () => (existsSync(join(folder, 'cut')) ? readdirSync(join(folder, 'cut')) : []);
    await until(() => written().some((name) => name.endsWith('.savedmodel') && !name.startsWith('.')));
    process.kill(-child.pid!, 'SIGINT');
    expect(await output.exit).toBe(130);
    expect(output.stderr()).toContain('Stopped.');
    expect(written().filter((name) => !/^[^.].*\.(savedmodel|onnx|tfjs)$/.test(name))).toEqual([]);
  });

  test('a LayersModel of it gives the same answers, and is imported with its weights', () => {
    const [out, model] = ['layers', join('layers', 'model.json')];
    const exported = skipwire('export', run, '--format', 'tfjs-layers', '--out', out, '--check', '--json');
    expect(exported.status).toBe(0);
    const [{ maxDifference }] = JSON.parse(exported.stdout);
    expect(maxDifference).toBeLessThan(1e-4);
    const imported = skipwire('import', model, '--name', 'Layers', '--json');
    const { totalParams, report } = JSON.parse(imported.stdout);
    const { totals } = analyze(network('residual', false));
    expect([imported.status, totalParams, report.hasWeights]).toEqual([0, totals.params, true]);
    expect(report.entries.filter(({ outcome }: { outcome: string }) => outcome === 'refused')).toEqual([]);
  });

  test('lines for people, where there is no terminal', () => {
    const { status, stdout, stderr } = skipwire(
      ...['train', 'plain.json', ...small, '--epochs', '1', '--train-limit', '64', '--out', 'lines'],
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^plain, seed 1\nepoch 1\/1 {2}loss [\d.]+ .*\nFinished: .*lines.*\n$/);
    expect(stderr).not.toContain('\x1b');
  });

  test('Ctrl+C stops at the next batch and keeps the run', async () => {
    const child = spawn(
      process.execPath,
      [script, 'train', 'residual.json', ...small, '--epochs', '5000', '--out', 'stopped', '--json'],
      // Its own process group: all of it gets Ctrl+C, as in a terminal.
      { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const output = collect(child);
    await output.until(/"epoch":2,/);
    process.kill(-child.pid!, 'SIGINT');
    expect(await output.exit).toBe(130);
    const done = JSON.parse(lines(output.stdout()).at(-1)!);
    expect(done).toMatchObject({ type: 'done', state: 'stopped' });
    const record = runRecordSchema.parse(JSON.parse(readFileSync(join(done.run, 'run.json'), 'utf8')));
    expect(record.epochs.length).toBeGreaterThanOrEqual(2);
    expect(record.checkpointEpoch).toBeGreaterThanOrEqual(2);
    const { step, epoch } = record.checkpoints.at(-1)!;
    expect(output.stderr()).toContain(`To resume: skipwire resume ${done.run}\n`);

    // Three steps an epoch. It is resumed, and since it would run for hours, stopped again.
    const resumed = spawn(process.execPath, [script, 'resume', done.run, '--json'], {
      ...{ cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    const more = collect(resumed);
    await more.until(/"type":"epoch".*\n/);
    process.kill(-resumed.pid!, 'SIGINT');
    expect(await more.exit).toBe(130);
    expect(JSON.parse(lines(more.stdout())[0]!).epoch).toBe(epoch + 1);
    const after = runRecordSchema.parse(JSON.parse(readFileSync(join(done.run, 'run.json'), 'utf8')));
    expect(after.changes).toMatchObject([{ type: 'resumed', step }]);
  });

  test('what has finished is extended, and restarted from its best checkpoint with other settings', () => {
    const extended = skipwire('extend', run, '--epochs', '1', '--json');
    expect(extended.status).toBe(0);
    const [epoch, done] = lines(extended.stdout).map((line) => JSON.parse(line));
    expect([epoch.epoch, done.run, done.state]).toEqual([4, run, 'finished']);
    const again = skipwire('resume', run);
    expect([again.status, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toMatch(/has finished its 4 epochs\. To train it further, extend it/);
    const restarted = skipwire(
      ...['restart', run, '--checkpoint', 'best', '--epochs', '1', '--lr', '0.001', '--json'],
    );
    expect(restarted.status).toBe(0);
    const anew = JSON.parse(lines(restarted.stdout).at(-1)!);
    expect(dirname(anew.run)).toBe(dirname(run));
    const record = runRecordSchema.parse(JSON.parse(readFileSync(join(anew.run, 'run.json'), 'utf8')));
    expect(record).toMatchObject({
      state: 'finished',
      settings: { epochs: 1, batchSize: 64, optimizer: { learningRate: 0.001 } },
      startedFrom: { runId: done.id },
    });
    const best = skipwire('export', run, '--format', 'savedmodel', '--out', 'best', '--checkpoint', 'best');
    expect(best.status).toBe(0);
    const { epoch: exported } = JSON.parse(
      readFileSync(join(folder, 'best', 'assets.extra', 'skipwire.json'), 'utf8'),
    );
    expect(exported).toBe(record.startedFrom!.epoch);
  });

  test('a network that does not fit the images is refused before anything is made', () => {
    const graph = network('wrong', false);
    graph.nodes[0]!.params = { shape: [28, 28, 2] };
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify(graph));
    const { status, stdout, stderr } = skipwire('train', 'wrong.json', ...small, '--out', 'nothing');
    expect([status, stdout]).toEqual([1, '']);
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toMatch(/Received: 28×28×2/);
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
  });

  test('a folder of pictures under a new name becomes a data set, once', async () => {
    const pictures = join(folder, 'pictures');
    for (const [n, kind] of ['cat', 'dog'].entries()) {
      mkdirSync(join(pictures, kind), { recursive: true });
      for (let i = 0; i < 8; i++) {
        const background = { r: 200 * n, g: 20 * i, b: 90 };
        await sharp({ create: { width: 32, height: 32, channels: 3, background } })
          .jpeg()
          .toFile(join(pictures, kind, `${i}.jpg`));
      }
    }
    writeFileSync(join(folder, 'pets.json'), JSON.stringify(network('pets', false, 2)));
    const train = (...more: string[]) =>
      skipwire('train', 'pets.json', '--dataset', 'my-pets', '--epochs', '1', ...more);
    const first = train('--data', 'pictures');
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('Importing my-pets')]);
    expect(first.stdout).toMatch(/epoch 1/);
    const second = train('--data', 'pictures');
    expect([second.status, second.stderr]).toEqual([0, expect.not.stringContaining('Importing my-pets')]);
    const other = train('--data', 'residual.json');
    expect([other.status, lines(other.stderr).at(-1)]).toEqual([1, expect.stringContaining('another name')]);
    expect(skipwire('datasets', 'remove', 'my-pets').status).toBe(0);
  });

  test('data that are not there are refused', () => {
    const { status, stderr } = skipwire(
      'train',
      'resnet20',
      '--dataset',
      'cifar10',
      '--data',
      'no/such/archive',
    );
    expect(status).toBe(1);
    expect(lines(stderr).at(-1)).toMatch(/no\/such\/archive/);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });
});

test('study trains every arm with every seed; its table alone is on stdout', () => {
  const study = (...more: string[]) =>
    skipwire(
      ...['study', '--arms', 'residual.json,plain.json', ...small, '--epochs', '1', '--train-limit', '64'],
      ...['--val-limit', '32', '--out', 'study', ...more],
    );
  const table = study('--seeds', '1,2', '--format', 'json');
  expect(table.status).toBe(0);
  const { rows } = JSON.parse(table.stdout);
  expect(rows).toHaveLength(1);
  expect(rows[0].residual.seeds).toEqual([1, 2]);
  expect(rows[0].plain.seeds).toEqual([1, 2]);
  expect(rows[0].differencePoints).toBeCloseTo(100 * (rows[0].residual.accuracy - rows[0].plain.accuracy), 9);
  expect(table.stderr).toMatch(/residual, seed 2/);
});

test('a study file is measured, trained, continued when it grows, and not trained twice', () => {
  const file = join(folder, 'study.skipwire.json');
  const write = (seeds: number[]) =>
    writeFileSync(
      file,
      JSON.stringify({
        format: 'skipwire.study',
        version: 1,
        name: 'Shortcut',
        base: { file: 'residual.json' },
        arms: [
          { name: 'with' },
          {
            name: 'without',
            edits: [{ kind: 'remove-shortcuts' }],
            settings: { 'optimizer.learningRate': 0.02 },
          },
        ],
        baseline: 'with',
        seeds,
        settings: { dataset: 'shapes', trainLimit: 64, valLimit: 32, epochs: 1, batchSize: 16 },
      }),
    );
  const runsOf = () =>
    readdirSync(join(folder, 'runs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readFileSync(join(folder, 'runs', name, 'run.json'), 'utf8'))
      .map((text) => runRecordSchema.parse(JSON.parse(text)))
      .filter(({ studyName }) => studyName === 'Shortcut');
  write([1]);
  const plan = JSON.parse(skipwire('study', 'check', file, '--measure', '--json').stdout);
  expect(plan).toMatchObject({ runs: 2, there: 0, variants: [{ from: 'probe' }, { from: 'probe' }] });
  expect(plan.seconds).toBeGreaterThan(0);

  const first = skipwire('study', 'run', file, '--format', 'json');
  expect([first.status, runsOf().length]).toEqual([0, 2]);
  expect(
    runsOf().every(({ state, baseline, cell }) => state === 'finished' && baseline === 'with' && cell),
  ).toBe(true);
  const rates = runsOf().map(({ arm, settings }) => [arm, settings.optimizer.learningRate] as const);
  expect(Object.fromEntries(rates)).toEqual({ with: 0.01, without: 0.02 });

  write([1, 2]);
  const checked = JSON.parse(skipwire('study', 'check', file, '--json').stdout);
  expect(checked).toMatchObject({ runs: 2, there: 2, variants: [{ from: 'runs' }, { from: 'runs' }] });
  expect(skipwire('study', 'run', file).status).toBe(0);
  expect(runsOf()).toHaveLength(4);

  const again = skipwire('study', 'run', file, '--format', 'md');
  expect([again.status, runsOf().length]).toEqual([0, 4]);
  expect(again.stderr).toContain('Every run of this study has been trained.');
  expect(again.stdout).toMatch(/with \(baseline\)/);
});

test('a study as a script trains in an empty folder, goes on when it was killed, and comes to the same table', async () => {
  const file = join(folder, 'scripted.json');
  writeFileSync(
    file,
    JSON.stringify({
      ...{ format: 'skipwire.study', version: 1, name: 'Scripted', base: { file: 'residual.json' } },
      arms: [{ name: 'with' }, { name: 'without', edits: [{ kind: 'remove-shortcuts' }] }],
      ...{ baseline: 'with', seeds: [1] },
      settings: { dataset: 'shapes', trainLimit: 64, valLimit: 32, epochs: 4, batchSize: 16 },
    }),
  );
  const out = join(folder, 'elsewhere', 'scripted');
  const written = skipwire('study', 'script', file, '--as', 'sky', '--out', out);
  expect([written.status, written.stdout]).toEqual([0, '']);
  // Drawn here with other numbers than there.
  expect(written.stderr).toMatch(/^The data set Shapes was copied into the folder \(.*\)\./);
  expect(readdirSync(out)).toEqual(['README.md', 'app', 'data', 'run.sh', 'study.json', 'task.yaml']);
  const refused = skipwire('study', 'script', file, '--out', out);
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('contains files')]);

  const runs = join(out, 'runs');
  const there = { cwd: folder, env: { ...process.env, SKIPWIRE_CACHE: cacheRoot() } };
  const begun = spawn('sh', [join(out, 'run.sh')], { ...there, stdio: 'ignore' });
  await until(
    () =>
      existsSync(runs) &&
      readdirSync(runs).some((run) => existsSync(join(runs, run, 'checkpoints', 'epoch-0001.safetensors'))),
  );
  const ended = new Promise((resolve) => begun.once('close', resolve));
  begun.kill('SIGKILL');
  await ended;
  const trained = spawnSync('sh', [join(out, 'run.sh'), '--format', 'json'], { ...there, encoding: 'utf8' });
  expect(trained.status).toBe(0);
  expect(readdirSync(runs).filter((name) => /-s1-/.test(name))).toHaveLength(2);
  const sameTable = ({ stdout }: { stdout: string }) =>
    JSON.parse(stdout, (key, value) => (/^(runIds|secondsPerEpoch|studyId)$/.test(key) ? undefined : value));
  expect(sameTable(trained)).toEqual(sameTable(skipwire('study', 'run', file, '--format', 'json')));
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('skipwire report Scripted --runs runs');
  expect(skipwire('report', 'Scripted', '--runs', runs, '--format', 'csv').stdout).toContain('without');
});

test('the first study takes no arms; flags make it smaller', () => {
  const { status, stdout, stderr } = skipwire(
    ...['study', '--first', '--seeds', '1', '--epochs', '1', '--train-limit', '64', '--val-limit', '32'],
    ...['--out', 'first', '--format', 'md'],
  );
  expect([status, stderr.includes('Error')]).toEqual([0, false]);
  expect(stdout).toMatch(/^\| Network \|.*\n\| --- \|.*\n\| 44 layers \|.* 167,298 \/ 167,298 \|/);
  expect(stdout).toMatch(/Shapes: .*; 1 epoch; SGD 0\.1, momentum 0\.9/);
});

test('doctor and datasets say what is here', () => {
  const doctor = skipwire('doctor', '--json');
  const checks: { name: string; state: string }[] = JSON.parse(doctor.stdout);
  expect(checks.find(({ name }) => name === 'TensorFlow')?.state).toBe('ok');
  const datasets: { id: string; state: string }[] = JSON.parse(skipwire('datasets', '--json').stdout);
  // Beside what another test imports.
  const ready = datasets.filter(({ state }) => state === 'ready').map(({ id }) => id);
  expect(ready.filter((id) => id !== 'my-pets')).toEqual(['shapes']);
  expect(datasets.map(({ id }) => id)).toEqual(expect.arrayContaining(['cifar10', 'cifar100', 'mnist']));
});

test('a reader that has seen enough ends the command quietly', () => {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"$0" "$1" summary resnet152 | head -n 1; exit 0`, process.execPath, script],
    { env, encoding: 'utf8' },
  );
  expect([status, stdout, stderr]).toEqual([0, 'Model: "ResNet-152"\n', '']);
});

test('serve prints its address, serves, and ends on request', async () => {
  const child = spawn(process.execPath, [script, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  await output.until(/http:\S+\n/);
  const url = output.stdout().trim();
  // The window's own files are for everybody; the link signs a browser in.
  expect((await fetch(url)).status).toBe(200);
  const second = skipwire('serve', '--port', new URL(url).port);
  expect([second.status, second.stdout]).toEqual([1, '']);
  expect(second.stderr).toMatch(/^skipwire: Port \d+ is in use by another program\. Choose another port/);
  child.kill('SIGTERM');
  expect(await output.exit).toBe(0);
}, 300_000);

/** What a running process prints. */
function collect(child: ChildProcess) {
  let text = '';
  let errors = '';
  let wake = () => {};
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    wake();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    exit,
    stdout: () => text,
    stderr: () => errors,
    async until(pattern: RegExp) {
      while (!pattern.test(text)) {
        const next = new Promise<void>((resolve) => (wake = resolve));
        const ended = await Promise.race([next.then(() => false), exit.then(() => true)]);
        if (ended && !pattern.test(text)) throw new Error(`It ended without ${pattern}:\n${text}${errors}`);
      }
    },
  };
}
