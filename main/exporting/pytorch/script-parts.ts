/** Python of the PyTorch training script that does not depend on the network. */

import { LUMA } from '../../../core/format/luma';
import type { Augmentation } from '../../../core/study/augmentation';
import type { OptimizerSettings, RmspropSettings } from '../../../core/study/optimizer';
import { CROP_ATTEMPTS } from '../../compiler/emit/pipeline/draws';
import { centralBox } from '../../compiler/emit/pipeline/resized-crop';
import { literal } from '../script/python';

const truth = (value: boolean): string => (value ? 'True' : 'False');

/** A call that makes the optimizer; the rate, clipping and decay are in `update`. */
export function optimizerCall(optimizer: OptimizerSettings): string {
  switch (optimizer.type) {
    case 'sgd':
      return `torch.optim.SGD(trained(model), lr=1, momentum=${optimizer.momentum}, nesterov=${truth(optimizer.nesterov && optimizer.momentum > 0)})`;
    case 'adam':
    case 'adamw':
      return `torch.optim.Adam(trained(model), lr=RATE, betas=(${optimizer.beta1}, ${optimizer.beta2}), amsgrad=${truth(optimizer.amsgrad)})`;
    case 'rmsprop':
      return 'RMSprop(trained(model))';
  }
}

/** Penalty, clipping and decoupled decay, in Keras' order, and its form of the optimizer. @param isScaled the loss is, as float16 needs */
export function updateSource(optimizer: OptimizerSettings, isScaled: boolean): string {
  const { l2, weightDecay, clipnorm, clipvalue, globalClipnorm, decaySparesNormsAndBiases } = optimizer;
  const decayed = decaySparesNormsAndBiases ? '[p for p in trained(model) if p.dim() > 1]' : 'trained(model)';
  const all = 'trained(model)';
  return [
    ...(optimizer.type === 'rmsprop' ? [rmspropSource(optimizer), '', ''] : []),
    `def update(model, optimizer, rate, step${isScaled ? ', scaler' : ''}):`,
    '    """One step, counted from 1, in Keras\' order: penalty, clipping, decoupled decay, update."""',
    '    with torch.no_grad():',
    ...[
      ...(l2 > 0 ? [`for p in ${decayed}:`, `    p.grad.add_(p, alpha=${l2})`] : []),
      ...(clipnorm === null
        ? []
        : [
            `for p in ${all}:  # each by itself, as in Keras`,
            `    torch.nn.utils.clip_grad_norm_([p], ${clipnorm})`,
          ]),
      ...(clipvalue === null ? [] : [`torch.nn.utils.clip_grad_value_(${all}, ${clipvalue})`]),
      ...(globalClipnorm === null ? [] : [`torch.nn.utils.clip_grad_norm_(${all}, ${globalClipnorm})`]),
      ...(weightDecay > 0 ? [`for p in ${decayed}:`, `    p.mul_(1 - rate * ${weightDecay})`] : []),
      ...ratedLines(optimizer),
    ].map((line) => `        ${line}`),
    ...(isScaled ? ['    scaler.step(optimizer)', '    scaler.update()'] : ['    optimizer.step()']),
  ].join('\n');
}

function ratedLines(optimizer: OptimizerSettings): string[] {
  if (optimizer.type === 'sgd') {
    return [
      'for p in trained(model):  # the momentum of Keras holds steps, with their rates',
      '    p.grad.mul_(rate)',
    ];
  }
  const group = ['for group in optimizer.param_groups:', '    group["lr"] = rate'];
  if (optimizer.type === 'rmsprop') return group;
  const { epsilon, beta2 } = optimizer;
  return [
    ...group,
    `    group["eps"] = ${epsilon} / math.sqrt(1 - ${beta2}**step)  # Keras adds it before the correction`,
  ];
}

function rmspropSource({ rho, epsilon, momentum, centered }: RmspropSettings): string {
  return [
    'class RMSprop(torch.optim.Optimizer):',
    '    """As in Keras: epsilon is within the root, and the momentum holds steps with their rates."""',
    '',
    '    def __init__(self, parameters):',
    '        super().__init__(parameters, {"lr": RATE})',
    '',
    '    @torch.no_grad()',
    '    def step(self):',
    '        for group in self.param_groups:',
    '            for p in group["params"]:',
    ...[
      'slot = lambda name: self.state[p].setdefault(name, torch.zeros_like(p))',
      `square = slot("square").mul_(${rho}).addcmul_(p.grad, p.grad, value=1 - ${rho})`,
      ...(centered ? [`mean = slot("mean").mul_(${rho}).add_(p.grad, alpha=1 - ${rho})`] : []),
      `change = group["lr"] * p.grad / (square${centered ? ' - mean.square()' : ''} + ${epsilon}).sqrt()`,
      ...(momentum > 0 ? [`change = slot("momentum").mul_(${momentum}).add_(change)`] : []),
      'p.sub_(change)',
    ].map((line) => `                ${line}`),
  ].join('\n');
}

