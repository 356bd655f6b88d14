/** Python that does with Keras what the settings of a run say. */
import type { OptimizerSettings } from '../../../core/study/optimizer';
import type { Schedule } from '../../../core/study/schedule';
import type { MetricName, TrainingSettings } from '../../../core/study/settings';
import { keywords, literal } from './python';

/** Sets that Keras downloads, by our ids. */
const DOWNLOADED: readonly string[] = ['cifar10', 'cifar100', 'mnist', 'fashion_mnist'];

const METRICS: Readonly<Record<MetricName, string>> = {
  accuracy: 'accuracy',
  loss: 'cross_entropy',
  valAccuracy: 'val_accuracy',
  valLoss: 'val_cross_entropy',
};
const modeOf = (metric: MetricName): string => (/accuracy/i.test(metric) ? 'max' : 'min');

/** Settings of the run that the script does not follow, by their names. */
export function leftOut({ augmentation, ...settings }: TrainingSettings): string[] {
  return Object.entries({
    'augmentation.randomResizedCrop': augmentation.randomResizedCrop !== null,
    'augmentation.colorJitter': augmentation.colorJitter !== null,
    'augmentation.cutmix': augmentation.cutmix > 0,
    preciseBatchNorm: settings.preciseBatchNorm !== null,
    extensions: settings.extensions.length > 0,
    'optimizer.decaySparesNormsAndBiases (weightDecay)':
      settings.optimizer.decaySparesNormsAndBiases && settings.optimizer.weightDecay > 0,
    selection: DOWNLOADED.includes(settings.dataset) && settings.selection.validation.kind !== 'official',
  })
    .filter(([, isSet]) => isSet)
    .map(([name]) => name);
}

export function dataLines(
  { dataset, preprocessing, trainLimit, valLimit, normalization }: TrainingSettings,
  shape: readonly number[],
): string[] {
  const [height = 0, width = 0, channels = 0] = shape;
  const { interpolation, fit } = preprocessing;
  const limits = [trainLimit, valLimit].map((limit) => (limit === null ? '' : `[:${limit}]`));
  const loaded = DOWNLOADED.includes(dataset)
    ? [
        `(train_x, train_y), (val_x, val_y) = keras.datasets.${dataset}.load_data()`,
        `train_x, train_y = prepared(train_x)${limits[0]}, train_y.reshape(-1)${limits[0]}`,
        `val_x, val_y = prepared(val_x)${limits[1]}, val_y.reshape(-1)${limits[1]}`,
      ]
    : [
        `train_x, train_y = pictures("train")`,
        `val_x, val_y = pictures("val")`,
        ...(limits[0] ? [`train_x, train_y = train_x${limits[0]}, train_y${limits[0]}`] : []),
        ...(limits[1] ? [`val_x, val_y = val_x${limits[1]}, val_y${limits[1]}`] : []),
      ];
  const reading = DOWNLOADED.includes(dataset)
    ? [
        'def prepared(images):',
        '    images = images.reshape(*images.shape[:3], -1).astype("float32")',
        `    if images.shape[1:3] != (${height}, ${width}):`,
        `        images = tf.image.resize(images, (${height}, ${width}), method=${literal(interpolation)}).numpy()`,
        '    return images / 255',
      ]
    : [
        '# DATA/train/CLASS/*.jpg and DATA/val/CLASS/*.jpg',
        'DATA = pathlib.Path(os.environ.get("DATA", "data"))',
        '',
        'def pictures(split):',
        '    found = keras.utils.image_dataset_from_directory(',
        `        DATA / split, image_size=(${height}, ${width}), color_mode=${literal(channels === 1 ? 'grayscale' : 'rgb')},`,
        `        interpolation=${literal(interpolation)}, crop_to_aspect_ratio=${literal(fit === 'crop')},`,
        `        pad_to_aspect_ratio=${literal(fit === 'fit')}, batch_size=None, shuffle=True, seed=SEED, verbose=False)`,
        '    images, labels = zip(*found)',
        '    return np.stack(images).astype("float32") / 255, np.array(labels)',
      ];
  const normalized = {
    none: [],
    'per-channel': [
      'mean, deviation = train_x.mean((0, 1, 2)), train_x.std((0, 1, 2))',
      'train_x, val_x = (train_x - mean) / deviation, (val_x - mean) / deviation',
    ],
    'per-pixel-mean': ['mean = train_x.mean(0)', 'train_x, val_x = train_x - mean, val_x - mean'],
  }[normalization];
  return [...reading, '', ...loaded, ...normalized];
}

