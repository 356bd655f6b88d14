/** What a network gives for images, computed in float64. */
import type { GraphDocument } from '../../core/graph/document';
import { inferenceProgram } from '../../main/compiler';
import { valueKey } from '../../main/compiler/ir/types';
import type { Tensor } from '../../main/runs/safetensors';
import { evaluate } from './reference/interpreter';
import { tensor } from './reference/tensor';

/** Images of the fixtures, value i = ((37 i) mod 101) / 101, [N, C, H, W], as [N, H, W, C]. */
export function fixtureImages(count: number, [height, width, channels]: readonly [number, number, number]) {
  const images = tensor([count, height, width, channels]);
  let index = 0;
  for (let n = 0; n < count; n++) {
    for (let c = 0; c < channels; c++) {
      for (let pixel = 0; pixel < height * width; pixel++) {
        images.data[(n * height * width + pixel) * channels + c] = Math.fround(((37 * index++) % 101) / 101);
      }
    }
  }
  return images;
}

/** @returns scores, [N, classes]. */
export function scoresOf(
  document: GraphDocument,
  weights: ReadonlyMap<string, Pick<Tensor, 'data' | 'shape'>>,
  images: ReturnType<typeof fixtureImages>,
): number[][] {
  const program = inferenceProgram(document, new Map([...weights].map(([name, { data }]) => [name, data])));
  const { inputs, outputs } = program.entries[0]!;
  const variables = new Map(
    [...weights].map(([name, { data, shape }]) => [
      name,
      { shape: [...shape], data: Float64Array.from(data) },
    ]),
  );
  const { values } = evaluate(program, { [inputs.x!.node]: images }, variables);
  const { shape, data } = values.get(valueKey(outputs.y!))!;
  const classes = shape.at(-1)!;
  return Array.from({ length: data.length / classes }, (_, row) =>
    Array.from(data.subarray(row * classes, (row + 1) * classes)),
  );
}
