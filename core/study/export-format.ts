/** The export formats, in the order of the window. */
import { z } from 'zod';
import { type Key, type MessageOrText, message } from '../messages';

/** How the window groups them. */
export const EXPORT_GROUPS = ['models', 'code', 'documents'] as const;

export interface ExportFormatInfo {
  /** A proper name, the same in every language, or a message. */
  name: MessageOrText;
  /** What it is for, in one sentence. */
  about: Key;
  group: (typeof EXPORT_GROUPS)[number];
  /** Programs that open it, by their own names. */
  opensIn: readonly string[];
  /** Extension of an export's name. */
  ending: string;
  /** A folder of files; otherwise a single file. */
  isFolder: boolean;
  /** Whether batch normalization can be folded into the layers before it. */
  canFold?: true;
  /** It needs a training, so an imported model cannot be exported to it. */
  ofRuns?: true;
  /** Estimated bytes for a number of parameters; undefined where that is not known beforehand. Default: 4 for each. */
  bytes?(params: number, options: ExportOptionValues): number | undefined;
  /** Options of the format. The window's fields, the flags and the schema come from these. */
  options?: Readonly<Record<string, ExportOption>>;
}

export interface ExportOption {
  label: Key;
  help: Key;
  /** Names of the values, the default first. */
  choices?: Readonly<Record<string, Key>>;
  /** Only for a run. */
  ofRuns?: true;
  /** A whole number from 1, or none. Without it and without choices it is a switch that starts off. */
  number?: { most: number };
}

const BYTES_PER_PARAMETER = 4;

export const exportFormats = {
  savedmodel: {
    name: 'TensorFlow SavedModel',
    about: 'export.form.savedModel',
    group: 'models',
    opensIn: ['TensorFlow', 'TensorFlow Serving'],
    ending: '.savedmodel',
    isFolder: true,
    canFold: true,
  },
  keras: {
    name: 'Keras 3 (.keras)',
    about: 'export.form.keras',
    group: 'models',
    opensIn: ['Keras'],
    ending: '.keras',
    isFolder: false,
    options: {
      withOptimizer: {
        label: 'export.option.kerasOptimizer',
        help: 'export.option.kerasOptimizerAbout',
        ofRuns: true,
      },
    },
    // Each optimizer has state of another size.
    bytes: (params, { withOptimizer }) => (withOptimizer ? undefined : BYTES_PER_PARAMETER * params),
  },
  onnx: {
    name: 'ONNX',
    about: 'export.form.onnx',
    group: 'models',
    opensIn: ['ONNX Runtime'],
    ending: '.onnx',
    isFolder: false,
    canFold: true,
    options: {
      layout: {
        label: 'export.option.onnxLayout',
        help: 'export.option.onnxLayoutAbout',
        choices: {
          auto: 'export.option.onnxLayoutAuto',
          nchw: 'export.option.onnxLayoutNchw',
          nhwc: 'export.option.onnxLayoutNhwc',
        },
      },
      batch: {
        label: 'export.option.onnxBatch',
        help: 'export.option.onnxBatchAbout',
        number: { most: 65_536 },
      },
      pixels: { label: 'export.option.onnxPixels', help: 'export.option.onnxPixelsAbout' },
    },
  },
  tfjs: {
    name: 'TensorFlow.js',
    about: 'export.form.tfjs',
    group: 'models',
    opensIn: ['Chromium', 'Firefox', 'Safari', 'TensorFlow.js'],
    ending: '.tfjs',
    isFolder: true,
    canFold: true,
    // The page contains the weights again, in base64, and TensorFlow.js itself.
    bytes: (params) => (1 + 4 / 3) * BYTES_PER_PARAMETER * params + 1.2e6,
  },
  'tfjs-layers': {
    name: 'TensorFlow.js LayersModel',
    about: 'export.form.tfjsLayers',
    group: 'models',
    opensIn: ['TensorFlow.js'],
    ending: '.tfjs-layers',
    isFolder: true,
  },
  pytorch: {
    name: 'PyTorch',
    about: 'export.form.pytorch',
    group: 'models',
    opensIn: ['PyTorch', 'torchvision'],
    ending: '.pytorch',
    isFolder: true,
  },
  litert: {
    name: 'LiteRT (.tflite)',
    about: 'export.form.litert',
    group: 'models',
    opensIn: ['LiteRT', 'TensorFlow Lite'],
    ending: '.tflite',
    isFolder: false,
    canFold: true,
    options: {
      weights: {
        label: 'export.form.litertWeights',
        help: 'export.form.litertWeightsHelp',
        choices: { float32: 'export.form.litertFloat32', float16: 'export.form.litertFloat16' },
      },
    },
    bytes: (params, { weights }) => (weights === 'float16' ? 2 : BYTES_PER_PARAMETER) * params,
  },
  'keras-script': {
    name: 'Keras (.py)',
    about: 'export.form.kerasScript',
    group: 'code',
    opensIn: ['Python', 'Keras'],
    ending: '.py',
    isFolder: false,
    ofRuns: true,
  },
  notebook: {
    name: 'Jupyter (.ipynb)',
    about: 'export.form.notebook',
    group: 'code',
    opensIn: ['Jupyter', 'Keras'],
    ending: '.ipynb',
    isFolder: false,
    ofRuns: true,
  },
  huggingface: {
    name: 'Hugging Face',
    about: 'export.form.huggingface',
    group: 'models',
    opensIn: ['timm', 'PyTorch'],
    ending: '.huggingface',
    isFolder: true,
  },
  'pytorch-script': {
    name: message('export.name.pytorchScript'),
    about: 'export.form.pytorchScript',
    group: 'code',
    opensIn: ['Python', 'PyTorch'],
    ending: '.pytorch.py',
    isFolder: false,
    ofRuns: true,
  },
  card: {
    name: message('export.name.card'),
    about: 'export.form.card',
    group: 'documents',
    opensIn: ['Markdown'],
    ending: '.card.md',
    isFolder: false,
  },
} as const satisfies Readonly<Record<string, ExportFormatInfo>>;