export function batchLines(
  { augmentation: { flip, padAndCrop, cutout, mixup } }: TrainingSettings,
  shape: readonly number[],
): string[] {
  const [height = 0, width = 0, channels = 0] = shape;
  const whole = `(${height}, ${width}, ${channels})`;
  const augmented = [
    ...(flip ? ['image = tf.image.random_flip_left_right(image)'] : []),
    ...(padAndCrop > 0
      ? [
          `image = tf.pad(image, [[${padAndCrop}, ${padAndCrop}], [${padAndCrop}, ${padAndCrop}], [0, 0]])`,
          `image = tf.image.random_crop(image, ${whole})`,
        ]
      : []),
    ...(cutout > 0
      ? [
          `row, column = tf.random.uniform([], 0, ${height}, tf.int32), tf.random.uniform([], 0, ${width}, tf.int32)`,
          `rows = tf.abs(2 * (tf.range(${height}) - row) + 1) <= ${cutout}`,
          `columns = tf.abs(2 * (tf.range(${width}) - column) + 1) <= ${cutout}`,
          'hole = rows[:, None, None] & columns[None, :, None]',
          'image = tf.where(hole, 0.0, image)',
        ]
      : []),
  ];
  const mixing =
    mixup > 0
      ? [
          '',
          'def mix(images, labels):',
          `    a, b = tf.random.gamma([], ${mixup}), tf.random.gamma([], ${mixup})`,
          '    share = tf.maximum(a, b) / (a + b)',
          '    mixed = lambda x: share * x + (1 - share) * tf.roll(x, 1, 0)',
          '    return mixed(images), mixed(labels)',
        ]
      : [];
  return [
    ...(augmented.length > 0
      ? [
          'def augment(image, label):',
          ...augmented.map((line) => `    ${line}`),
          '    return image, label',
          '',
        ]
      : []),
    'def batches(images, labels, training):',
    '    labels = keras.utils.to_categorical(labels, CLASSES).astype("float32")',
    '    data = tf.data.Dataset.from_tensor_slices((images, labels))',
    '    if training:',
    '        data = data.shuffle(len(images), seed=SEED)',
    ...(augmented.length > 0 ? ['        data = data.map(augment, tf.data.AUTOTUNE)'] : []),
    '    data = data.batch(BATCH_SIZE)',
    ...(mixup > 0 ? ['    if training:', '        data = data.map(mix, tf.data.AUTOTUNE)'] : []),
    '    return data.prefetch(tf.data.AUTOTUNE)',
    ...mixing,
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

/** The body of `factor(step, steps)`, which the base rate is multiplied by. */
function factorLines(schedule: Schedule): string[] {
  switch (schedule.type) {
    case 'constant':
    case 'plateau':
      return ['return 1.0'];
    case 'steps': {
      const { boundaries, factor, warmup, warmupFactor } = schedule;
      const passed = `sum(step >= boundary for boundary in ${literal(boundaries)})`;
      return [`return ${factor} ** ${passed} * (${warmupFactor} if step < ${warmup} else 1)`];
    }
    case 'exponential':
      return [`return ${schedule.factor} ** (step ${schedule.staircase ? '//' : '/'} ${schedule.every})`];
    case 'linear':
      return [
        `if step < ${schedule.warmup}:`,
        `    return step / ${schedule.warmup}`,
        `return 1 - ${1 - schedule.floor} * min(1, (step - ${schedule.warmup}) / (steps - ${schedule.warmup}))`,
      ];
    case 'cosine': {
      const { warmup, floor, restarts, periodFactor } = schedule;
      return [
        `if step < ${warmup}:`,
        `    return step / ${warmup}`,
        `step, length = step - ${warmup}, steps - ${warmup}`,
        'if step >= length:',
        `    return ${floor}`,
        `parts = [${periodFactor} ** period for period in range(${restarts + 1})]`,
        'ends = [round(length * sum(parts[:period]) / sum(parts)) for period in range(len(parts) + 1)]',
        'period = max(period for period in range(len(parts)) if step >= ends[period])',
        'done = (step - ends[period]) / (ends[period + 1] - ends[period])',
        `return ${floor} + ${1 - floor} * 0.5 * (1 + math.cos(math.pi * done))`,
      ];
    }
    case 'one-cycle': {
      const { rise, start, end } = schedule;
      return [
        'between = lambda a, b, done: b + (a - b) * 0.5 * (1 + math.cos(math.pi * done))',
        `peak, last, lowest = ${rise} * steps - 1, steps - 1, ${1 / start / end}`,
        'if step < peak:',
        `    return between(${1 / start}, 1, step / peak)`,
        'if step >= last:',
        '    return lowest',
        'return between(1, lowest, (step - max(peak, 0)) / (last - max(peak, 0)))',
      ];
    }
  }
}

export function trainingLines(settings: TrainingSettings, probabilities: boolean): string[] {
  const { optimizer, schedule, labelSmoothing, earlyStopping } = settings;
  const callbacks = ['Rate()'];
  if (schedule.type === 'plateau') {
    const { metric, factor, patience, minDelta } = schedule;
    const how = { monitor: METRICS[metric], mode: modeOf(metric), factor, patience, min_delta: minDelta };
    callbacks[0] = `keras.callbacks.ReduceLROnPlateau(${keywords(how)})`;
  }
  if (earlyStopping) {
    const { metric, patience, minDelta } = earlyStopping;
    const how = { monitor: METRICS[metric], mode: modeOf(metric), patience, min_delta: minDelta };
    callbacks.push(`keras.callbacks.EarlyStopping(${keywords(how)})`);
  }
  const l2 = optimizer.l2 / 2;
  const variables = optimizer.decaySparesNormsAndBiases
    ? 'v for v in model.trainable_variables if len(v.shape) > 1'
    : 'v for v in model.trainable_variables';
  return [
    'model = build()',
    ...(l2 > 0
      ? [`for variable in [${variables}]:`, `    variable.regularizer = keras.regularizers.L2(${l2})`]
      : []),
    `entropy = dict(${keywords({ from_logits: !probabilities, label_smoothing: labelSmoothing })})`,
    'model.compile(',
    `    optimizer=${optimizerOf(optimizer)},`,
    '    loss=keras.losses.CategoricalCrossentropy(**entropy),',
    '    metrics=["accuracy", keras.metrics.CategoricalCrossentropy(name="cross_entropy", **entropy)],',
    ')',
    'steps_per_epoch = math.ceil(len(train_x) / BATCH_SIZE)',
    '',
    'def factor(step, steps):',
    ...factorLines(schedule).map((line) => `    ${line}`),
    '',
    'class Rate(keras.callbacks.Callback):',
    '    def on_train_batch_begin(self, batch, logs=None):',
    '        step = int(self.model.optimizer.iterations)',
    `        self.model.optimizer.learning_rate = ${optimizer.learningRate} * factor(step, EPOCHS * steps_per_epoch)`,
    '',
    'history = model.fit(',
    '    batches(train_x, train_y, True), validation_data=batches(val_x, val_y, False),',
    `    epochs=EPOCHS, verbose=2, callbacks=[${callbacks.join(', ')}],`,
    ').history',
  ];
}
