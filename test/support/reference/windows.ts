/** Convolutions, pooling and enlarging by plain loops, from the definitions of the IR's operators. */
import type {
  Convolution,
  OperatorAttributes,
  Pooling,
  Sliding,
  Upsampling,
} from '../../../main/compiler/ir/attributes';
import { at, fill4, type Tensor, tensor } from './tensor';

type Four = [number, number, number, number];

/** Rows or columns of a sliding window's output, and where its first position begins. */
function slide(length: number, window: number, stride: number, padding: Sliding['padding']) {
  if (padding === 'valid') return { count: Math.floor((length - window) / stride) + 1, begin: 0 };
  const count = Math.ceil(length / stride);
  const missing = Math.max(0, (count - 1) * stride + window - length);
  return { count, begin: -Math.floor(missing / 2) };
}

/** Output rows and columns, and the row and column of the input under position (h, w), kernel row and column (i, j). */
function windowOf([, height, width]: Four, [rows, columns]: Four, attributes: Convolution) {
  const { strides, padding, dilations = [1, 1] } = attributes;
  const down = slide(height, (rows - 1) * dilations[0] + 1, strides[0], padding);
  const across = slide(width, (columns - 1) * dilations[1] + 1, strides[1], padding);
  return {
    rows: down.count,
    columns: across.count,
    row: (h: number, i: number) => h * strides[0] + down.begin + i * dilations[0],
    column: (w: number, j: number) => w * strides[1] + across.begin + j * dilations[1],
  };
}

export function conv2d(x: Tensor, kernel: Tensor, attributes: Convolution): Tensor {
  const [batch, , , channels] = x.shape as Four;
  const [height, width, seen, filters] = kernel.shape as Four;
  const window = windowOf(x.shape as Four, kernel.shape as Four, attributes);
  const perGroup = filters / (channels / seen);
  const pixel = at(x);
  return fill4([batch, window.rows, window.columns, filters], (n, h, w, f) => {
    const first = Math.floor(f / perGroup) * seen;
    let sum = 0;
    for (let i = 0; i < height; i += 1) {
      for (let j = 0; j < width; j += 1) {
        for (let c = 0; c < seen; c += 1) {
          const weight = kernel.data[((i * width + j) * seen + c) * filters + f]!;
          sum += weight * pixel(n, window.row(h, i), window.column(w, j), first + c);
        }
      }
    }
    return sum;
  });
}

export function depthwiseConv2d(x: Tensor, kernel: Tensor, attributes: Convolution): Tensor {
  const [batch, , , channels] = x.shape as Four;
  const [height, width, , multiplier] = kernel.shape as Four;
  const window = windowOf(x.shape as Four, kernel.shape as Four, attributes);
  const pixel = at(x);
  return fill4([batch, window.rows, window.columns, channels * multiplier], (n, h, w, k) => {
    const c = Math.floor(k / multiplier);
    let sum = 0;
    for (let i = 0; i < height; i += 1) {
      for (let j = 0; j < width; j += 1) {
        const weight = kernel.data[((i * width + j) * channels + c) * multiplier + (k % multiplier)]!;
        sum += weight * pixel(n, window.row(h, i), window.column(w, j), c);
      }
    }
    return sum;
  });
}

/** Every pixel of x, spread out to where the convolution of the output would have taken it from. */
export function conv2dTranspose(
  x: Tensor,
  kernel: Tensor,
  { height, width, ...sliding }: OperatorAttributes['conv2d_transpose'],
): Tensor {
  const [batch, rows, columns, channels] = x.shape as Four;
  const [kernelHeight, kernelWidth, filters] = kernel.shape as Four;
  const window = windowOf([batch, height, width, filters], kernel.shape as Four, sliding);
  const result = tensor([batch, height, width, filters]);
  const pixel = at(x);
  for (let n = 0; n < batch; n += 1) {
    for (let h = 0; h < rows; h += 1) {
      for (let w = 0; w < columns; w += 1) {
        for (let i = 0; i < kernelHeight; i += 1) {
          for (let j = 0; j < kernelWidth; j += 1) {
            const [row, column] = [window.row(h, i), window.column(w, j)];
            if (row < 0 || column < 0 || row >= height || column >= width) continue;
            for (let f = 0; f < filters; f += 1) {
              for (let c = 0; c < channels; c += 1) {
                const weight = kernel.data[((i * kernelWidth + j) * filters + f) * channels + c]!;
                result.data[((n * height + row) * width + column) * filters + f]! +=
                  weight * pixel(n, h, w, c);
              }
            }
          }
        }
      }
    }
  }
  return result;
}

/** @param combine of the values under the window that lie inside the image */
export function pool(
  x: Tensor,
  { size, strides, padding }: Pooling,
  combine: (values: readonly number[]) => number,
): Tensor {
  const [batch, height, width, channels] = x.shape as Four;
  const window = windowOf(x.shape as Four, [...size, 1, 1], { strides, padding });
  const pixel = at(x);
  return fill4([batch, window.rows, window.columns, channels], (n, h, w, c) => {
    const values: number[] = [];
    for (let i = 0; i < size[0]; i += 1) {
      for (let j = 0; j < size[1]; j += 1) {
        const [row, column] = [window.row(h, i), window.column(w, j)];
        if (row >= 0 && column >= 0 && row < height && column < width) values.push(pixel(n, row, column, c));
      }
    }
    return combine(values);
  });
}

/** Pixel `position` of the enlarged row has its center at (position + 1/2) / factor in the row of `length` pixels. */
function between(
  position: number,
  factor: number,
  length: number,
): { low: number; high: number; share: number } {
  const place = (position + 0.5) / factor - 0.5;
  const low = Math.floor(place);
  const inside = (pixel: number) => Math.min(length - 1, Math.max(0, pixel));
  return { low: inside(low), high: inside(low + 1), share: place - low };
}

export function upsample(x: Tensor, { size, method }: Upsampling): Tensor {
  const [batch, height, width, channels] = x.shape as Four;
  const pixel = at(x);
  return fill4([batch, height * size[0], width * size[1], channels], (n, h, w, c) => {
    if (method === 'nearest') return pixel(n, Math.floor(h / size[0]), Math.floor(w / size[1]), c);
    const row = between(h, size[0], height);
    const column = between(w, size[1], width);
    const along = (line: number) =>
      pixel(n, line, column.low, c) * (1 - column.share) + pixel(n, line, column.high, c) * column.share;
    return along(row.low) * (1 - row.share) + along(row.high) * row.share;
  });
}
