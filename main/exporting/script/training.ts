/** Python that does with Keras what the settings of a run say, behind ./data.ts and ./schedule.ts. */

import { LUMA } from '../../../core/format/luma';
import type { OptimizerSettings } from '../../../core/study/optimizer';
import type { MetricName, TrainingSettings } from '../../../core/study/settings';
import { CROP_ATTEMPTS } from '../../compiler/emit/pipeline/draws';
import { centralBox } from '../../compiler/emit/pipeline/resized-crop';
import { keywords, literal } from './python';

/** Columns of Keras' history. */
export const METRICS: Readonly<Record<MetricName, string>> = {
  accuracy: 'accuracy',
  loss: 'cross_entropy',
  valAccuracy: 'val_accuracy',
  valLoss: 'val_cross_entropy',
};
const modeOf = (metric: MetricName): string => (/accuracy/i.test(metric) ? 'max' : 'min');

export const dataLines = (): string[] => [
  'train_x, train_y, val_x, val_y, classes = load_data(os.environ.get("DATA", "data"))',
  'mean, deviation = statistics(train_x)',
  'print(f"{len(train_x):,} training images, {len(val_x):,} validation images, {len(classes)} classes")',
];

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

/** Draws as those of main/compiler/emit/pipeline. */
export function batchLines({ augmentation }: TrainingSettings, shape: readonly number[]): string[] {
  const mixes = augmentation.mixup > 0 || augmentation.cutmix > 0;
  return [
    'def batches(images, labels, training):',
    '    targets = keras.utils.to_categorical(labels, CLASSES).astype("float32")',
    '    data = tf.data.Dataset.from_tensor_slices((images, targets))',
    '    if training:',
    '        data = data.shuffle(len(images), seed=SEED).batch(BATCH_SIZE).map(augment, tf.data.AUTOTUNE)',
    ...(mixes ? ['        data = data.map(mix, tf.data.AUTOTUNE)'] : []),
    '    else:',
    '        data = data.batch(BATCH_SIZE).map(lambda x, y: (normalize(pixels(x)), y), tf.data.AUTOTUNE)',
    '    return data.prefetch(tf.data.AUTOTUNE)',
    '',
    'def pixels(images):',
    '    return tf.cast(images, tf.float32) / 255',
    '',
    'def normalize(x):',
    '    return (x - mean) / deviation',
    '',
    'def augment(images, targets):',
    ...indented([
      'x = pixels(images)',
      'n, height, width = tf.shape(x)[0], x.shape[1], x.shape[2]',
      ...augmentLines(augmentation, shape),
      'return x, targets',
    ]),
    ...(mixes ? ['', ...mixLines(augmentation)] : []),
  ];
}

function augmentLines(
  { colorJitter, randomResizedCrop, flip, padAndCrop, cutout }: TrainingSettings['augmentation'],
  [height = 0, width = 0, channels = 0]: readonly number[],
): string[] {
  return [
    ...(colorJitter && channels === 3
      ? [
          'factor = lambda most: 1 + tf.random.uniform([n, 1, 1, 1], -most, most)',
          `gray = lambda x: tf.reduce_sum(x * ${literal(LUMA)}, -1, keepdims=True)`,
          'blend = lambda x, base, by: tf.clip_by_value(base + by * (x - base), 0, 1)',
          `x = blend(x, tf.zeros_like(x), factor(${colorJitter.brightness}))`,
          `x = blend(x, tf.reduce_mean(gray(x), [1, 2], keepdims=True), factor(${colorJitter.contrast}))`,
          `x = blend(x, gray(x), factor(${colorJitter.saturation}))`,
        ]
      : []),
    'x = normalize(x)',
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
          'def inside(size):',
          `    at = tf.range(size) - tf.random.uniform([n, 1], 0, size, tf.int32) + ${Math.floor(cutout / 2)}`,
          `    return (at >= 0) & (at < ${cutout})`,
          'x = tf.where(inside(height)[:, :, None, None] & inside(width)[:, None, :, None], 0.0, x)',
        ]
      : []),
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
function mixLines({ mixup, cutmix }: TrainingSettings['augmentation']): string[] {
  const maps = [
    ...(mixup > 0 ? [`tf.fill([1, height, width, 1], beta(${mixup}))`] : []),
    ...(cutmix > 0 ? [`outside_box(beta(${cutmix}), height, width)`] : []),
  ];
  return [
    'def mix(x, targets):',
    ...indented([
      'n, height, width = tf.shape(x)[0], x.shape[1], x.shape[2]',
      maps.length === 2
        ? `own = tf.cond(tf.random.uniform([]) < 0.5, lambda: ${maps[0]}, lambda: ${maps[1]})`
        : `own = ${maps[0]}`,
      'own = tf.where(tf.reduce_mean(own) < 0.5, 1 - own, own)',
      'share = tf.reduce_mean(own)',
      'turn = 1 + tf.cast(tf.random.uniform([]) * tf.cast(n - 1, tf.float32), tf.int32)',
      'return own * x + (1 - own) * tf.roll(x, turn, 0), share * targets + (1 - share) * tf.roll(targets, turn, 0)',
    ]),
    '',
    'def beta(alpha):',
    ...indented([
      'first, second = (tf.random.gamma([], alpha, dtype=tf.float64) for _ in range(2))',
      'return tf.cast(tf.where(first + second > 0, first / (first + second), 1), tf.float32)',
    ]),
    ...(cutmix > 0
      ? [
          '',
          'def outside_box(share, height, width):',
          ...indented([
            'def within(size):',
            '    length = tf.floor(tf.sqrt(1 - share) * size)',
            '    first = tf.floor(tf.random.uniform([]) * size) - tf.floor(length / 2)',
            '    at = tf.range(size, dtype=tf.float32)',
            '    return tf.cast((first <= at) & (at < first + length), tf.float32)',
            '',
            'return 1 - within(height)[None, :, None, None] * within(width)[None, None, :, None]',
          ]),
        ]
      : []),
  ];
}

