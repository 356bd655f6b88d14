/** A network with weights and a batch: what is computed in several ways and compared. */
import { analyze } from '../../core/analysis/analyze';
import type { GraphDocument, Shape } from '../../core/graph/document';
import { Random } from './random';

export const BATCH = 4;
export const LEARNING_RATE = 0.05;

export interface Trial {
  document: GraphDocument;
  /** Shape of one image. */
  imageShape: Shape;
  classes: number;
  /** By variable, `conv/kernel`. None is where a training begins, so that no fault can hide behind a 0 or a 1. */
  weights: ReadonlyMap<string, Float32Array>;
  /** BATCH images; the network sees them divided by 255. */
  bytes: Uint8Array;
  labels: readonly number[];
}

const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);

export function trialOf(document: GraphDocument, seed: number): Trial {
  const analysis = analyze(document);
  const shapeOf = (id: string | undefined): Shape => analysis.nodes[id ?? '']?.outputShape ?? [];
  const imageShape = shapeOf(analysis.inputId);
  const classes = shapeOf(analysis.outputId).at(-1) ?? 0;
  const random = new Random(seed);
  const weights = new Map<string, Float32Array>();
  for (const id of analysis.order) {
    for (const { name, shape } of analysis.nodes[id]?.weights ?? []) {
      weights.set(`${id}/${name}`, drawWeight(random, name, shape));
    }
  }
  const bytes = Uint8Array.from({ length: BATCH * sizeOf(imageShape) }, () => random.integer(0, 255));
  const labels = Array.from({ length: BATCH }, () => random.integer(0, classes - 1));
  return { document, imageShape, classes, weights, bytes, labels };
}

/** Kernels keep the size of what passes through; everything else is large enough to be missed. */
function drawWeight(random: Random, name: string, shape: Shape): Float32Array {
  const size = sizeOf(shape);
  // Keras keeps the batches that Normalization has measured as an integer.
  if (name === 'count') return new Float32Array(size).fill(random.integer(0, 9));
  const fanIn =
    size /
    Math.max(
      1,
      name === 'depthwise_kernel' ? shape.slice(2).reduce((a, b) => a * b, 1) : (shape.at(-1) ?? 1),
    );
  const [center, spread] = name.endsWith('kernel')
    ? [0, Math.sqrt(3 / Math.max(1, fanIn))]
    : name === 'gamma' || name.endsWith('variance')
      ? [1, 0.5]
      : [0, 0.5];
  return Float32Array.from({ length: size }, () => center + random.between(-spread, spread));
}

export const imagesOf = ({ bytes }: Trial): Float32Array => Float32Array.from(bytes, (byte) => byte / 255);

/** The same network with every random layer at rest: what a training step of two programs can be compared on. */
export function withoutChance(document: GraphDocument): GraphDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const { rate, survivalRate } = node.params;
      return {
        ...node,
        params: {
          ...node.params,
          ...(rate === undefined ? {} : { rate: 0 }),
          ...(survivalRate === undefined ? {} : { survivalRate: 1 }),
        },
      };
    }),
  };
}