export type ExportFormat = keyof typeof exportFormats;
export const exportFormatSchema = z.enum(Object.keys(exportFormats) as [ExportFormat, ...ExportFormat[]]);

export const formatInfo = (format: ExportFormat): ExportFormatInfo => exportFormats[format];

/** Formats for an imported model, and their options. */
export const formatsFor = (imported: boolean): ExportFormat[] =>
  exportFormatSchema.options.filter((format) => !(imported && formatInfo(format).ofRuns));

export const optionsFor = ({ options = {} }: ExportFormatInfo, imported: boolean): [string, ExportOption][] =>
  Object.entries(options).filter(([, { ofRuns }]) => !(imported && ofRuns));

/** By the names of the format's options. */
export const exportOptionsSchema = z.record(
  z.string().max(40),
  z.union([z.boolean(), z.number(), z.string().max(40)]).optional(),
);
export type ExportOptionValues = Readonly<z.infer<typeof exportOptionsSchema>>;

/** The options of one format, with its defaults for what is absent. */
export const optionsSchemaOf = ({ options = {} }: Pick<ExportFormatInfo, 'options'>) =>
  z.strictObject(
    Object.fromEntries(Object.entries(options).map(([name, option]) => [name, optionSchemaOf(option)])),
  );

function optionSchemaOf({ choices, number }: ExportOption) {
  if (number) return z.number().int().min(1).max(number.most).optional();
  if (!choices) return z.boolean().default(false);
  return z.enum(Object.keys(choices)).default(Object.keys(choices)[0] as string);
}

/** Estimated bytes of an export; undefined where that is not known beforehand. */
export function bytesOf(
  format: ExportFormat,
  params: number,
  options: ExportOptionValues = {},
): number | undefined {
  const { bytes } = formatInfo(format);
  return bytes ? bytes(params, options) : BYTES_PER_PARAMETER * params;
}

/** Default name of an export. */
export function exportName(
  of: { runId: string; checkpoint?: 'last' | 'best' | undefined } | { modelId: string },
  format: ExportFormat,
): string {
  const name = 'modelId' in of ? of.modelId : `${of.runId}${of.checkpoint === 'best' ? '-best' : ''}`;
  return `${name}${exportFormats[format].ending}`;
}
