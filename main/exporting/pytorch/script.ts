/** One Python file that trains the same network in the same way: data, augmentation, schedule, optimizer, table and plots. */
import { inputStatistics } from '../../../core/analysis/input-pixels';
import type { NodeAnalysis } from '../../../core/analysis/types';
import { datasetName } from '../../../core/study/data';
import { SHUFFLED_BATCHES } from '../../../core/study/order';
import type { MetricName, TrainingSettings } from '../../../core/study/settings';
import { arePhotos, dataSource, pictureImports, standardImports } from '../script/data';
import { leftOut } from '../script/left-out';
import { stepsExpression, wholeBatches } from '../script/order';
import { quoted } from '../script/python';
import { scheduleSource } from '../script/schedule';
import { writeText } from '../text-file';
import { type TrainedNetwork, trainingOf } from '../trained-network';
import { type Scope, scopesOf } from './scopes';
import { augmentSource, mixSource, optimizerCall, updateSource } from './script-parts';
import { networkSource } from './source';
import { tensorsIn } from './state';
import { stepsOf } from './steps';

export const writePytorchScript = (network: TrainedNetwork, path: string): Promise<void> =>
  writeText(network, path, scriptSource(network), 'python');

/** Columns of the script's history. */
const COLUMNS: Readonly<Record<MetricName, string>> = {
  valAccuracy: 'val_accuracy',
  valLoss: 'val_loss',
  accuracy: 'accuracy',
  loss: 'loss',
};

/** Number types that torch computes in, by the precision of a run. */
const NARROW: Readonly<Record<string, string>> = { bfloat16: 'torch.bfloat16', float16: 'torch.float16' };