/** `augment(x, normalize)` for a batch in 0..1, [N, C, H, W]; draws as in main/compiler/emit/pipeline. */
export function augmentSource(
  { flip, padAndCrop, randomResizedCrop, colorJitter, cutout }: Augmentation,
  [height = 0, width = 0, channels = 0]: readonly number[],
): string {
  const lines = [
    'n, device = len(x), x.device',
    'uniform = lambda *shape: torch.rand(*shape, device=device)',
    'below = lambda limit: torch.randint(limit, (n, 1), device=device)',
    ...(colorJitter && channels === 3
      ? [
          'factor = lambda most: 1 + most * (2 * uniform(n, 1, 1, 1) - 1)',
          `gray = lambda x: (x * torch.tensor(${literal(LUMA)}, device=device).view(3, 1, 1)).sum(1, keepdim=True)`,
          'blend = lambda x, base, by: (base + by * (x - base)).clamp(0, 1)',
          `x = blend(x, torch.zeros_like(x), factor(${colorJitter.brightness}))`,
          `x = blend(x, gray(x).mean((2, 3), keepdim=True), factor(${colorJitter.contrast}))`,
          `x = blend(x, gray(x), factor(${colorJitter.saturation}))`,
        ]
      : []),
    'x = normalize(x)',
    ...(randomResizedCrop ? cropLines(randomResizedCrop, [height, width]) : []),
    ...(flip ? ['x = torch.where(uniform(n, 1, 1, 1) < 0.5, x.flip(3), x)'] : []),
    ...(padAndCrop > 0
      ? [
          `x = F.pad(x, [${padAndCrop}] * 4)`,
          `rows = below(${2 * padAndCrop + 1}) + torch.arange(HEIGHT, device=device)`,
          `columns = below(${2 * padAndCrop + 1}) + torch.arange(WIDTH, device=device)`,
          'x = x.permute(0, 2, 3, 1)[torch.arange(n, device=device)[:, None, None], rows[:, :, None], columns[:, None, :]]',
          'x = x.permute(0, 3, 1, 2)',
        ]
      : []),
    ...(cutout > 0
      ? [
          `near = lambda size: torch.arange(size, device=device) - below(size) + ${Math.floor(cutout / 2)}`,
          `inside = lambda size: (lambda at: (at >= 0) & (at < ${cutout}))(near(size))`,
          'x = x.masked_fill(inside(HEIGHT)[:, None, :, None] & inside(WIDTH)[:, None, None, :], 0)',
        ]
      : []),
    'return x',
  ];
  return ['def augment(x, normalize):', ...lines.map((line) => `    ${line}`)].join('\n');
}

/** Boxes are tried until one fits; the last is the central one. */
function cropLines(
  settings: NonNullable<Augmentation['randomResizedCrop']>,
  [height, width]: readonly [number, number],
): string[] {
  const { minScale, maxScale, minRatio, maxRatio } = settings;
  const central = centralBox(height, width, settings);
  const between = (low: number, high: number) => `(${low} + ${high - low} * uniform(n, ${CROP_ATTEMPTS}))`;
  return [
    `area = HEIGHT * WIDTH * ${between(minScale, maxScale)}`,
    `ratio = ${between(Math.log(minRatio), Math.log(maxRatio))}.exp()`,
    'high, wide = (area / ratio).sqrt().round(), (area * ratio).sqrt().round()',
    'fits = (high > 0) & (high <= HEIGHT) & (wide > 0) & (wide <= WIDTH)',
    'chosen = F.pad(fits.int(), [0, 1], value=1).argmax(1, keepdim=True)',
    `high = F.pad(high, [0, 1], value=${central.height}).gather(1, chosen)`,
    `wide = F.pad(wide, [0, 1], value=${central.width}).gather(1, chosen)`,
    '',
    'def axis(box, size):',
    '    """Where the pixels of the output are in the image, in -1..1."""',
    `    middle, anywhere = ((size - box) / 2).floor(), (uniform(n, 1) * (size + 1 - box)).floor()`,
    `    before = torch.where(chosen == ${CROP_ATTEMPTS}, middle, anywhere)`,
    '    return (before + (torch.arange(size, device=device) + 0.5) * box / size) * 2 / size - 1',
    '',
    'down, across = axis(high, HEIGHT)[:, :, None], axis(wide, WIDTH)[:, None, :]',
    'places = torch.stack([across.expand(n, HEIGHT, WIDTH), down.expand(n, HEIGHT, WIDTH)], -1)',
    'x = F.grid_sample(x, places, align_corners=False, padding_mode="border")',
  ];
}

/** `mix(x, targets)`: mixup, cutmix, or one of both at even odds; draws as in main/compiler/emit/images.ts. */
export function mixSource({ mixup, cutmix }: Augmentation): string | undefined {
  const maps = [
    ...(mixup > 0 ? [`torch.full((1, 1, HEIGHT, WIDTH), np.random.beta(${mixup}, ${mixup}))`] : []),
    ...(cutmix > 0 ? [`outside_box(np.random.beta(${cutmix}, ${cutmix}))`] : []),
  ];
  if (maps.length === 0) return undefined;
  return [
    'def mix(x, targets):',
    '    """Each image and its target with another of the batch; its own share is at least one half."""',
    maps.length === 2
      ? `    own = ${maps[0]} if np.random.rand() < 0.5 else ${maps[1]}`
      : `    own = ${maps[0]}`,
    '    own = (1 - own if own.mean() < 0.5 else own).float().to(x.device)',
    '    turn, share = np.random.randint(1, max(2, len(x))), own.mean()',
    '    return own * x + (1 - own) * x.roll(turn, 0), share * targets + (1 - share) * targets.roll(turn, 0)',
    ...(cutmix > 0
      ? [
          '',
          '',
          'def outside_box(share):',
          '    def within(size):',
          '        length = math.floor(math.sqrt(1 - share) * size)',
          '        first = np.random.randint(size) - length // 2',
          '        return ((torch.arange(size) >= first) & (torch.arange(size) < first + length)).double()',
          '',
          '    return 1 - within(HEIGHT)[None, None, :, None] * within(WIDTH)[None, None, None, :]',
        ]
      : []),
  ].join('\n');
}
