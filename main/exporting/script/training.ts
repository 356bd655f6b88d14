/** Python that does with Keras what the settings of a run say, behind ./data.ts and ./schedule.ts. */
import type { GraphAnalysis } from '../../../core/analysis/types';
import { LUMA } from '../../../core/format/luma';
import type { OptimizerSettings } from '../../../core/study/optimizer';
import { SHUFFLED_BATCHES, TUTORIAL_SEED } from '../../../core/study/order';
import type { MetricName, TrainingSettings } from '../../../core/study/settings';
import { CROP_ATTEMPTS } from '../../compiler/emit/pipeline/draws';
import { centralBox } from '../../compiler/emit/pipeline/resized-crop';
import { stepsExpression, wholeBatches } from './order';
import { keywords, literal } from './python';

/** Columns of Keras' history. */
export const METRICS: Readonly<Record<MetricName, string>> = {
  accuracy: 'accuracy',
  loss: 'cross_entropy',
  valAccuracy: 'val_accuracy',
  valLoss: 'val_cross_entropy',
};
const modeOf = (metric: MetricName): string => (/accuracy/i.test(metric) ? 'max' : 'min');

export const dataLines = ({
  order,
}: TrainingSettings): string => `train_x, train_y, val_x, val_y, classes = load_data(DATA)
${wholeBatches(order, 'val_x, val_y', 'BATCH_SIZE')}mean, deviation = statistics(train_x)
STEPS = ${stepsExpression(order, 'train_x', 'BATCH_SIZE')}
print(f"{len(train_x):,} training images, {len(val_x):,} validation images, {len(classes)} classes")`;

const indented = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : `    ${line}`));

const definition = (signature: string, lines: readonly string[]): string =>
  [`${signature}:`, ...indented(lines)].join('\n');

/** Draws as those of main/compiler/emit/pipeline. */
export function batchBlocks({ augmentation, order }: TrainingSettings, shape: readonly number[]): string[] {
  const mixes = augmentation.mixup > 0 || augmentation.cutmix > 0;
  return [
    definition('def batches(images, labels, training)', [
      'targets = keras.utils.to_categorical(labels, CLASSES).astype("float32")',
      'data = tf.data.Dataset.from_tensor_slices((images, targets))',
      'if training:',
      ...(order === 'tutorial'
        ? [
            `    data = data.batch(BATCH_SIZE).repeat().shuffle(${SHUFFLED_BATCHES}, seed=${TUTORIAL_SEED}, reshuffle_each_iteration=False)`,
            '    data = data.map(augment, tf.data.AUTOTUNE)',
          ]
        : [
            '    data = data.shuffle(len(images), seed=SEED).batch(BATCH_SIZE).map(augment, tf.data.AUTOTUNE)',
          ]),
      ...(mixes ? ['    data = data.map(mix, tf.data.AUTOTUNE)'] : []),
      'else:',
      '    data = data.batch(BATCH_SIZE).map(lambda x, y: (normalize(pixels(x)), y), tf.data.AUTOTUNE)',
      'return data.prefetch(tf.data.AUTOTUNE)',
    ]),
    definition('def pixels(images)', ['return tf.cast(images, tf.float32) / 255']),
    definition('def normalize(x)', ['return (x - mean) / deviation']),
    definition('def augment(images, targets)', augmentLines(augmentation, shape)),
    ...(mixes ? mixBlocks(augmentation) : []),
  ];
}

