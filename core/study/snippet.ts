/** Python that loads an export and classifies a picture. */
import { LUMA } from '../format/luma';
import type { ExportFormat } from './export-format';
import type { Inference } from './inference';

/** A Python string literal. */
const literal = (text: string): string => JSON.stringify(text);

/** Red, green and blue in the brightness (ITU-R BT.601), as in training. */

interface Loading {
  imports: readonly string[];
  /** Load the model from `path`, and `about`, its description. */
  load: readonly string[];
  /** The export reads pictures itself, without TensorFlow. */
  readsPictures?: true;
  /** From `load(picture)` to `probabilities`. @param scaled appended to the pixels */
  predict(picture: string, scaled: string, input: Inference['input']): readonly string[];
}

/** A folder with the network and its preprocessing in Python. */
const modelFolder: Loading = {
  imports: ['import json, pathlib, sys', 'import torch'],
  load: [
    'sys.path.insert(0, path)',
    'from model import load  # the network: model.py in the folder',
    'from preprocess import preprocess',
    'model = load()',
    'about = json.loads(pathlib.Path(path, "inference.json").read_text("utf-8"))',
  ],
  readsPictures: true,
  predict: (picture) => [
    'with torch.inference_mode():',
    `    probabilities = model(torch.stack([preprocess(${picture})])).numpy()`,
  ],
};

/** Used from a terminal. */
const commands = {
  'keras-script': (path: string) => `python ${literal(path)}`,
  notebook: (path: string) => `jupyter notebook ${literal(path)}`,
  'pytorch-script': (path: string) => `python ${literal(path)} --data FOLDER --epochs 1`,
  card: (path: string) => `cp ${literal(path)} README.md  # the card of a repository`,
} satisfies Partial<Record<ExportFormat, (path: string) => string>>;
type CommandFormat = keyof typeof commands;
const isCommand = (format: ExportFormat): format is CommandFormat => Object.hasOwn(commands, format);

/** All others are for Python. */
const javaScriptLoaders = {
  tfjs: 'loadGraphModel',
  'tfjs-layers': 'loadLayersModel',
} satisfies Partial<Record<ExportFormat, string>>;
export type JavaScriptFormat = keyof typeof javaScriptLoaders;
const isJavaScript = (format: ExportFormat): format is JavaScriptFormat =>
  Object.hasOwn(javaScriptLoaders, format);

export type PythonFormat = Exclude<ExportFormat, JavaScriptFormat | CommandFormat>;

const loading: Readonly<Record<PythonFormat, Loading>> = {
  savedmodel: {
    imports: ['import json, pathlib'],
    load: [
      'model = tf.saved_model.load(path)',
      'predict = model.signatures["pixels"]  # takes uint8, 0..255, and scales it itself',
      'about = json.loads(pathlib.Path(path, "assets", "inference.json").read_text("utf-8"))',
    ],
    predict: (picture) => [
      `images = tf.stack([load(${picture})])`,
      'probabilities = predict(pixels=images)["y"].numpy()',
    ],
  },
  keras: {
    imports: ['import json, zipfile', 'import keras'],
    load: [
      'model = keras.saving.load_model(path)',
      'about = json.loads(zipfile.ZipFile(path).read("metadata.json"))["skipwire"]["inference"]',
    ],
    predict: (picture, scaled) => [
      `images = tf.cast(tf.stack([load(${picture})]), tf.float32)${scaled}`,
      'probabilities = model(images, training=False).numpy()',
    ],
  },
  onnx: {
    imports: ['import json', 'import numpy as np', 'import onnxruntime'],
    load: [
      'session = onnxruntime.InferenceSession(path)',
      'about = json.loads(session.get_modelmeta().custom_metadata_map["skipwire"])["inference"]',
    ],
    predict: (picture, scaled, { dtype, layout, batch = 1 }) => [
      `images = np.stack([load(${picture})]${batch > 1 ? ` * ${batch}` : ''})${dtype === 'uint8' ? '' : `.astype("float32")${scaled}`}`,
      ...(layout === 'NCHW' ? ['images = images.transpose(0, 3, 1, 2)  # channels first'] : []),
      'probabilities = session.run(None, {"images": images})[0]',
    ],
  },
  pytorch: modelFolder,
  huggingface: modelFolder,
  litert: {
    imports: ['import json, zipfile'],
    load: [
      'interpreter = tf.lite.Interpreter(path)  # or ai_edge_litert.interpreter.Interpreter(path)',
      'predict = interpreter.get_signature_runner()',
      'about = json.loads(zipfile.ZipFile(path).read("skipwire.json"))["inference"]',
    ],
    predict: (picture, scaled) => [
      `images = tf.cast(tf.stack([load(${picture})]), tf.float32)${scaled}`,
      'probabilities = predict(images=images)["scores"]',
    ],
  },
};

