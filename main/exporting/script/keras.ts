/** A Keras script that trains a run's network as the run did, and the same as a notebook. */
import { readFile, writeFile } from 'node:fs/promises';
import { message } from '../../../core/messages';
import { Unchecked } from '../check/check';
import type { WrittenFile } from '../files';
import { provenance, readProvenance, type TrainedNetwork, trainingOf } from '../trained-network';
import { dataSource, pictureImports, standardImports } from './data';
import { leftOut } from './left-out';
import { networkLines } from './network';
import { literal } from './python';
import { scheduleSource } from './schedule';
import { batchLines, dataLines, METRICS, trainingLines } from './training';

/** What opens it again as ours. */
const MARK = '# skipwire: ';

const POLICIES: Readonly<Record<string, string>> = { bfloat16: 'mixed_bfloat16', float16: 'mixed_float16' };

interface Section {
  title: string;
  lines: readonly string[];
}

function sections(network: TrainedNetwork): Section[] {
  const { analysis, document, inference } = network;
  const { run } = trainingOf(network);
  const { settings } = run;
  const { shape } = inference.input;
  const policy = POLICIES[settings.precision];
  const classes = analysis.nodes[analysis.outputId as string]?.outputShape?.at(-1);
  return [
    {
      title: 'Settings',
      lines: [
        'import json',
        ...standardImports,
        'from pathlib import Path',
        '',
        'os.environ["KERAS_BACKEND"] = "tensorflow"',
        'import keras',
        'import numpy as np',
        'import tensorflow as tf',
        'from keras import layers',
        ...pictureImports(settings.dataset),
        '',
        `EPOCHS = ${settings.epochs}`,
        `BATCH_SIZE = ${settings.batchSize}`,
        `CLASSES = ${classes}`,
        `SEED = ${settings.seed}`,
        'keras.utils.set_random_seed(SEED)',
        ...(policy ? [`keras.mixed_precision.set_global_policy(${literal(policy)})`] : []),
      ],
    },
    { title: 'Data', lines: [dataSource({ run, inference }), '', '', ...dataLines()] },
    { title: 'Batches', lines: batchLines(settings, shape) },
    { title: 'Network', lines: networkLines(analysis, document.name) },
    { title: 'Schedule', lines: [scheduleSource(settings.schedule, METRICS)] },
    { title: 'Training', lines: trainingLines(settings) },
    {
      title: 'Results',
      lines: [
        'print(f"{model.name}: {model.count_params():,} parameters")',
        'columns = ["cross_entropy", "accuracy", "val_cross_entropy", "val_accuracy"]',
        'print("| epoch | " + " | ".join(columns) + " |")',
        'print("|" + " --- |" * (len(columns) + 1))',
        'for epoch, values in enumerate(zip(*(history[name] for name in columns)), 1):',
        '    print(f"| {epoch} | " + " | ".join(f"{value:.4f}" for value in values) + " |")',
        'Path("history.json").write_text(json.dumps({name: history[name] for name in columns}))',
        'try:',
        '    import matplotlib.pyplot as plt',
        'except ImportError:',
        '    plt = None',
        'if plt:',
        '    _, axes = plt.subplots(1, 2, figsize=(10, 4))',
        '    for axis, name in zip(axes, ["cross_entropy", "accuracy"]):',
        '        axis.plot(history[name], label="training")',
        '        axis.plot(history["val_" + name], label="validation")',
        '        axis.set_xlabel("epoch")',
        '        axis.set_title(name)',
        '        axis.legend()',
        '    plt.savefig("history.png")',
      ],
    },
  ];
}

const about = (network: TrainedNetwork): string[] => [
  `${MARK}${JSON.stringify(provenance(network))}`,
  '# python -m pip install tensorflow keras pillow matplotlib',
  '# environment variable DATA: the folder of the images, "data" by default',
  ...leftOut(network).map((line) => `# Otherwise than in the run: ${line}.`),
];

export async function writeKerasScript(network: TrainedNetwork, path: string): Promise<void> {
  const parts = sections(network).map(({ title, lines }) => [`# ${title}`, ...lines].join('\n'));
  await writeFile(path, `${[about(network).join('\n'), ...parts].join('\n\n')}\n`);
}

/** Jupyter's format 4.5 (nbformat.readthedocs.io). */
export async function writeNotebook(network: TrainedNetwork, path: string): Promise<void> {
  const code = (id: string, lines: readonly string[]) => ({
    cell_type: 'code',
    ...{ id, metadata: {}, execution_count: null, outputs: [], source: lines.join('\n') },
  });
  const cells = sections(network).flatMap(({ title, lines }, index) => [
    { cell_type: 'markdown', id: `title-${index}`, metadata: {}, source: `## ${title}` },
    code(`code-${index}`, lines),
  ]);
  const title = {
    ...{ cell_type: 'markdown', id: 'title', metadata: {} },
    source: `# ${network.document.name}`,
  };
  const notebook = {
    cells: [title, code('about', about(network)), ...cells],
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(path, `${JSON.stringify(notebook, undefined, 1)}\n`);
}

const isOurs = (line = ''): boolean =>
  line.startsWith(MARK) && readProvenance(JSON.parse(line.slice(MARK.length))) !== undefined;

/** No further files; undefined where `path` is no script of ours. */
export async function writtenKerasScript(path: string): Promise<readonly WrittenFile[] | undefined> {
  const [line] = (await readFile(path, 'utf8')).split('\n');
  return isOurs(line) ? [] : undefined;
}

export async function writtenNotebook(path: string): Promise<readonly WrittenFile[] | undefined> {
  const { cells } = JSON.parse(await readFile(path, 'utf8')) as { cells?: { source?: string }[] };
  const [line] = cells?.[1]?.source?.split('\n') ?? [];
  return isOurs(line) ? [] : undefined;
}

/** A script has no trained weights to compare. */
export const readScript = async (): Promise<never> => {
  throw new Unchecked(message('export.check.script'));
};