function augmentLines(
  { colorJitter, randomResizedCrop, flip, padAndCrop, cutout }: TrainingSettings['augmentation'],
  [height = 0, width = 0, channels = 0]: readonly number[],
): string[] {
  const jitters = colorJitter !== null && channels === 3;
  const lines = [
    ...(jitters
      ? [
          'factor = lambda most: 1 + tf.random.uniform([n, 1, 1, 1], -most, most)',
          `gray = lambda x: tf.reduce_sum(x * ${literal(LUMA)}, -1, keepdims=True)`,
          'blend = lambda x, base, by: tf.clip_by_value(base + by * (x - base), 0, 1)',
          `x = blend(x, tf.zeros_like(x), factor(${colorJitter.brightness}))`,
          `x = blend(x, tf.reduce_mean(gray(x), [1, 2], keepdims=True), factor(${colorJitter.contrast}))`,
          `x = blend(x, gray(x), factor(${colorJitter.saturation}))`,
        ]
      : []),
    ...(jitters ? ['x = normalize(x)'] : []),
    ...(randomResizedCrop ? cropLines(randomResizedCrop, [height, width]) : []),
    ...(flip ? ['x = tf.where(tf.random.uniform([n, 1, 1, 1]) < 0.5, tf.reverse(x, [2]), x)'] : []),
    ...(padAndCrop > 0
      ? [
          `x = tf.pad(x, [[0, 0], [${padAndCrop}] * 2, [${padAndCrop}] * 2, [0, 0]])`,
          `window = lambda size: tf.random.uniform([n, 1], 0, ${2 * padAndCrop + 1}, tf.int32) + tf.range(size)`,
          'x = tf.gather(x, window(height), axis=1, batch_dims=1)',
          'x = tf.gather(x, window(width), axis=2, batch_dims=1)',
        ]
      : []),
    ...(cutout > 0
      ? [
          `near = lambda size: tf.range(size) - tf.random.uniform([n, 1], 0, size, tf.int32) + ${Math.floor(cutout / 2)}`,
          `inside = lambda size: (lambda at: (at >= 0) & (at < ${cutout}))(near(size))`,
          'x = tf.where(inside(height)[:, :, None, None] & inside(width)[:, None, :, None], 0.0, x)',
        ]
      : []),
  ];
  return [
    ...(lines.length > 0 ? ['n = tf.shape(images)[0]'] : []),
    ...(lines.some((line) => /height|width/.test(line)) ? ['height, width = images.shape[1:3]'] : []),
    jitters ? 'x = pixels(images)' : 'x = normalize(pixels(images))',
    ...lines,
    'return x, targets',
  ];
}

/** Boxes are tried until one fits; the last is the central one. */
function cropLines(
  settings: NonNullable<TrainingSettings['augmentation']['randomResizedCrop']>,
  [height, width]: readonly [number, number],
): string[] {
  const { minScale, maxScale, minRatio, maxRatio } = settings;
  const central = centralBox(height, width, settings);
  return [
    `area = height * width * tf.random.uniform([n, ${CROP_ATTEMPTS}], ${minScale}, ${maxScale})`,
    `ratio = tf.exp(tf.random.uniform([n, ${CROP_ATTEMPTS}], ${Math.log(minRatio)}, ${Math.log(maxRatio)}))`,
    'high, wide = tf.round(tf.sqrt(area / ratio)), tf.round(tf.sqrt(area * ratio))',
    'fits = (high > 0) & (high <= height) & (wide > 0) & (wide <= width)',
    'beside = lambda candidates, last: tf.concat([candidates, tf.fill([n, 1], tf.constant(last, candidates.dtype))], 1)',
    'chosen = tf.argmax(tf.cast(beside(fits, True), tf.int32), 1)',
    `high = tf.gather(beside(high, ${central.height}), chosen, batch_dims=1)`,
    `wide = tf.gather(beside(wide, ${central.width}), chosen, batch_dims=1)`,
    '',
    'def axis(box, size):',
    '    anywhere = tf.floor(tf.random.uniform([n]) * (size + 1 - box))',
    `    before = tf.where(chosen == ${CROP_ATTEMPTS}, tf.floor((size - box) / 2), anywhere)`,
    '    return box / size, before + box / size / 2 - 0.5',
    '',
    '(down, top), (across, left) = axis(high, height), axis(wide, width)',
    'zero = tf.zeros([n])',
    'x = tf.raw_ops.ImageProjectiveTransformV3(',
    '    images=x, transforms=tf.stack([across, zero, left, zero, down, top, zero, zero], 1),',
    '    output_shape=[height, width], fill_value=0.0, interpolation="BILINEAR", fill_mode="NEAREST")',
  ];
}

