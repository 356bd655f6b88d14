/** The compiler: a graph document becomes a TensorFlow SavedModel that trains itself. */
import { availableParallelism } from 'node:os';
import { analyze } from '../../core/analysis/analyze';
import { inputStatistics } from '../../core/analysis/input-pixels';
import type { GraphAnalysis } from '../../core/analysis/types';
import type { GraphDocument } from '../../core/graph/document';
import { GraphError } from '../../core/graph/problem';
import type { PixelStatistics } from '../../core/ops/pixels';
import { augmentationSchema } from '../../core/study/augmentation';
import type { Preprocessing } from '../../core/study/data';
import { optimizerSchema } from '../../core/study/optimizer';
import { type Batching, stepsPerEpoch } from '../../core/study/order';
import type { Precision } from '../../core/study/precision';
import { checkTrainable } from './check';
import { checkAugmentation } from './check-augmentation';
import { type DiagnosticBlock, diagnosticBlocks } from './diagnostic-blocks';
import { type EmittedGraph, emit, emitGraph, emitPieces } from './emit';
import { chunksOf, type Piece } from './emit/pieces';
import type { Program, Variable, Weights } from './ir/types';
import { lower } from './lower';
import { bytesOf } from './memory';
import { addAnswers } from './passes/answers';
import { addBatchStatistics, hasBatchStatistics } from './passes/batch-statistics';
import { convolutionProducts } from './passes/convolution-products';
import { addObservedStep, observeGradients } from './passes/diagnostics';
import { dropDeadBias } from './passes/drop-dead-bias';
import { findNonFinite, flagGradients, gradientFlags, layerOutputs } from './passes/find-non-finite';
import { type BatchNormFolding, batchNormFolding } from './passes/fold-batch-norm';
import { addGradCam, type GradCam } from './passes/grad-cam';
import { addGradients } from './passes/gradients';
import { addInputPipeline } from './passes/input-pipeline';
import { addLoss } from './passes/loss';
import { scaleLoss, skipOverflow, unscaleGradients } from './passes/loss-scaling';
import { addMetrics } from './passes/metrics';
import { mixBatch } from './passes/mix';
import { normalizationBy, normalizeImages } from './passes/normalize';
import { optimizerPasses } from './passes/optimizers';
import { type Pass, type PassObserver, runPasses, runPassesInTurns } from './passes/pass';
import { scaleImages, takePixels } from './passes/pixels';
import { precision } from './passes/precision';
import { prune } from './passes/prune';
import { type ImagesRead, readImages } from './passes/read-images';
import { addState, storedVariables } from './passes/state';
import { addSurface, type FilteredWeight, filteredWeights } from './passes/surface';
import type { CompiledModel, CompileOptions, SplitSource, VariableSpec } from './types';

/** Tag of the compiled model's one graph. */
export const TRAINING_TAG = 'train';
/** Tag of a frozen model, the one that TensorFlow Serving expects. */
export const SERVING_TAG = 'serve';

/**
 * Compiles a network with its training step and, given a data set, its input pipeline.
 * The signatures are listed in types.ts.
 * @throws GraphError when the document is not a sound, trainable classifier for the given images.
 */
export function compile(document: GraphDocument, options: CompileOptions): CompiledModel {
  const { program, blocks } = programOf(document, options);
  return {
    savedModel: emit(program, {
      tags: [TRAINING_TAG],
      ...(options.device === 'gpu' ? { kernels: 'cuDNN' } : {}),
    }),
    tags: [TRAINING_TAG],
    variables: storedVariables(program.variables).map(variableSpec),
    ...(options.findNonFinite
      ? {
          checkedLayers: layerOutputs(program).map(({ layer }) => layer),
          checkedGradients: gradientFlags(program).map(({ layer }) => layer),
        }
      : {}),
    residentBytes: program.variables
      .filter(({ role }) => role === 'resident')
      .reduce((sum, variable) => sum + bytesOf(variable, 1), 0),
    stepsPerEpoch: options.dataset && stepsPerEpoch(options.dataset.train.count, batchingOf(options)),
    statisticsBatches: hasBatchStatistics(program) ? fullBatches(options) : 0,
    diagnosticBlocks: blocks?.map(({ id }) => id),
  };
}