export function scriptSource(network: TrainedNetwork): string {
  const { analysis, document, inference } = network;
  const { run } = trainingOf(network);
  const { settings } = run;
  const { optimizer, augmentation, order, preciseBatchNorm: precise } = settings;
  const isTutorial = order === 'tutorial';
  const root = scopesOf(analysis.effective, stepsOf(analysis));
  const plain = {
    ...inference,
    input: { ...inference.input, range: [0, 1] as [0, 1] },
    normalization: { kind: 'none' as const, insideModel: true as const },
  };
  const { className, text, givesLogits } = networkSource(root, document.name, plain);
  const isScaled = settings.precision === 'float16';
  const mixing = mixSource(augmentation);
  const frozen = modulesWhere(root, analysis.nodes, ({ trainable }) => trainable === false);
  const factors = factorsOf(root, analysis.nodes);
  const freeze = (indent: number) => (frozen.length > 0 ? `${' '.repeat(indent)}freeze(model)\n` : '');
  const missing = leftOut(network, '--weights').map((line) => `- ${quoted(line)}\n`);
  const classes = analysis.nodes[analysis.outputId as string]?.outputShape?.at(-1) ?? 0;
  const parts = [
    `RATE, EPOCHS, BATCH = ${optimizer.learningRate}, ${settings.epochs}, ${settings.batchSize}
LABEL_SMOOTHING = ${settings.labelSmoothing}`,
    text,
    initialSource(root, analysis.nodes),
    BEGIN_WITH,
    ...(frozen.length > 0 ? [frozenSource(frozen)] : []),
    TRAINED,
    ...(factors.length > 0 ? [groupsSource(factors)] : []),
    dataSource({ run, inference, statistics: inputStatistics(analysis) }),
    augmentSource(augmentation, inference.input.shape),
    ...(mixing ? [mixing] : []),
    scheduleSource(settings.schedule, COLUMNS),
    updateSource(optimizer, { isScaled, hasFactors: factors.length > 0 }),
    logitsSource(givesLogits, NARROW[settings.precision]),
    `@torch.inference_mode()
def evaluate(model, x, labels, normalize):
    """Mean loss and accuracy of uint8 images."""
    model.eval()
    scores = torch.cat([logits(model, normalize(batch.float() / 255)) for batch in x.split(BATCH)])
    loss = F.cross_entropy(scores, labels, label_smoothing=LABEL_SMOOTHING)
    return loss.item(), (scores.argmax(1) == labels).float().mean().item()`,
    ...(isTutorial ? [SHUFFLED_STREAM] : []),
    ...(precise ? [settleSource(precise.batches, classes, mixing !== undefined, freeze(4))] : []),
    `def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", default="data", help="folder of the images, or where downloads go")
    arguments.add_argument("--epochs", type=int, default=EPOCHS)
    arguments.add_argument("--seed", type=int, default=${settings.seed})
    arguments.add_argument("--weights", help="a safetensors file that the training begins with")
    arguments.add_argument("--out", default=".", help="folder for the weights, the table and the plot")
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    np.random.seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    train_images, train_labels, val_images, val_labels, classes = load_data(options.data)
${wholeBatches(order, 'val_images, val_labels', 'BATCH', 4)}    first = lambda images: torch.from_numpy(images).permute(0, 3, 1, 2)
    x, labels = first(train_images), torch.from_numpy(train_labels)
    val_x, val_labels = first(val_images).to(device), torch.from_numpy(val_labels).to(device)
    whole = np.zeros((HEIGHT, WIDTH, x.shape[1]), "float32")
    mean, deviation = (first((whole + each)[None]).to(device) for each in statistics(train_images))
    normalize = lambda batch: (batch - mean) / deviation

    model = ${className}()
    initialize(model)
    if options.weights:
        begin_with(model, options.weights)
${freeze(4)}    model.to(device)
    trainable = sum(p.numel() for p in trained(model))
    moving = [b for name, b in model.named_buffers() if "running" in name]
    total = sum(p.numel() for p in [*model.parameters(), *moving])
    print(f"parameters: {total:,} ({trainable:,} trainable), {len(x):,} training images, {len(classes)} classes")
    optimizer = ${optimizerCall(optimizer, factors.length > 0)}
${isScaled ? '    scaler = torch.amp.GradScaler(device)\n' : ''}    steps, step, history = ${stepsExpression(order, 'x', 'BATCH')}, 0, []
${isTutorial ? '    stream = shuffled_batches(len(x))\n' : ''}
    for epoch in range(1, options.epochs + 1):
        begun, losses, correct, seen = time.time(), 0.0, 0, 0
        model.train()
${freeze(8)}        for chosen in ${isTutorial ? 'itertools.islice(stream, steps)' : 'torch.randperm(len(x)).split(BATCH)'}:
            batch, truth = augment(x[chosen].to(device).float() / 255, normalize), labels[chosen].to(device)
            targets = F.one_hot(truth, ${classes}).float()
${mixing ? '            batch, targets = mix(batch, targets)\n' : ''}            scores = logits(model, batch)
            loss = F.cross_entropy(scores, targets, label_smoothing=LABEL_SMOOTHING)
            optimizer.zero_grad()
${isScaled ? SCALED : '            loss.backward()\n'}            step += 1
            update(model, optimizer, RATE * rate_at(step - 1, steps * options.epochs, history), step${isScaled ? ', scaler' : ''})
            losses += loss.item() * len(chosen)
            correct += (scores.argmax(1) == truth).sum().item()
            seen += len(chosen)
${precise ? '        settle_batch_norm(model, x, normalize, device)\n' : ''}        val_loss, val_accuracy = evaluate(model, val_x, val_labels, normalize)
        row = dict(epoch=epoch, loss=losses / seen, accuracy=correct / seen, val_loss=val_loss, val_accuracy=val_accuracy)
        history.append(row)
        print("  ".join(f"{name} {value:.4g}" for name, value in row.items()), f" {time.time() - begun:.1f} s", flush=True)
${settings.earlyStopping ? stopping(settings.earlyStopping) : ''}
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "model.pt")
    table = ["| " + " | ".join(history[0]) + " |", "|" + " --- |" * len(history[0])]
    table += ["| " + " | ".join(f"{value:.4g}" for value in row.values()) + " |" for row in history]
    (out / "table.md").write_text("\\n".join(table) + "\\n")
    (out / "history.json").write_text(json.dumps(history))
    plot(history, out / "curves.png")`,
    `def plot(history, file):
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return print("Without matplotlib there is no plot.")
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for axis, name in zip(axes, ("loss", "accuracy")):
        for key in (name, f"val_{name}"):
            axis.plot([row["epoch"] for row in history], [row[key] for row in history], label=key)
        axis.set_xlabel("epoch")
        axis.legend()
    figure.savefig(file, dpi=150)`,
    `if __name__ == "__main__":
    main()`,
  ].join('\n\n\n');
  const packages = [
    'torch',
    'safetensors',
    'numpy',
    ...(arePhotos(settings.dataset) ? ['pillow'] : []),
    'matplotlib',
  ];
  return `"""Trains ${quoted(document.name)} on ${quoted(datasetName(settings.dataset))} with PyTorch, as Skipwire did.

    python -m pip install ${packages.join(' ')}

The moving variance of a batch normalization is that of a sample (divided by n - 1), as usual in PyTorch. Weights, order and
augmentation are drawn by PyTorch, so the numbers differ as between two seeds.
${missing.length > 0 ? `\nDifferences from the run:\n\n${missing.join('')}` : ''}"""
import argparse
${standardImports(parts).join('\n')}
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
${pictureImports(settings.dataset)
  .map((line) => `${line}\n`)
  .join('')}from torch import nn

${parts}`;
}