/** The draws of main/compiler/emit/images.ts. */
function mixBlocks({ mixup, cutmix }: TrainingSettings['augmentation']): string[] {
  const maps = [
    ...(mixup > 0 ? [`tf.fill([1, height, width, 1], beta(${mixup}))`] : []),
    ...(cutmix > 0 ? [`outside_box(beta(${cutmix}), height, width)`] : []),
  ];
  return [
    definition('def mix(x, targets)', [
      '"""Each image and its target with another of the batch; its own share is at least one half."""',
      'n, height, width = tf.shape(x)[0], x.shape[1], x.shape[2]',
      ...(maps.length === 2
        ? [
            `mixup = lambda: ${maps[0]}`,
            `cutmix = lambda: ${maps[1]}`,
            'own = tf.cond(tf.random.uniform([]) < 0.5, mixup, cutmix)',
          ]
        : [`own = ${maps[0]}`]),
      'own = tf.where(tf.reduce_mean(own) < 0.5, 1 - own, own)',
      'share = tf.reduce_mean(own)',
      'turn = 1 + tf.cast(tf.random.uniform([]) * tf.cast(n - 1, tf.float32), tf.int32)',
      'return own * x + (1 - own) * tf.roll(x, turn, 0), share * targets + (1 - share) * tf.roll(targets, turn, 0)',
    ]),
    definition('def beta(alpha)', [
      '"""A draw of the distribution Beta(alpha, alpha)."""',
      'first, second = (tf.random.gamma([], alpha, dtype=tf.float64) for _ in range(2))',
      'return tf.cast(tf.where(first + second > 0, first / (first + second), 1), tf.float32)',
    ]),
    ...(cutmix > 0
      ? [
          definition('def outside_box(share, height, width)', [
            `def within(size):
    length = tf.floor(tf.sqrt(1 - share) * size)
    first = tf.floor(tf.random.uniform([]) * size) - tf.floor(length / 2)
    at = tf.range(size, dtype=tf.float32)
    return tf.cast((first <= at) & (at < first + length), tf.float32)
`,
            'return 1 - within(height)[None, :, None, None] * within(width)[None, None, :, None]',
          ]),
        ]
      : []),
  ];
}

interface Called {
  className: string;
  /** Arguments, without those that have Keras' default. */
  given: Readonly<Record<string, unknown>>;
}

function optimizerOf(optimizer: OptimizerSettings): Called {
  const common = {
    learning_rate: optimizer.learningRate,
    weight_decay: optimizer.weightDecay || undefined,
    clipnorm: optimizer.clipnorm ?? undefined,
    clipvalue: optimizer.clipvalue ?? undefined,
    global_clipnorm: optimizer.globalClipnorm ?? undefined,
  };
  switch (optimizer.type) {
    case 'sgd': {
      const { momentum, nesterov } = optimizer;
      const own = { momentum: momentum || undefined, nesterov: nesterov || undefined };
      return { className: 'SGD', given: { ...common, ...own } };
    }
    case 'rmsprop': {
      const { rho, momentum, epsilon, centered } = optimizer;
      const own = { rho, momentum: momentum || undefined, epsilon, centered: centered || undefined };
      return { className: 'RMSprop', given: { ...common, ...own } };
    }
    case 'adam':
    case 'adamw': {
      const { type, beta1, beta2, epsilon, amsgrad, weightDecay } = optimizer;
      // AdamW refuses to have none.
      const className = type === 'adamw' && weightDecay > 0 ? 'AdamW' : 'Adam';
      const own = { beta_1: beta1, beta_2: beta2, epsilon, amsgrad: amsgrad || undefined };
      return { className, given: { ...common, ...own } };
    }
  }
}

/** Weights of two or more dimensions: kernels, no gammas, betas and biases. */
const KERNELS = 'len(v.shape) > 1';

const BEGIN_WITH = `def begin_with(file):
    """Gives each layer the weights of the layer of that name in a .keras file, where all its weights have the same shapes."""
    there = {layer.name: layer.get_weights() for layer in keras.saving.load_model(file, compile=False).layers}
    fits = lambda layer: [tuple(w.shape) for w in layer.weights] == [w.shape for w in there.get(layer.name, [])]
    weighted = [layer for layer in model.layers if layer.weights]
    begun = [layer for layer in weighted if fits(layer)]
    for layer in begun:
        layer.set_weights(there[layer.name])
    print(f"{len(begun)} of {len(weighted)} layers begin with the weights in {file}")`;