const batchingOf = ({ order = 'epoch', batchSize }: CompileOptions): Batching => ({ order, batchSize });

/** Full batches of an epoch, at least 1. */
const fullBatches = ({ dataset, batchSize }: CompileOptions): number =>
  dataset ? Math.max(1, Math.floor(dataset.train.count / batchSize)) : 0;

/** The verified program that `compile` emits. */
export function buildProgram(
  document: GraphDocument,
  options: CompileOptions,
  observe?: PassObserver,
): Program {
  return programOf(document, options, observe).program;
}

/** The same program without the checks between passes, which take half the time; used for its sizes. */
export async function sketchProgram(document: GraphDocument, options: CompileOptions): Promise<Program> {
  const { lowered, passes } = prepared(document, options);
  return runPassesInTurns(lowered, passes);
}

function programOf(document: GraphDocument, options: CompileOptions, observe?: PassObserver) {
  const { lowered, passes, blocks } = prepared(document, options);
  return { program: runPasses(lowered, passes, observe), blocks };
}

function prepared(document: GraphDocument, options: CompileOptions) {
  const analysis = soundAnalysis(document);
  checkTrainable(analysis, options.imageShape, storedChannels(options));
  checkAugmentation(options);
  const { diagnostics = false } = options;
  const blocks =
    diagnostics === false
      ? undefined
      : diagnosticBlocks(document, analysis, diagnostics === true ? undefined : diagnostics);
  const lowered = lower(analysis, { training: true });
  // An Input that prepares pixels takes the place of a normalization by measured statistics.
  const statistics = inputStatistics(analysis);
  const passes = trainingPasses(
    statistics ? { ...options, normalization: 'per-channel' } : options,
    blocks,
    statistics,
  );
  return { lowered, passes, blocks };
}

const storedChannels = ({ dataset, imageShape }: CompileOptions): number[] =>
  Object.values(dataset ?? {}).map((source: SplitSource | undefined) => {
    // Photos are decoded in color.
    if (source?.kind === 'files') return 3;
    return (source?.imageShape ?? imageShape)[2] ?? 0;
  });

export interface FrozenOptions {
  /** `x` is in 0..255, and the network scales it to 0..1. */
  scaled?: boolean;
  /** Layers whose batch normalization is folded into the layers before it. Absent: none. */
  folding?: BatchNormFolding | undefined;
  /** A file in the model's folder `assets`. */
  asset?: string;
  /** How pictures become images, for `serving_bytes`. */
  preprocessing?: Preprocessing | undefined;
}

/**
 * Compiles the network alone, with its weights as constants, so any TensorFlow loads it. Tag `serve`; signatures
 * `serving_default`, x float32 [N,H,W,C] in 0..1 -> y [N,classes], `pixels`, pixels uint8 [N,H,W,C] -> y,
 * and, with `preprocessing`, `serving_bytes`, image_bytes string [N], JPEG or PNG files -> y.
 * @param weights by variable name, `stem.conv/kernel`, row-major. With `.data/mean`, the network normalizes its images.
 * @throws GraphError when the document is not sound.
 */
export const compileFrozen = (...how: Parameters<typeof frozenPieces>): Uint8Array =>
  Buffer.concat([...chunksOf(frozenPieces(...how))]);

/** The same in pieces, so that the weights are not copied. */
export function frozenPieces(
  document: GraphDocument,
  weights: ReadonlyMap<string, Float32Array>,
  { scaled = false, folding, asset, preprocessing }: FrozenOptions = {},
): Piece[] {
  const program = runPasses(loweredInference(document), [
    ...inferencePasses(document, weights),
    ...(folding ? [folding.pass] : []),
    dropDeadBias,
    takePixels(scaled, preprocessing),
    prune,
  ]);
  // It may run anywhere, so it only uses kernels that every engine has.
  return emitPieces(program, {
    tags: [SERVING_TAG],
    frozen: folding?.weights ?? weights,
    kernels: 'TensorFlow',
    asset,
  });
}