function stopping({ metric, patience, minDelta }: NonNullable<TrainingSettings['earlyStopping']>): string {
  const column = COLUMNS[metric];
  const sign = column.endsWith('accuracy') ? '-' : '';
  return `        values = [${sign}each["${column}"] for each in history]
        best = 0
        for index, value in enumerate(values):
            if value < values[best] - ${minDelta}:
                best = index
        if len(values) - 1 - best >= ${patience}:
            break
`;
}

const TRAINED = `def trained(model):
    return [p for p in model.parameters() if p.requires_grad]`;

const BEGIN_WITH = `def begin_with(model, file):
    """Gives each layer the weights of that name in a safetensors file, where all its weights have the same shapes."""
    from safetensors.torch import load_file

    there, own = load_file(file), model.state_dict()
    layer = lambda name: name.rpartition(".")[0]
    other = {layer(name) for name in own if name not in there or there[name].shape != own[name].shape}
    begun = {name: there[name] for name in own if layer(name) not in other}
    model.load_state_dict(begun, strict=False)
    print(f"{len(begun)} of {len(own)} tensors begin with those in {file}")`;

/** Places of the modules with weights whose node is such. */
function modulesWhere(
  root: Scope,
  nodes: Readonly<Record<string, NodeAnalysis>>,
  isSuch: (node: Partial<NodeAnalysis>) => boolean,
): string[] {
  const places = tensorsIn(root).flatMap(({ name, node }) =>
    isSuch(nodes[node] ?? {}) ? [name.slice(0, name.lastIndexOf('.'))] : [],
  );
  return [...new Set(places)];
}

/** Factors of learning rates other than 1, by the place of the module. */
function factorsOf(
  root: Scope,
  nodes: Readonly<Record<string, NodeAnalysis>>,
): (readonly [string, number])[] {
  const all = new Set(Object.values(nodes).map(({ learningRateFactor = 1 }) => learningRateFactor));
  all.delete(1);
  return [...all].flatMap((factor) =>
    modulesWhere(root, nodes, (node) => node.trainable !== false && node.learningRateFactor === factor).map(
      (place) => [place, factor] as const,
    ),
  );
}

const groupsSource = (
  factors: readonly (readonly [string, number])[],
): string => `# What the learning rate of a module is multiplied by.
FACTORS = {${factors.map(([place, factor]) => `\n    ${JSON.stringify(place)}: ${factor},`).join('')}
}


def groups(model):
    """Parameter groups, by factor."""
    found = {}
    for name, p in model.named_parameters():
        if p.requires_grad:
            found.setdefault(FACTORS.get(name.rpartition(".")[0], 1), []).append(p)
    return [{"params": params, "factor": factor} for factor, params in found.items()]`;

