/** Predictions of trained networks, and the images that they get wrong. */
import { z } from 'zod';
import { LONGEST_NAME, LONGEST_PATH } from '../basics/limits';
import { messageSchema, textSchema } from '../messages';
import { datasetIdSchema } from '../study/data';
import { inferenceSchema } from '../study/inference';
import { runIdSchema } from '../study/run';
import { checkpointChoiceSchema } from './checkpoint-choice';
import { progressSchema } from './engine';
import { modelIdSchema } from './models';
import { previewImageSchema } from './preview';

/** Networks that predict side by side. */
export const MOST_PREDICTORS = 16;
/** Pictures that the window requests at once; of a folder, the first ones. */
export const MOST_PICTURES = 1000;
/** Grad-CAM maps that the window requests at once. */
export const MOST_MAPS = 64;

const PICTURE_ENDINGS = ['.jpg', '.jpeg', '.png', '.webp', '.bmp', '.gif'];

/** What is taken of a folder: no hidden files. @param path with "/" or "\\" */
export const isPicturePath = (path: string): boolean =>
  !/(^|[\\/])\./.test(path) && PICTURE_ENDINGS.some((ending) => path.toLowerCase().endsWith(ending));

const index = z.number().int().nonnegative();

export const predictorSchema = z.object({
  runId: runIdSchema,
  /** Default: `last`. */
  checkpoint: checkpointChoiceSchema.optional(),
});
export type Predictor = z.infer<typeof predictorSchema>;
/** A run, or an imported model, which has no split of its own. */
export const askedNetworkSchema = z.union([predictorSchema, z.object({ modelId: modelIdSchema })]);
export type AskedPredictor = z.infer<typeof askedNetworkSchema>;
const predictorsSchema = z.array(askedNetworkSchema).min(1).max(MOST_PREDICTORS);

export const predictedSplitSchema = z.enum(['validation', 'test', 'train']);
export type PredictedSplit = z.infer<typeof predictedSplitSchema>;

/** Picture files, and folders of them, which are searched. Files that were dropped on the window are uploaded first. */
const filesSchema = z.object({
  paths: z.array(z.string().min(1).max(LONGEST_PATH)).min(1).max(MOST_PICTURES),
});
/** Images that a run was trained, validated or tested on. */
const imagesSchema = z.object({
  from: runIdSchema,
  split: predictedSplitSchema,
  /** Positions among those that the run selected; absent: the first ones. */
  indices: z.array(index).min(1).max(MOST_PICTURES).optional(),
});
export type PicturesAsked = z.infer<typeof filesSchema> | z.infer<typeof imagesSchema>;

const askedSchema = z.object({
  of: predictorsSchema,
  /** Most likely classes in each answer. */
  top: z.number().int().min(1).max(100).default(5),
  /** Answers contain the picture as the network sees it. */
  seen: z.boolean().default(true),
});

export const predictFilesRequestSchema = askedSchema.extend(filesSchema.shape);
export type PredictFilesRequest = z.infer<typeof predictFilesRequestSchema>;
export const predictImagesRequestSchema = askedSchema.extend(imagesSchema.shape);
export type PredictImagesRequest = z.infer<typeof predictImagesRequestSchema>;

/** First event: the networks in the order of the request. Other events refer to them by position. */
const networksEventSchema = z.object({
  type: z.literal('networks'),
  networks: z.array(
    z.object({
      /** "ResNet-20, seed 1" */
      title: messageSchema,
      /** Absent for an imported model. */
      epoch: z.number().int().optional(),
      /** Input shape, resizing, normalization and names of classes. */
      inference: inferenceSchema,
      /** Ids of the nodes that Grad-CAM can use, from input to output, and its default. */
      gradCamNodes: z.array(z.string()),
      gradCamNode: z.string().optional(),
    }),
  ),
});

const pictureSchema = z.object({
  /** File name, or "validation 17". */
  name: z.string(),
  path: z.string().optional(),
  /** Where it is in its data set, as `datasets.examples` counts. */
  image: z.object({ dataset: datasetIdSchema, split: z.enum(['train', 'val', 'test']), index }).optional(),
  /** Position among the images that the run selected. */
  position: index.optional(),
  /** Name of its true class: the data set's, or of the file's folder where that is named like a class. */
  label: z.string().optional(),
  /** Why it has no answer; absent otherwise. */
  problem: textSchema.optional(),
});
export type Picture = z.infer<typeof pictureSchema>;