/**
 * The network alone in inference mode, for writers of other formats: one entry `serving_default`, x float32 [N,H,W,C] -> y
 * [N,classes]. Its `read` nodes are the weights, and the statistics of normalization where `weights` has them.
 * @param scaled x is in 0..255; otherwise in 0..1. With `folding`, the weights are its own.
 * @throws GraphError when the document is not sound.
 */
export function inferenceProgram(
  document: GraphDocument,
  weights: ReadonlyMap<string, Float32Array>,
  { scaled = false, folding }: Omit<FrozenOptions, 'asset'> = {},
): Program {
  return runPasses(loweredInference(document), [
    ...inferencePasses(document, weights),
    ...(folding ? [folding.pass] : []),
    ...(scaled ? [scaleImages] : []),
    prune,
  ]);
}

/** The frozen network as TensorFlow's nodes, with the one signature `serving_default`, for TensorFlow.js. */
export function frozenGraph(
  document: GraphDocument,
  weights: ReadonlyMap<string, Float32Array>,
  options: Omit<FrozenOptions, 'asset'> = {},
): EmittedGraph {
  const program = runPasses(inferenceProgram(document, weights, options), [dropDeadBias, prune]);
  return emitGraph(program, { frozen: options.folding?.weights ?? weights, kernels: 'TensorFlow' });
}

export const PREDICTION_TAG = 'predict';

export interface PredictionOptions {
  /** For `losses`, as in the training. */
  labelSmoothing?: number | undefined;
  /** A last layer without softmax or sigmoid gives logits; otherwise probabilities, as the training's loss takes them. */
  givesLogits?: boolean | undefined;
  /** Adds `grad_cam`. */
  gradCam?: GradCam | undefined;
  /** Default: float32. */
  precision?: Precision | undefined;
}

/**
 * A frozen network that reads its images through the input pipeline of training, without augmentation. Signatures: `load_data`
 * and `begin`; then, for the next batch each, until "End of sequence":
 *
 *   next -> x: float32 [n,H,W,C] in 0..1, y: [n,classes]
 *   answers -> shares: [n,classes], losses: [n]      (passes/answers.ts)
 *   seen -> x, shares
 *   grad_cam -> x, shares, map: [n,h,w]              (passes/grad-cam.ts)
 * @throws GraphError when the document is not sound.
 */
export function compilePrediction(
  document: GraphDocument,
  weights: ReadonlyMap<string, Float32Array>,
  source: ImagesRead,
  { labelSmoothing, givesLogits, gradCam, precision }: PredictionOptions = {},
): Uint8Array {
  const program = runPasses(loweredInference(document), [
    ...inferencePasses(document, weights),
    dropDeadBias,
    addAnswers({ labelSmoothing, givesLogits }),
    ...(gradCam ? [addGradCam(gradCam, givesLogits)] : []),
    // Gradients of Grad-CAM compute in float32.
    ...shortened(precision),
    readImages(source),
    prune,
  ]);
  return emit(program, { tags: [PREDICTION_TAG], frozen: weights });
}

export const SURFACE_TAG = 'surface';

export interface SurfaceModel {
  savedModel: Uint8Array;
  /** In the order of the signature `move`. */
  weights: readonly MovedWeight[];
}

export interface MovedWeight extends Pick<FilteredWeight, 'name' | 'shape'> {
  values: Float32Array;
  directions: readonly [Float32Array, Float32Array];
}

/**
 * A frozen network whose filters can be moved; signatures in passes/surface.ts. Normalizations are folded into the layers
 * before them, in the weights as in the directions.
 * @param directionsOf a weight of the network, in its shape
 * @throws GraphError when the document is not sound.
 */