export function trainingBlocks(settings: TrainingSettings, analysis: GraphAnalysis): string[] {
  const { optimizer, labelSmoothing, earlyStopping, order, preciseBatchNorm: precise } = settings;
  const { l2, weightDecay, decaySparesNormsAndBiases: sparing } = optimizer;
  const callbacks = ['Rate()', ...(precise ? ['SettleBatchNorm()'] : [])];
  if (earlyStopping) {
    const { metric, patience, minDelta } = earlyStopping;
    const how = { monitor: METRICS[metric], mode: modeOf(metric), patience, min_delta: minDelta };
    callbacks.push(`keras.callbacks.EarlyStopping(${keywords(how)})`);
  }
  const { className, given } = optimizerOf(optimizer);
  const factors = learningRateFactors(analysis);
  const smoothing = labelSmoothing > 0 ? `label_smoothing=${labelSmoothing}` : '';
  const metric = ['name="cross_entropy"', ...(smoothing === '' ? [] : [smoothing])].join(', ');
  return [
    BEGIN_WITH,
    ...(factors.length > 0 ? [factorSource(className, factors)] : []),
    `class Rate(keras.callbacks.Callback):
    """Sets the learning rate of each step."""

    def on_train_begin(self, logs=None):
        self.step, self.history = 0, []

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate = ${optimizer.learningRate} * rate_at(self.step, EPOCHS * STEPS, self.history)
        self.step += 1

    def on_epoch_end(self, epoch, logs=None):
        self.history.append(dict(logs))`,
    ...(precise ? [settleSource(precise)] : []),
    [
      'model = build()',
      'if WEIGHTS:',
      '    begin_with(WEIGHTS)',
      ...(l2 > 0
        ? [
            'for v in model.trainable_variables:',
            ...indented([
              ...(sparing ? [`if ${KERNELS}:`] : []),
              `${sparing ? '    ' : ''}v.regularizer = keras.regularizers.L2(${l2 / 2})`,
            ]),
          ]
        : []),
      `optimizer = ${factors.length > 0 ? 'Optimizer' : `keras.optimizers.${className}`}(${keywords(given)})`,
      ...(weightDecay > 0 && sparing
        ? [
            `optimizer.exclude_from_weight_decay(var_list=[v for v in model.trainable_variables if not ${KERNELS}])`,
          ]
        : []),
      'model.compile(',
      '    optimizer=optimizer,',
      `    loss=keras.losses.CategoricalCrossentropy(${smoothing}),`,
      `    metrics=["accuracy", keras.metrics.CategoricalCrossentropy(${metric})],`,
      ')',
      'history = model.fit(',
      '    batches(train_x, train_y, True),',
      '    validation_data=batches(val_x, val_y, False),',
      '    epochs=EPOCHS,',
      ...(order === 'tutorial' ? ['    steps_per_epoch=STEPS,'] : []),
      '    shuffle=False,  # batches() shuffles',
      '    verbose=2,',
      `    callbacks=[${callbacks.join(', ')}],`,
      ').history',
    ].join('\n'),
  ];
}

/** Other than 1, by the name of the layer. */
function learningRateFactors({ order, nodes }: GraphAnalysis): (readonly [string, number])[] {
  return order.flatMap((id) => {
    const { weights = [], learningRateFactor = 1, trainable } = nodes[id] ?? {};
    return weights.length > 0 && trainable !== false && learningRateFactor !== 1
      ? [[id, learningRateFactor] as const]
      : [];
  });
}

const factorSource = (
  className: string,
  factors: readonly (readonly [string, number])[],
): string => `# What the learning rate of a layer is multiplied by.
FACTORS = {
${factors.map(([name, factor]) => `    ${literal(name)}: ${factor},`).join('\n')}
}


class Optimizer(keras.optimizers.${className}):
    """What a step changes is proportional to the learning rate, so the change is multiplied instead."""

    def apply(self, grads, trainable_variables=None):
        factors = [FACTORS.get(v.path.split("/")[0], 1) for v in trainable_variables]
        changed = [(v, tf.identity(v), factor) for v, factor in zip(trainable_variables, factors) if factor != 1]
        super().apply(grads, trainable_variables)
        for v, before, factor in changed:
            v.assign(before + factor * (v - before))`;

const settleSource = ({
  batches,
}: NonNullable<
  TrainingSettings['preciseBatchNorm']
>): string => `class SettleBatchNorm(keras.callbacks.Callback):
    """Before validation, statistics of all examples replace the moving averages (Wu and Johnson, 2021)."""

    def on_test_begin(self, logs=None):
        norms = [layer for layer in self.model.layers if isinstance(layer, layers.BatchNormalization) and layer.trainable]
        momenta = [layer.momentum for layer in norms]
        for layer in norms:
            layer.momentum = 0.0  # what is read below is of one batch
        forward = tf.function(lambda x: self.model(x, training=True))
        count = min(${batches}, len(train_x) // BATCH_SIZE)
        means, squares = [0.0] * len(norms), [0.0] * len(norms)
        for x, _ in batches(train_x, train_y, True).take(count):
            forward(x)
            for i, layer in enumerate(norms):
                batch_mean, batch_variance = np.float64(layer.moving_mean), np.float64(layer.moving_variance)
                means[i] += batch_mean / count
                squares[i] += (batch_variance + batch_mean**2) / count
        for layer, momentum, mean, square in zip(norms, momenta, means, squares):
            layer.momentum = momentum
            if count:
                layer.moving_mean.assign(mean)
                layer.moving_variance.assign(square - mean**2)`;