const guessSchema = z.object({
  /** Output of the network; `inference.classes` has its name. */
  class: index,
  /** 0..1; the values of all classes add up to 1. */
  share: z.number(),
});
export type Guess = z.infer<typeof guessSchema>;

/** Most likely first. */
const topSchema = z.array(guessSchema);

const picturesEventSchema = z.object({
  type: z.literal('pictures'),
  pictures: z.array(pictureSchema),
  /** Found in all, where the list ends early. */
  total: z.number().int(),
});

const progressEventSchema = z.object({ type: z.literal('progress'), progress: progressSchema });

export const predictEventSchema = z.discriminatedUnion('type', [
  progressEventSchema,
  networksEventSchema,
  picturesEventSchema,
  /** One network on pictures `first` and following; null where a picture has a problem. */
  z.object({
    type: z.literal('answers'),
    network: index,
    first: index,
    answers: z.array(z.object({ top: topSchema, seen: previewImageSchema.optional() }).nullable()),
  }),
]);
export type PredictEvent = z.infer<typeof predictEventSchema>;

export const gradCamRequestSchema = z.object({
  of: predictorsSchema,
  pictures: z.union([
    z.object({ paths: filesSchema.shape.paths.max(MOST_MAPS) }),
    imagesSchema.extend({ indices: z.array(index).min(1).max(MOST_MAPS) }),
  ]),
  /** Id of a node of `gradCamNodes`; absent: each network's default. */
  node: z.string().min(1).max(LONGEST_NAME).optional(),
  /** Name of the class whose logit is explained; absent: the most likely class of each picture. */
  class: z.string().min(1).max(LONGEST_NAME).optional(),
});
export type GradCamRequest = z.infer<typeof gradCamRequestSchema>;

const gradCamMapSchema = z.object({
  node: z.string(),
  /** The class that it explains, with its probability. */
  of: guessSchema,
  /** In the size of the node's output: row-major bytes, base64, 255 the largest of the map. */
  height: z.number().int(),
  width: z.number().int(),
  levels: z.string(),
  seen: previewImageSchema,
  /** The map in colors, and over the picture, both in the size of `seen`. */
  heat: previewImageSchema,
  overlay: previewImageSchema,
});
export type GradCamMap = z.infer<typeof gradCamMapSchema>;

export const gradCamEventSchema = z.discriminatedUnion('type', [
  progressEventSchema,
  networksEventSchema,
  picturesEventSchema,
  z.object({
    type: z.literal('maps'),
    network: index,
    first: index,
    maps: z.array(gradCamMapSchema.nullable()),
  }),
]);
export type GradCamEvent = z.infer<typeof gradCamEventSchema>;

export const splitRequestSchema = z.object({
  /**
   * For `disagreements`, all must have been trained on the same images of one data set; the images of the first one are
   * used.
   */
  of: predictorsSchema,
  split: predictedSplitSchema.default('validation'),
  which: z.discriminatedUnion('kind', [
    /** In a cell of the first network's confusion matrix. */
    z.object({ kind: z.literal('cell'), truth: index, predicted: index }),
    /** Images that the first network gets wrong, the most confident first. */
    z.object({ kind: z.literal('mistakes') }),
    /** Images that the networks put into different classes, the most confident contradictions first. */
    z.object({ kind: z.literal('disagreements') }),
  ]),
  top: askedSchema.shape.top,
  offset: index.default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type SplitRequest = z.infer<typeof splitRequestSchema>;

/** The first call predicts the whole split and stores the answers beside the run; later calls read them. */
export const splitEventSchema = z.discriminatedUnion('type', [
  progressEventSchema,
  networksEventSchema,
  z.object({
    type: z.literal('found'),
    /** Images that match, in the whole split. */
    total: z.number().int(),
    /** Images of the whole split. */
    count: z.number().int(),
    images: z.array(
      z.object({
        picture: pictureSchema,
        /** By network. */
        answers: z.array(z.object({ top: topSchema })),
      }),
    ),
  }),
]);
export type SplitEvent = z.infer<typeof splitEventSchema>;