function optimizerOf(optimizer: OptimizerSettings): string {
  const common = {
    learning_rate: optimizer.learningRate,
    weight_decay: optimizer.weightDecay || undefined,
    clipnorm: optimizer.clipnorm ?? undefined,
    clipvalue: optimizer.clipvalue ?? undefined,
    global_clipnorm: optimizer.globalClipnorm ?? undefined,
  };
  switch (optimizer.type) {
    case 'sgd':
      return `keras.optimizers.SGD(${keywords({ ...common, momentum: optimizer.momentum, nesterov: optimizer.nesterov })})`;
    case 'rmsprop': {
      const { rho, momentum, epsilon, centered } = optimizer;
      return `keras.optimizers.RMSprop(${keywords({ ...common, rho, momentum, epsilon, centered })})`;
    }
    default: {
      const { type, beta1, beta2, epsilon, amsgrad } = optimizer;
      const own = { beta_1: beta1, beta_2: beta2, epsilon, amsgrad };
      return `keras.optimizers.${type === 'adam' ? 'Adam' : 'AdamW'}(${keywords({ ...common, ...own })})`;
    }
  }
}

/** Weights of two or more dimensions: kernels, no gammas, betas and biases. */
const KERNELS = 'len(v.shape) > 1';

export function trainingLines(settings: TrainingSettings): string[] {
  const { optimizer, labelSmoothing, earlyStopping, preciseBatchNorm: precise } = settings;
  const { l2, weightDecay, decaySparesNormsAndBiases: sparing } = optimizer;
  const callbacks = ['Rate()', ...(precise ? ['SettleBatchNorm()'] : [])];
  if (earlyStopping) {
    const { metric, patience, minDelta } = earlyStopping;
    const how = { monitor: METRICS[metric], mode: modeOf(metric), patience, min_delta: minDelta };
    callbacks.push(`keras.callbacks.EarlyStopping(${keywords(how)})`);
  }
  return [
    'model = build()',
    ...(l2 > 0
      ? [
          `for variable in [v for v in model.trainable_variables${sparing ? ` if ${KERNELS}` : ''}]:`,
          `    variable.regularizer = keras.regularizers.L2(${l2 / 2})`,
        ]
      : []),
    `optimizer = ${optimizerOf(optimizer)}`,
    ...(weightDecay > 0 && sparing
      ? [
          `optimizer.exclude_from_weight_decay(var_list=[v for v in model.trainable_variables if not ${KERNELS}])`,
        ]
      : []),
    `entropy = dict(${keywords({ label_smoothing: labelSmoothing })})`,
    'model.compile(',
    '    optimizer=optimizer,',
    '    loss=keras.losses.CategoricalCrossentropy(**entropy),',
    '    metrics=["accuracy", keras.metrics.CategoricalCrossentropy(name="cross_entropy", **entropy)],',
    ')',
    '',
    'class Rate(keras.callbacks.Callback):',
    ...indented([
      'def on_train_begin(self, logs=None):',
      '    self.step, self.history = 0, []',
      '',
      'def on_train_batch_begin(self, batch, logs=None):',
      '    total = EPOCHS * math.ceil(len(train_x) / BATCH_SIZE)',
      `    self.model.optimizer.learning_rate = ${optimizer.learningRate} * rate_at(self.step, total, self.history)`,
      '    self.step += 1',
      '',
      'def on_epoch_end(self, epoch, logs=None):',
      '    self.history.append(dict(logs))',
    ]),
    ...(precise ? ['', ...settleLines(precise)] : []),
    '',
    'history = model.fit(',
    '    batches(train_x, train_y, True), validation_data=batches(val_x, val_y, False),',
    `    epochs=EPOCHS, shuffle=False, verbose=2, callbacks=[${callbacks.join(', ')}],`,
    ').history',
  ];
}

function settleLines({ batches }: NonNullable<TrainingSettings['preciseBatchNorm']>): string[] {
  return [
    'class SettleBatchNorm(keras.callbacks.Callback):',
    '    """Before validation, statistics of all examples replace the moving averages (Wu and Johnson, 2021)."""',
    ...indented([
      'def on_test_begin(self, logs=None):',
      ...indented([
        'norms = [layer for layer in self.model.layers if isinstance(layer, layers.BatchNormalization) and layer.trainable]',
        'momenta = [layer.momentum for layer in norms]',
        'for layer in norms:',
        '    layer.momentum = 0.0  # what is read below is of one batch',
        'forward = tf.function(lambda x: self.model(x, training=True))',
        `count = min(${batches}, len(train_x) // BATCH_SIZE)`,
        'means, squares = [0.0] * len(norms), [0.0] * len(norms)',
        'for x, _ in batches(train_x, train_y, True).take(count):',
        '    forward(x)',
        '    for i, layer in enumerate(norms):',
        '        batch_mean, batch_variance = np.float64(layer.moving_mean), np.float64(layer.moving_variance)',
        '        means[i] += batch_mean / count',
        '        squares[i] += (batch_variance + batch_mean**2) / count',
        'for layer, momentum, mean, square in zip(norms, momenta, means, squares):',
        '    layer.momentum = momentum',
        '    if count:',
        '        layer.moving_mean.assign(mean)',
        '        layer.moving_variance.assign(square - mean**2)',
      ]),
    ]),
  ];
}