const frozenSource = (
  places: readonly string[],
): string => `# Layers whose weights and statistics stay as they are.
FROZEN = [${places.map((place) => `\n    ${JSON.stringify(place)},`).join('')}
]


def freeze(model):
    """After each train(): a frozen normalization uses its running statistics."""
    for place in FROZEN:
        model.get_submodule(place).eval().requires_grad_(False)`;

/** `logits(model, x)`, in float32. @param narrow the type of convolutions and products; absent: float32 */
function logitsSource(givesLogits: boolean, narrow: string | undefined): string {
  const scores = givesLogits
    ? 'model.logits(x).float()'
    : 'model(x).float().clamp(1e-7, 1 - 1e-7).log()  # the network gives probabilities';
  return [
    'def logits(model, x):',
    ...(narrow
      ? [`    with torch.autocast(x.device.type, ${narrow}):`, `        return ${scores}`]
      : [`    return ${scores}`]),
  ].join('\n');
}

const SHUFFLED_STREAM = `def shuffled_batches(count):
    """Without end: batches in the order of the images, repeated, each drawn from a buffer of ${SHUFFLED_BATCHES}."""
    batches, buffer = itertools.cycle(torch.arange(count).split(BATCH)), []
    while True:
        buffer += itertools.islice(batches, ${SHUFFLED_BATCHES} - len(buffer))
        yield buffer.pop(np.random.randint(len(buffer)))`;

/** Gradients of float16 that overflow skip the step, and the scale is lowered. */
const SCALED = `            scaler.scale(loss).backward()
            scaler.unscale_(optimizer)
`;

const settleSource = (
  batches: number,
  classes: number,
  mixes: boolean,
  freezing: string,
): string => `@torch.no_grad()
def settle_batch_norm(model, x, normalize, device):
    """Statistics of all examples in place of the moving averages (Wu and Johnson, 2021)."""
    model.train()
${freezing}    norms = [each for each in model.modules() if isinstance(each, nn.modules.batchnorm._BatchNorm) and each.training]
    momenta = [each.momentum for each in norms]
    sums = [[0, 0] for _ in norms]
    for each in norms:
        each.momentum = 1  # what is read below is of one batch
    chosen = [batch for batch in torch.randperm(len(x)).split(BATCH)[:${batches}] if len(batch) == BATCH]
    for batch in chosen:
        images = augment(x[batch].to(device).float() / 255, normalize)
        logits(model, ${mixes ? `mix(images, torch.zeros(len(images), ${classes}, device=device))[0]` : 'images'})
        for each, total in zip(norms, sums):
            total[0] += each.running_mean.double() / len(chosen)
            total[1] += (each.running_var + each.running_mean.square()).double() / len(chosen)
    for each, momentum, (mean, square) in zip(norms, momenta, sums):
        each.momentum = momentum
        if chosen:
            each.running_mean.copy_(mean)
            each.running_var.copy_(square - mean.square())`;

