/** Python of the training script that does not depend on the network. */
import type { Augmentation } from '../../../core/study/augmentation';
import type { OptimizerSettings } from '../../../core/study/optimizer';
import type { Schedule } from '../../../core/study/schedule';

/** Sets that torchvision downloads: its class, and the arguments of both splits. */
const TORCHVISION: Readonly<Record<string, readonly [name: string, train: string, validation: string]>> = {
  cifar10: ['CIFAR10', 'train=True', 'train=False'],
  cifar100: ['CIFAR100', 'train=True', 'train=False'],
  mnist: ['MNIST', 'train=True', 'train=False'],
  fashion_mnist: ['FashionMNIST', 'train=True', 'train=False'],
  kmnist: ['KMNIST', 'train=True', 'train=False'],
};

/** `load_data(folder)`, and where the pictures come from. */
export function dataSource(dataset: string): string {
  const known = TORCHVISION[dataset];
  if (known) {
    const [name, train, validation] = known;
    return `def load_data(folder):
    """Downloads the set to the folder. Returns images and labels of training and validation."""
    import torchvision

    def split(**which):
        found = torchvision.datasets.${name}(folder or "data", download=True, **which)
        return list(np.asarray(found.data)), np.asarray(found.targets), found.classes

    train_images, train_labels, classes = split(${train})
    val_images, val_labels, _ = split(${validation})
    return train_images, train_labels, val_images, val_labels, classes`;
  }
  return `def load_data(folder):
    """Pictures in FOLDER/train/CLASS and FOLDER/val/CLASS; without "val", every fifth picture is held out."""
    if not folder:
        raise SystemExit("Say where the pictures are: --data FOLDER, with a folder per class in FOLDER/train.")
    root = Path(folder)
    base = root / "train" if (root / "train").is_dir() else root
    classes = sorted(each.name for each in base.iterdir() if each.is_dir())

    def split(part):
        files = [(file, label) for label, name in enumerate(classes) for file in sorted((part / name).iterdir())]
        images = [np.asarray(Image.open(file).convert("RGB")) for file, _ in files]
        return images, np.array([label for _, label in files])

    images, labels = split(base)
    if (root / "val").is_dir():
        return images, labels, *split(root / "val"), classes
    held = np.arange(len(images)) % 5 == 4
    choose = lambda mask: ([image for image, kept in zip(images, mask) if kept], labels[mask])
    return *choose(~held), *choose(held), classes`;
}