export function compileSurface(
  document: GraphDocument,
  weights: ReadonlyMap<string, Float32Array>,
  directionsOf: (weight: FilteredWeight, values: Float32Array) => readonly [Float32Array, Float32Array],
  {
    device,
    ...answering
  }: Pick<PredictionOptions, 'labelSmoothing' | 'givesLogits'> & Pick<CompileOptions, 'device'> = {},
): SurfaceModel {
  const plain = runPasses(loweredInference(document), inferencePasses(document, weights));
  const filters = filteredWeights(plain);
  const directions = filters.map((weight) => directionsOf(weight, weights.get(weight.name) as Float32Array));
  const folded = (values: Weights) => {
    const folding = batchNormFolding(values);
    return { ...folding, program: runPasses(plain, [folding.pass]) };
  };
  const own = folded(weights);
  const along = ([0, 1] as const).map((axis) => {
    const moved = filters.map(({ name }, index) => [name, directions[index]![axis]] as const);
    return folded(new Map([...weights, ...moved])).weights;
  });
  const program = runPasses(own.program, [dropDeadBias, addSurface(answering), prune]);
  return {
    savedModel: emit(program, {
      tags: [SURFACE_TAG],
      frozen: own.weights,
      ...(device === 'gpu' ? { kernels: 'cuDNN' } : {}),
    }),
    weights: filters.map(({ name, shape }) => ({
      ...{ name, shape },
      values: own.weights.get(name) as Float32Array,
      directions: [along[0]!.get(name) as Float32Array, along[1]!.get(name) as Float32Array],
    })),
  };
}

const loweredInference = (document: GraphDocument): Program =>
  lower(soundAnalysis(document), { training: false });

function inferencePasses(document: GraphDocument, weights: ReadonlyMap<string, Float32Array>): Pass[] {
  const normalized = normalizationOf(soundAnalysis(document), weights);
  return [...(normalized ? [normalized] : []), serving];
}

function normalizationOf(
  analysis: GraphAnalysis,
  weights: ReadonlyMap<string, Float32Array>,
): Pass | undefined {
  const shape = analysis.nodes[analysis.inputId as string]?.outputShape ?? [];
  const normalization = normalizationBy(weights);
  return normalization === 'none' ? undefined : normalizeImages(normalization, shape);
}

const serving: Pass = {
  name: 'serving',
  run: (program) => ({
    ...program,
    entries: program.entries.map((entry) => ({ ...entry, name: 'serving_default' })),
  }),
};

function trainingPasses(
  options: CompileOptions,
  blocks: readonly DiagnosticBlock[] | undefined,
  statistics: PixelStatistics | undefined,
): Pass[] {
  const { dataset, imageShape, normalization = 'none', threads = availableParallelism() } = options;
  const { augmentation = augmentationSchema.parse({}) } = options;
  const { mixup, cutmix } = augmentation;
  const scaled = options.precision === 'float16';
  return [
    ...(normalization === 'none' ? [] : [normalizeImages(normalization, imageShape)]),
    ...(mixup > 0 || cutmix > 0 ? [mixBatch({ mixup, cutmix })] : []),
    dropDeadBias,
    addLoss(options.labelSmoothing),
    ...shortened(options.precision),
    ...(scaled ? [scaleLoss] : []),
    addGradients,
    ...(options.device === 'gpu' ? [] : [convolutionProducts]),
    ...(options.findNonFinite ? [flagGradients] : []),
    ...(blocks ? [observeGradients(blocks)] : []),
    ...(scaled ? [unscaleGradients] : []),
    ...optimizerPasses(optimizerSchema.parse(options.optimizer)),
    ...(scaled ? [skipOverflow] : []),
    addMetrics,
    ...(options.preciseBatchNorm ? [addBatchStatistics] : []),
    ...(blocks ? [addObservedStep(blocks)] : []),
    ...(dataset ? [addInputPipeline({ ...options, ...dataset, threads, augmentation, statistics })] : []),
    ...(options.findNonFinite ? [findNonFinite] : []),
    addState,
    prune,
  ];
}

const shortened = (dtype: Precision = 'float32'): Pass[] => (dtype === 'float32' ? [] : [precision(dtype)]);

function soundAnalysis(document: GraphDocument): GraphAnalysis {
  const analysis = analyze(document);
  const errors = analysis.problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new GraphError(errors);
  return analysis;
}

function variableSpec({ name, shape, role, trainable, initializer }: Variable): VariableSpec {
  return {
    name,
    shape: shape as readonly number[],
    trainable,
    role: role === 'slot' ? 'slot' : 'weight',
    initializer: initializer ?? 'zeros',
  };
}
