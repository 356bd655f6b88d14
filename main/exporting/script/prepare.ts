/**
 * Python that brings a picture to the network's input as training does (main/compiler/emit/pipeline/preprocess.ts), with
 * numpy alone: torch's bicubic is another one (a = -0.75), and neither torch nor Pillow has TensorFlow's area.
 */
import { LUMA } from '../../../core/format/luma';
import type { Inference } from '../../../core/study/inference';

/** The weights that each pixel gets, by method; `at` is where its center is in the picture. */
const weights: Record<Inference['resize']['interpolation'], readonly string[]> = {
  bilinear: [
    'at = np.clip((np.arange(to) + 0.5) * step - 0.5, 0, length - 1)[:, None]',
    'weights = np.maximum(0, 1 - abs(at - np.arange(length)))',
  ],
  bicubic: [
    'x = abs((np.arange(to)[:, None] + 0.5) * step - 0.5 - np.arange(length))',
    'near, far = (1.5 * x - 2.5) * x * x + 1, ((-0.5 * x + 2.5) * x - 4) * x + 2',
    'weights = np.where(x < 1, near, np.where(x < 2, far, 0))',
  ],
  area: [
    'begin = np.arange(to)[:, None] * step',
    'end = np.minimum(begin + step, np.arange(length) + 1)',
    'weights = np.maximum(0, end - np.maximum(begin, np.arange(length)))',
  ],
};

/** `read(file)`, as an import prepares pictures (main/datasets/photos/formats). Only CMYK is converted otherwise, and partial transparency rounded. */
export const readSource = `def read(file):
    """A picture as uint8 [rows, columns, 3]: upright, its first frame, on white where it is transparent.

    CMYK is read without its profile.
    """
    opened = Image.open(file)
    image = ImageOps.exif_transpose(opened)
    if image.mode.startswith("I"):  # 16 bits
        image = Image.fromarray((np.asarray(image) >> 8).astype("uint8"))
    if image.has_transparency_data and opened.format != "BMP":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    return np.asarray(image.convert("RGB"))`;

export function sizeLine({ shape: [height = 0, width = 0] }: Inference['input']): string {
  return `HEIGHT, WIDTH = ${height}, ${width}`;
}

/** `prepare(image)` and what it needs, behind `sizeLine`. */
export function prepareSource({ input, resize }: Pick<Inference, 'input' | 'resize'>): string {
  const [height = 0, width = 0, channels = 0] = input.shape;
  return [
    'def prepare(image):',
    `    """A picture, uint8 [rows, columns, 1 or 3], as uint8 [${height}, ${width}, ${channels}]."""`,
    `    if image.shape == (HEIGHT, WIDTH, ${channels}):`,
    '        return image',
    '    if image.shape[2] == 1:',
    '        image = np.repeat(image, 3, 2)',
    ...fitted(resize.fit).map((line) => `    ${line}`),
    ...(channels === 1 ? [`    image = (image @ [${LUMA.join(', ')}])[..., None]`] : []),
    '    image = np.clip(np.round(image), 0, 255)',
    ...(resize.fit === 'fit'
      ? ['    image = np.pad(image, ((top, HEIGHT - high - top), (left, WIDTH - wide - left), (0, 0)))']
      : []),
    '    return image.astype("uint8")',
    '',
    '',
    'def resize(image, rows, columns):',
    `    """${resize.interpolation}, without antialiasing."""`,
    '    down, across = shares(image.shape[0], rows), shares(image.shape[1], columns)',
    '    return np.einsum("yr,rcd,xc->yxd", down, image, across, optimize=True)',
    '',
    '',
    'def shares(length, to):',
    '    """How much of each of `length` pixels goes into each of `to`: [to, length]."""',
    '    step = length / to',
    ...weights[resize.interpolation].map((line) => `    ${line}`),
    '    return weights / weights.sum(1, keepdims=True)',
  ].join('\n');
}

function fitted(fit: Inference['resize']['fit']): string[] {
  const sizes = 'rows, columns = image.shape[:2]';
  if (fit === 'stretch') return ['image = resize(image, HEIGHT, WIDTH)'];
  if (fit === 'crop') {
    return [
      sizes,
      'high = max(1, min(rows, columns * HEIGHT // WIDTH))',
      'wide = max(1, min(columns, rows * WIDTH // HEIGHT))',
      'top, left = (rows - high) // 2, (columns - wide) // 2',
      'image = resize(image[top : top + high, left : left + wide], HEIGHT, WIDTH)',
    ];
  }
  return [
    sizes,
    'across, down = columns * HEIGHT, rows * WIDTH',
    'high = HEIGHT if down >= across else max(1, down // columns)',
    'wide = WIDTH if across >= down else max(1, across // rows)',
    'top, left = max(0, across - down) // (2 * columns), max(0, down - across) // (2 * rows)',
    'image = resize(image, high, wide)',
  ];
}
