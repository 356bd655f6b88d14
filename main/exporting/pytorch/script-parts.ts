/** Python of the PyTorch training script that does not depend on the network. */
import { LUMA } from '../../../core/format/luma';
import type { Augmentation } from '../../../core/study/augmentation';
import type { OptimizerSettings, RmspropSettings } from '../../../core/study/optimizer';
import { CROP_ATTEMPTS } from '../../compiler/emit/pipeline/draws';
import { centralBox } from '../../compiler/emit/pipeline/resized-crop';
import { literal } from '../script/python';

/** A call that makes the optimizer; the rate, clipping and decay are in `update`. @param hasFactors the script has `groups` */
export function optimizerCall(optimizer: OptimizerSettings, hasFactors: boolean): string {
  const parameters = hasFactors ? 'groups(model)' : 'trained(model)';
  switch (optimizer.type) {
    case 'sgd': {
      const { momentum, nesterov } = optimizer;
      const given = momentum > 0 ? `, momentum=${momentum}${nesterov ? ', nesterov=True' : ''}` : '';
      return `torch.optim.SGD(${parameters}, lr=1${given})`;
    }
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, amsgrad } = optimizer;
      return `torch.optim.Adam(${parameters}, lr=RATE, betas=(${beta1}, ${beta2})${amsgrad ? ', amsgrad=True' : ''})`;
    }
    case 'rmsprop':
      return `RMSprop(${parameters})`;
  }
}

interface Stepping {
  /** The loss is, as float16 needs. */
  isScaled: boolean;
  /** The optimizer's groups have a `factor`. */
  hasFactors: boolean;
}

/** Penalty, clipping and decoupled decay, in Keras' order, and its form of the optimizer. */
export function updateSource(optimizer: OptimizerSettings, { isScaled, hasFactors }: Stepping): string {
  const { l2, clipnorm, clipvalue, globalClipnorm } = optimizer;
  const all = 'trained(model)';
  return [
    ...(optimizer.type === 'rmsprop' ? [rmspropSource(optimizer), '', ''] : []),
    `def update(model, optimizer, rate, step${isScaled ? ', scaler' : ''}):`,
    '    """One step, counted from 1, in Keras\' order: penalty, clipping, decoupled decay, update."""',
    '    with torch.no_grad():',
    ...[
      ...(l2 > 0 ? [`for p in ${decayed(all, optimizer)}:`, `    p.grad.add_(p, alpha=${l2})`] : []),
      ...(clipnorm === null
        ? []
        : [
            `for p in ${all}:  # each by itself, as in Keras`,
            `    torch.nn.utils.clip_grad_norm_([p], ${clipnorm})`,
          ]),
      ...(clipvalue === null ? [] : [`torch.nn.utils.clip_grad_value_(${all}, ${clipvalue})`]),
      ...(globalClipnorm === null ? [] : [`torch.nn.utils.clip_grad_norm_(${all}, ${globalClipnorm})`]),
      ...(hasFactors ? ratedByGroup(optimizer) : rated(optimizer)),
    ].map((line) => `        ${line}`),
    ...(isScaled ? ['    scaler.step(optimizer)', '    scaler.update()'] : ['    optimizer.step()']),
  ].join('\n');
}

const decayed = (parameters: string, { decaySparesNormsAndBiases }: OptimizerSettings): string =>
  decaySparesNormsAndBiases ? `[p for p in ${parameters} if p.dim() > 1]` : parameters;

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);
const EACH_GROUP = 'for group in optimizer.param_groups:';

function rated(optimizer: OptimizerSettings): string[] {
  const lines = groupLines('rate', optimizer);
  return [
    ...parameterLines('rate', 'trained(model)', optimizer),
    ...(lines.length > 0 ? [EACH_GROUP, ...indented(lines)] : []),
  ];
}

const ratedByGroup = (optimizer: OptimizerSettings): string[] => [
  EACH_GROUP,
  ...indented([
    'own = rate * group["factor"]',
    ...parameterLines('own', 'group["params"]', optimizer),
    ...groupLines('own', optimizer),
  ]),
];

/** What is done with each parameter. @param rate @param parameters expressions */
function parameterLines(rate: string, parameters: string, optimizer: OptimizerSettings): string[] {
  const { type, weightDecay } = optimizer;
  return [
    ...(weightDecay > 0
      ? [`for p in ${decayed(parameters, optimizer)}:`, `    p.mul_(1 - ${rate} * ${weightDecay})`]
      : []),
    ...(type === 'sgd'
      ? [
          `for p in ${parameters}:  # the momentum of Keras holds steps, with their rates`,
          `    p.grad.mul_(${rate})`,
        ]
      : []),
  ];
}

/** What is set in each group. */
function groupLines(rate: string, optimizer: OptimizerSettings): string[] {
  if (optimizer.type === 'sgd') return [];
  if (optimizer.type === 'rmsprop') return [`group["lr"] = ${rate}`];
  const { epsilon, beta2 } = optimizer;
  return [
    `group["lr"] = ${rate}`,
    `group["eps"] = ${epsilon} / math.sqrt(1 - ${beta2}**step)  # Keras adds it before the correction`,
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
    ...(maps.length === 2
      ? [
          '    if np.random.rand() < 0.5:',
          `        own = ${maps[0]}`,
          '    else:',
          `        own = ${maps[1]}`,
        ]
      : [`    own = ${maps[0]}`]),
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
