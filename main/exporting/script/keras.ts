/** A Keras script that trains a run's network as the run did, and the same as a notebook. */
import { readFile, writeFile } from 'node:fs/promises';
import { inputStatistics } from '../../../core/analysis/input-pixels';
import { datasetName } from '../../../core/study/data';
import type { WrittenFile } from '../files';
import { writeText } from '../text-file';
import { provenance, readProvenance, type TrainedNetwork, trainingOf } from '../trained-network';
import { arePhotos, dataSource, pictureImports, standardImports } from './data';
import { leftOut } from './left-out';
import { networkLines } from './network';
import { literal, quoted } from './python';
import { scheduleSource } from './schedule';
import { batchBlocks, dataLines, METRICS, trainingBlocks } from './training';

const POLICIES: Readonly<Record<string, string>> = { bfloat16: 'mixed_bfloat16', float16: 'mixed_float16' };

interface Section {
  title: string;
  /** Definitions, and statements beside each other; two lines are left free between them. */
  blocks: readonly string[];
}

function sections(network: TrainedNetwork): Section[] {
  const { analysis, document, inference } = network;
  const { run } = trainingOf(network);
  const { settings } = run;
  const policy = POLICIES[settings.precision];
  const classes = analysis.nodes[analysis.outputId as string]?.outputShape?.at(-1);
  const others: Section[] = [
    {
      title: 'Data',
      blocks: [dataSource({ run, inference, statistics: inputStatistics(analysis) }), dataLines(settings)],
    },
    { title: 'Batches', blocks: batchBlocks(settings, inference.input.shape) },
    { title: 'Network', blocks: [networkLines(analysis, document.name).join('\n')] },
    { title: 'Schedule', blocks: [scheduleSource(settings.schedule, METRICS)] },
    { title: 'Training', blocks: trainingBlocks(settings, analysis) },
    { title: 'Results', blocks: RESULTS },
  ];
  const used = others.flatMap(({ blocks }) => blocks).join('\n');
  const imports = [
    ...standardImports(`os. ${used}`),
    'from pathlib import Path',
    '',
    'os.environ["KERAS_BACKEND"] = "tensorflow"',
    'import keras',
    'import numpy as np',
    'import tensorflow as tf',
    ...pictureImports(settings.dataset),
    'from keras import layers',
  ];
  const constants = [
    'DATA = os.environ.get("DATA", "data")  # folder of the images, or where they are downloaded to',
    'WEIGHTS = os.environ.get("WEIGHTS")  # a .keras file whose weights the training begins with',
    `EPOCHS = ${settings.epochs}`,
    `BATCH_SIZE = ${settings.batchSize}`,
    `CLASSES = ${classes}`,
    `SEED = ${settings.seed}`,
    '',
    'keras.utils.set_random_seed(SEED)',
    ...(policy ? [`keras.mixed_precision.set_global_policy(${literal(policy)})`] : []),
  ];
  return [{ title: 'Settings', blocks: [[...imports, '', ...constants].join('\n')] }, ...others];
}

const RESULTS: readonly string[] = [
  `print(f"{model.name}: {model.count_params():,} parameters")
model.save("model.keras")  # it takes images that normalize() has normalized
columns = ["cross_entropy", "accuracy", "val_cross_entropy", "val_accuracy"]
Path("history.json").write_text(json.dumps({name: history[name] for name in columns}))

print("| epoch | " + " | ".join(columns) + " |")
print("|" + " --- |" * (len(columns) + 1))
for epoch, values in enumerate(zip(*(history[name] for name in columns)), 1):
    print(f"| {epoch} | " + " | ".join(f"{value:.4f}" for value in values) + " |")`,
  `def plot(history):
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return print("Without matplotlib there is no plot.")
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for axis, name in zip(axes, ("cross_entropy", "accuracy")):
        for key in (name, f"val_{name}"):
            axis.plot(range(1, len(history[key]) + 1), history[key], label=key)
        axis.set_xlabel("epoch")
        axis.legend()
    figure.savefig("history.png", dpi=150)`,
  'plot(history)',
];

function docstring(network: TrainedNetwork): string {
  const { dataset } = trainingOf(network).run.settings;
  const packages = ['tensorflow', 'keras', ...(arePhotos(dataset) ? ['pillow'] : []), 'matplotlib'];
  const missing = leftOut(network, 'WEIGHTS').map((line) => `- ${quoted(line)}\n`);
  return `"""Trains ${quoted(network.document.name)} on ${quoted(datasetName(dataset))} with Keras, as Skipwire did.

    python -m pip install ${packages.join(' ')}

The environment variable DATA names the folder of the images, WEIGHTS a .keras file to begin with. Weights, order and augmentation
are drawn by TensorFlow, so the numbers differ as between two seeds.
${missing.length > 0 ? `\nDifferences from the run:\n\n${missing.join('')}` : ''}"""`;
}

const BETWEEN = '\n\n\n';

export async function writeKerasScript(network: TrainedNetwork, path: string): Promise<void> {
  const [settings, ...others] = sections(network).map(
    ({ title, blocks }) => `# ${title}\n${blocks.join(BETWEEN)}`,
  );
  const head = `${docstring(network)}\n${settings}`;
  await writeText(network, path, [head, ...others].join(BETWEEN), 'python');
}

/** Jupyter's format 4.5 (nbformat.readthedocs.io). */
export async function writeNotebook(network: TrainedNetwork, path: string): Promise<void> {
  const markdown = (id: string, source: string) => ({ cell_type: 'markdown', id, metadata: {}, source });
  const code = (id: string, source: string) => ({
    cell_type: 'code',
    ...{ id, metadata: {}, execution_count: null, outputs: [], source },
  });
  const cells = sections(network).flatMap(({ title, blocks }, index) => [
    markdown(`title-${index}`, `## ${title}`),
    code(`code-${index}`, blocks.join(BETWEEN)),
  ]);
  const about = docstring(network).replaceAll('"""', '').trim();
  const notebook = {
    cells: [markdown('title', `# ${network.document.name}\n\n${about}`), ...cells],
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
      skipwire: provenance(network),
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(path, `${JSON.stringify(notebook, undefined, 1)}\n`);
}

/** No further files; undefined where `path` is no notebook of ours. */
export async function writtenNotebook(path: string): Promise<readonly WrittenFile[] | undefined> {
  const { metadata } = JSON.parse(await readFile(path, 'utf8')) as { metadata?: { skipwire?: unknown } };
  return readProvenance(metadata?.skipwire) ? [] : undefined;
}