/** `initialize(model)`: Keras' initializers, with the branches that the network needs. */
function initialSource(root: Scope, nodes: Readonly<Record<string, NodeAnalysis>>): string {
  const wanted = tensorsIn(root).flatMap(({ name, node, tensor }) => {
    const spec = nodes[node]?.weights.find((weight) => weight.name === tensor.variable);
    if (!spec || ['beta', 'bias', 'moving_mean', 'moving_variance'].includes(spec.name)) return [];
    return spec.initializer === 'ones' ? [] : [{ name, initializer: spec.initializer }];
  });
  const counts = new Map<string, number>();
  for (const { initializer } of wanted) counts.set(initializer, (counts.get(initializer) ?? 0) + 1);
  const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
  const [usual = 'glorot_uniform', ...rest] = kinds;
  const others = wanted.filter(({ initializer }) => initializer !== usual);
  const isListed = others.length > 0;
  const kind = `INITIALIZERS.get(f"{place}.weight", "${usual}")`;
  const body = [
    `for ${isListed ? 'place, module in model.named_modules' : 'module in model.modules'}():`,
    ...[
      'bias, weight = getattr(module, "bias", None), getattr(module, "weight", None)',
      'if isinstance(bias, torch.Tensor):',
      '    bias.zero_()',
      `if weight is None or weight.dim() == 1${isListed ? ' and f"{place}.weight" not in INITIALIZERS' : ''}:`,
      '    continue',
      ...(isListed ? [`kind = ${kind}`] : []),
      ...fixedLines(kinds),
      ...drawnLines(kinds, new Set(Object.values(nodes).map(({ type }) => type))),
    ].map((line) => `    ${line}`),
  ].map((line) => `    ${line}`);
  const listed = others.map(({ name, initializer }) => `    "${name}": "${initializer}",`);
  return [
    ...(isListed ? [`INITIALIZERS = {\n${listed.join('\n')}\n}\n\n`] : []),
    '@torch.no_grad()',
    'def initialize(model):',
    `    """As in Keras: ${usual}${rest.length > 0 ? ', or as listed above' : ''}. Biases are zeros."""`,
    ...body,
  ].join('\n');
}

function fixedLines(kinds: readonly string[]): string[] {
  const isAlone = kinds.length === 1;
  const branches = [
    ['zeros', 'weight.zero_()'],
    ['ones', 'weight.fill_(1)'],
    ['orthogonal', 'nn.init.orthogonal_(weight)'],
  ] as const;
  return branches
    .filter(([kind]) => kinds.includes(kind))
    .flatMap(([kind, call]) => (isAlone ? [call] : [`if kind == "${kind}":`, `    ${call}`, '    continue']));
}

/** Families by the spread of their weights (He et al., Glorot and Bengio, LeCun et al.). */
const VARIANCES = { he: '2 / fan_in', glorot: '2 / (fan_in + fan_out)', lecun: '1 / fan_in' };

const SHAPES = {
  uniform: ['nn.init.uniform_(weight, -math.sqrt(3 * variance), math.sqrt(3 * variance))'],
  // Values beyond two deviations are drawn again, and the deviation is corrected for it.
  normal: [
    'std = math.sqrt(variance) / 0.87962566103423978',
    'nn.init.trunc_normal_(weight, std=std, a=-2 * std, b=2 * std)',
  ],
};

function drawnLines(kinds: readonly string[], types: ReadonlySet<string>): string[] {
  const drawn = kinds.filter((kind) => kind.includes('_'));
  if (drawn.length === 0) return [];
  const families = (Object.keys(VARIANCES) as (keyof typeof VARIANCES)[]).filter((family) =>
    drawn.some((kind) => kind.startsWith(`${family}_`)),
  );
  const [family] = families as [keyof typeof VARIANCES];
  const isUniform = (kind: string) => kind.endsWith('_uniform');
  const isDepthwise = types.has('DepthwiseConv2D') || types.has('SeparableConv2D');
  const table = families.map((each) => `"${each}": ${VARIANCES[each]}`).join(', ');
  const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);
  return [
    'window = weight[0, 0].numel()',
    'fan_out, fan_in = weight.shape[0] * window, weight.shape[1] * window',
    ...(isDepthwise
      ? [
          'if isinstance(module, nn.Conv2d) and module.groups == module.in_channels > 1:',
          '    fan_in, fan_out = module.in_channels * window, module.out_channels // module.in_channels * window',
        ]
      : []),
    ...(types.has('Conv2DTranspose')
      ? ['if isinstance(module, nn.ConvTranspose2d):', '    fan_in, fan_out = fan_out, fan_in']
      : []),
    families.length === 1 ? `variance = ${VARIANCES[family]}` : `variance = {${table}}[kind.split("_")[0]]`,
    ...(drawn.every(isUniform)
      ? SHAPES.uniform
      : drawn.some(isUniform)
        ? ['if kind.endswith("uniform"):', ...indented(SHAPES.uniform), 'else:', ...indented(SHAPES.normal)]
        : SHAPES.normal),
  ];
}