/** `rate_at(step, total, history)`: the learning rate of a step, a share of the highest. */
export function scheduleSource(schedule: Schedule): string {
  const lines = ((): readonly string[] => {
    switch (schedule.type) {
      case 'constant':
        return ['return 1'];
      case 'steps':
        return [
          `passed = sum(step >= boundary for boundary in [${schedule.boundaries.join(', ')}])`,
          `return ${schedule.factor} ** passed * (${schedule.warmupFactor} if step < ${schedule.warmup} else 1)`,
        ];
      case 'exponential':
        return [`return ${schedule.factor} ** (step ${schedule.staircase ? '//' : '/'} ${schedule.every})`];
      case 'linear':
        return [
          ...warmup(schedule.warmup),
          `return max(${schedule.floor}, 1 - (1 - ${schedule.floor}) * step / total)`,
        ];
      case 'cosine':
        return [
          ...warmup(schedule.warmup),
          'if step >= total:',
          `    return ${schedule.floor}`,
          `lengths = [${schedule.periodFactor} ** period for period in range(${schedule.restarts + 1})]`,
          'ends = [round(total * sum(lengths[: n + 1]) / sum(lengths)) for n in range(len(lengths))]',
          'period = next(n for n, end in enumerate(ends) if step < end)',
          'begin = ends[period - 1] if period else 0',
          'done = (step - begin) / (ends[period] - begin)',
          `return ${schedule.floor} + (1 - ${schedule.floor}) * 0.5 * (1 + math.cos(math.pi * done))`,
        ];
      case 'one-cycle':
        return [
          `low, lowest, peak = 1 / ${schedule.start}, 1 / ${schedule.start} / ${schedule.end}, ${schedule.rise} * total - 1`,
          'between = lambda a, b, done: b + (a - b) / 2 * (1 + math.cos(math.pi * done))',
          'if step < peak:',
          '    return between(low, 1, step / peak)',
          'begin = max(peak, 0)',
          'return between(1, lowest, min(1, (step - begin) / (total - 1 - begin)))',
        ];
      case 'plateau': {
        const sign = schedule.metric === 'valAccuracy' ? '-' : '';
        const column = { valAccuracy: 'val_accuracy', valLoss: 'val_loss', loss: 'loss' }[schedule.metric];
        return [
          'best, waited, times = math.inf, 0, 0',
          'for epoch in history:',
          `    value = ${sign}epoch["${column}"]`,
          `    if value < best - ${schedule.minDelta}:`,
          '        best, waited = value, 0',
          '        continue',
          '    waited += 1',
          `    if waited >= ${schedule.patience}:`,
          '        times, waited = times + 1, 0',
          `return ${schedule.factor} ** times`,
        ];
      }
    }
  })();
  return [
    'def rate_at(step, total, history):',
    '    """The learning rate of a step, as a share of the highest."""',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

const warmup = (steps: number): string[] =>
  steps === 0
    ? []
    : [
        `if step < ${steps}:`,
        `    return step / ${steps}`,
        `step, total = step - ${steps}, total - ${steps}`,
      ];

const truth = (value: boolean): string => (value ? 'True' : 'False');

/** A call that makes the optimizer; clipping and decay are in `update`. */
export function optimizerCall(optimizer: OptimizerSettings): string {
  switch (optimizer.type) {
    case 'sgd':
      return `torch.optim.SGD(trained(model), lr=RATE, momentum=${optimizer.momentum}, nesterov=${truth(optimizer.nesterov && optimizer.momentum > 0)})`;
    case 'adam':
    case 'adamw':
      return `torch.optim.Adam(trained(model), lr=RATE, betas=(${optimizer.beta1}, ${optimizer.beta2}), eps=${optimizer.epsilon}, amsgrad=${truth(optimizer.amsgrad)})`;
    case 'rmsprop':
      return `torch.optim.RMSprop(trained(model), lr=RATE, alpha=${optimizer.rho}, eps=${optimizer.epsilon}, momentum=${optimizer.momentum}, centered=${truth(optimizer.centered)})`;
  }
}

/** Penalty, clipping and decoupled decay, in Keras' order. */
export function updateSource({
  l2,
  weightDecay,
  clipnorm,
  clipvalue,
  globalClipnorm,
  decaySparesNormsAndBiases,
}: OptimizerSettings): string {
  const decayed = decaySparesNormsAndBiases ? '[p for p in trained(model) if p.dim() > 1]' : 'trained(model)';
  return [
    'def update(model, optimizer, rate):',
    '    """One step: penalty, clipping, decoupled decay, update."""',
    '    with torch.no_grad():',
    ...(l2 > 0 ? [`        for p in ${decayed}:`, `            p.grad.add_(p, alpha=${l2})`] : []),
    ...(clipnorm === null
      ? []
      : [
          '        for p in trained(model):  # each by itself, as in Keras',
          `            torch.nn.utils.clip_grad_norm_([p], ${clipnorm})`,
        ]),
    ...(clipvalue === null ? [] : [`        torch.nn.utils.clip_grad_value_(trained(model), ${clipvalue})`]),
    ...(globalClipnorm === null
      ? []
      : [`        torch.nn.utils.clip_grad_norm_(trained(model), ${globalClipnorm})`]),
    ...(weightDecay > 0
      ? [`        for p in ${decayed}:`, `            p.mul_(1 - rate * ${weightDecay})`]
      : []),
    '        for group in optimizer.param_groups:',
    '            group["lr"] = rate',
    '        optimizer.step()',
  ].join('\n');
}

/** `augment(x, normalize)` for a batch in 0..1, [N, C, H, W]. */
export function augmentSource({
  flip,
  padAndCrop,
  randomResizedCrop,
  colorJitter,
  cutout,
}: Augmentation): string {
  const lines = [
    'n, _, height, width = x.shape',
    ...(colorJitter
      ? [
          'factor = lambda most: 1 + most * (2 * torch.rand(n, 1, 1, 1, device=x.device) - 1)',
          'gray = lambda: (x * torch.tensor([0.299, 0.587, 0.114], device=x.device).view(3, 1, 1)).sum(1, keepdim=True)',
          'if x.shape[1] == 3:',
          `    x = (x * factor(${colorJitter.brightness})).clamp(0, 1)`,
          '    mean = gray().mean((1, 2, 3), keepdim=True)',
          `    x = (mean + (x - mean) * factor(${colorJitter.contrast})).clamp(0, 1)`,
          `    x = (gray() + (x - gray()) * factor(${colorJitter.saturation})).clamp(0, 1)`,
        ]
      : []),
    ...(randomResizedCrop
      ? [
          `area = torch.empty(n, device=x.device).uniform_(${randomResizedCrop.minScale}, ${randomResizedCrop.maxScale})`,
          `ratio = torch.empty(n, device=x.device).uniform_(math.log(${randomResizedCrop.minRatio}), math.log(${randomResizedCrop.maxRatio})).exp()`,
          'high, wide = (area / ratio).sqrt().clamp(max=1), (area * ratio).sqrt().clamp(max=1)',
          'theta = torch.zeros(n, 2, 3, device=x.device)',
          'theta[:, 0, 0], theta[:, 1, 1] = wide, high',
          'theta[:, 0, 2] = (1 - wide) * (2 * torch.rand(n, device=x.device) - 1)',
          'theta[:, 1, 2] = (1 - high) * (2 * torch.rand(n, device=x.device) - 1)',
          'x = F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False, padding_mode="border")',
        ]
      : []),
    ...(flip ? ['x = torch.where(torch.rand(n, 1, 1, 1, device=x.device) < 0.5, x.flip(3), x)'] : []),
    'x = normalize(x)',
    ...(padAndCrop > 0
      ? [
          `x = F.pad(x, [${padAndCrop}] * 4)`,
          `rows = torch.randint(${2 * padAndCrop + 1}, (n, 1), device=x.device) + torch.arange(height, device=x.device)`,
          `columns = torch.randint(${2 * padAndCrop + 1}, (n, 1), device=x.device) + torch.arange(width, device=x.device)`,
          'x = x.permute(0, 2, 3, 1)[torch.arange(n, device=x.device)[:, None, None], rows[:, :, None], columns[:, None, :]]',
          'x = x.permute(0, 3, 1, 2)',
        ]
      : []),
    ...(cutout > 0
      ? [
          `near = lambda size: (torch.arange(size, device=x.device) - torch.randint(size, (n, 1), device=x.device) + ${Math.floor(cutout / 2)}).clamp(-1, ${cutout})`,
          `inside = lambda size: (lambda at: (at >= 0) & (at < ${cutout}))(near(size))`,
          'x = x * ~(inside(height)[:, None, :, None] & inside(width)[:, None, None, :])',
        ]
      : []),
    'return x',
  ];
  return ['def augment(x, normalize):', ...lines.map((line) => `    ${line}`)].join('\n');
}

/** `mix(x, targets)`: mixup, cutmix, or one of both at even odds. */
export function mixSource({ mixup, cutmix }: Augmentation): string | undefined {
  if (mixup === 0 && cutmix === 0) return undefined;
  const both = mixup > 0 && cutmix > 0;
  const choice = both ? 'np.random.rand() < 0.5' : mixup > 0 ? 'True' : 'False';
  return `def mix(x, targets):
    others = torch.roll(torch.arange(len(x)), np.random.randint(1, max(2, len(x))))
    is_mixup = ${choice}
    share = np.random.beta(*[${both ? `${mixup} if is_mixup else ${cutmix}` : mixup || cutmix}] * 2)
    share = max(share, 1 - share)
    if is_mixup:
        x = share * x + (1 - share) * x[others]
    else:
        height, width = x.shape[2:]
        high, wide = round(height * math.sqrt(1 - share)), round(width * math.sqrt(1 - share))
        top, left = np.random.randint(height - high + 1), np.random.randint(width - wide + 1)
        x = x.clone()
        x[:, :, top : top + high, left : left + wide] = x[others, :, top : top + high, left : left + wide]
        share = 1 - high * wide / (height * width)
    return x, share * targets + (1 - share) * targets[others]`;
}