export function snippet(format: ExportFormat, path: string, inference: Inference): string {
  if (isCommand(format)) return commands[format](path);
  return isJavaScript(format)
    ? javaScriptSnippet(format, path, inference)
    : pythonSnippet(format, path, inference);
}

function javaScriptSnippet(format: JavaScriptFormat, path: string, { input, classes }: Inference): string {
  const hasPage = format === 'tfjs';
  const name = path.split(/[\\/]/).at(-1) as string;
  const [height, width, channels] = input.shape;
  return [
    ...(hasPage ? [`// Without a server: open index.html in ${path}`] : []),
    "import * as tf from '@tensorflow/tfjs';",
    '',
    `// On your web server: the folder ${name}.`,
    `const model = await tf.${javaScriptLoaders[format]}(${literal(`/${name}/model.json`)});`,
    '',
    `/** @param images float32 [N, ${height}, ${width}, ${channels}] in 0..${input.range[1]}${hasPage ? '; page/page.js prepares a picture as in training' : ''}. */`,
    'async function classify(images) {',
    `  const probabilities = await model.predict(images).array();`,
    classes === null
      ? '  return probabilities;'
      : `  const classes = ${JSON.stringify(classes)};\n  return probabilities.map((row) => Object.fromEntries(row.map((value, index) => [classes[index], value])));`,
    '}',
  ].join('\n');
}

/** @param picture a JPEG or PNG file. */
export function pythonSnippet(
  format: PythonFormat,
  path: string,
  inference: Inference,
  picture = 'picture.jpg',
): string {
  const { imports, load, predict, readsPictures } = loading[format];
  const { shape, range } = inference.input;
  const scaled = range[1] === 1 ? ' / 255  # the model takes 0..1' : '  # the model takes 0..255';
  const name = inference.classes === null ? 'index' : "about['classes'][index]";
  return [
    ...imports,
    ...(readsPictures ? [] : ['import tensorflow as tf']),
    '',
    `path = ${literal(path)}`,
    ...load,
    '',
    ...(readsPictures
      ? []
      : [
          'def load(picture):',
          `    """A JPEG or PNG as in training: ${shape.join('x')}, uint8. It must be upright, opaque and not CMYK."""`,
          ...pictureLines(inference).map((line) => `    ${line}`),
          '',
        ]),
    ...predict(literal(picture), scaled, inference.input),
    'for row in probabilities:',
    '    for index in row.argsort()[::-1][:5]:',
    `        print(f"{${name}}: {row[index]:.1%}")`,
  ].join('\n');
}

/** The steps of main/compiler/emit/pipeline/preprocess.ts. */
function pictureLines({ input, resize }: Inference): string[] {
  const [height = 0, width = 0, channels = 0] = input.shape;
  const to = (size: string) => `image = tf.image.resize(image, ${size}, method="${resize.interpolation}")`;
  const gray =
    channels === 1 ? [`image = tf.reduce_sum(image * [${LUMA.join(', ')}], axis=-1, keepdims=True)`] : [];
  const bytes = `tf.cast(tf.round(${resize.interpolation === 'bicubic' ? 'tf.clip_by_value(image, 0, 255)' : 'image'}), tf.uint8)`;
  const decode =
    'image = tf.io.decode_jpeg(tf.io.read_file(picture), channels=3, dct_method="INTEGER_ACCURATE")';
  const sizes = 'rows, columns = image.shape[:2]';
  if (resize.fit === 'stretch') return [decode, to(`[${height}, ${width}]`), ...gray, `return ${bytes}`];
  if (resize.fit === 'crop') {
    return [
      decode,
      sizes,
      `high = max(1, min(rows, columns * ${height} // ${width}))`,
      `wide = max(1, min(columns, rows * ${width} // ${height}))`,
      'top, left = (rows - high) // 2, (columns - wide) // 2',
      'image = image[top : top + high, left : left + wide]',
      to(`[${height}, ${width}]`),
      ...gray,
      `return ${bytes}`,
    ];
  }
  return [
    decode,
    sizes,
    `across, down = columns * ${height}, rows * ${width}`,
    `high = ${height} if down >= across else max(1, down // columns)`,
    `wide = ${width} if across >= down else max(1, across // rows)`,
    'top = max(0, across - down) // (2 * columns)',
    'left = max(0, down - across) // (2 * rows)',
    to('[high, wide]'),
    ...gray,
    `return tf.image.pad_to_bounding_box(${bytes}, top, left, ${height}, ${width})`,
  ];
}
