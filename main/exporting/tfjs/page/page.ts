/** Runs in the exported index.html, from a folder without a server: asks for a picture and shows its classes. */
import { type Preprocessing, preprocessed } from './preprocess';

/** The used part of TensorFlow.js, which the page loads before this. */
declare const tf: {
  ready(): Promise<void>;
  getBackend(): string;
  setBackend(name: string): Promise<boolean>;
  env(): { getBool(flag: string): boolean };
  tensor(values: Float32Array, shape: readonly number[]): Disposable;
  loadGraphModel(handler: { load(): Promise<object> }): Promise<{
    predict(x: Disposable): Disposable;
  }>;
};
interface Disposable {
  data(): Promise<Float32Array>;
  dispose(): void;
}

export type PageText =
  | 'choose'
  | 'drop'
  | 'failed'
  | 'loading'
  | 'notPicture'
  | 'private'
  | 'result'
  | 'seen';

/** What the export wrote: page/model.js. */
export interface PageModel {
  /** This and the next two as in model.json. */
  topology: object;
  signature: object;
  weights: object[];
  /** Files page/weights-1.js, ... */
  shards: number;
  bytes: number;
  shape: readonly number[];
  /** 255 if the model takes raw pixels. */
  white: number;
  resize: Preprocessing;
  classes: readonly string[];
  texts: Readonly<Record<string, Readonly<Record<PageText, string>>>>;
}

const MOST = 5;

/** Scripts with weights call `shard`. */
const { skipwire } = window as unknown as { skipwire: PageModel & { shard?(base64: string): void } };
const language =
  navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((code) => code in skipwire.texts) ??
  'en';
const texts = skipwire.texts[language] as Record<PageText, string>;
const part = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;

const [drop, choose, file, status, shown, picture, seen, classes] = [
  part('drop'),
  part('choose'),
  part<HTMLInputElement>('file'),
  part('status'),
  part('shown'),
  part<HTMLImageElement>('picture'),
  part<HTMLCanvasElement>('seen'),
  part('classes'),
];

document.documentElement.lang = language;
for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
  element.textContent = texts[element.dataset.text as PageText];
}

/** A script instead of fetch(), which browsers refuse for files. */
function script(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = path;
    element.onload = () => resolve(element.remove());
    element.onerror = () => reject(new Error(path));
    document.head.append(element);
  });
}

async function load() {
  const weights = new Uint8Array(skipwire.bytes);
  let filled = 0;
  skipwire.shard = (base64) => {
    const text = atob(base64);
    for (let index = 0; index < text.length; index++) weights[filled++] = text.charCodeAt(index);
  };
  for (let shard = 1; shard <= skipwire.shards; shard++) await script(`page/weights-${shard}.js`);
  await tf.ready();
  // Some GPUs compute in 16 bits.
  if (tf.getBackend() === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    await tf.setBackend('cpu');
  }
  return tf.loadGraphModel({
    load: async () => ({
      modelTopology: skipwire.topology,
      signature: skipwire.signature,
      weightSpecs: skipwire.weights,
      weightData: weights.buffer,
    }),
  });
}

/** Decoded as in training: upright, without its color profile, on white where transparent. */
async function pixelsOf(source: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(source, {
    imageOrientation: 'from-image',
    colorSpaceConversion: 'none',
  });
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function showSeen(levels: Uint8Array) {
  const [height = 0, width = 0, channels = 0] = skipwire.shape;
  const image = new ImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[pixel * 4 + channel] = levels[pixel * channels + (channel % channels)] as number;
    }
    image.data[pixel * 4 + 3] = 255;
  }
  seen.width = width;
  seen.height = height;
  seen.getContext('2d')?.putImageData(image, 0, 0);
}

function showClasses(scores: Float32Array) {
  const percent = new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: 1 });
  const best = [...scores.keys()]
    .sort((a, b) => (scores[b] as number) - (scores[a] as number))
    .slice(0, MOST);
  classes.replaceChildren(
    ...best.map((index) => {
      const row = document.createElement('li');
      const [name, value, bar] = [0, 1, 2].map(() => document.createElement('span')) as [
        HTMLElement,
        HTMLElement,
        HTMLElement,
      ];
      name.className = 'name';
      name.textContent = skipwire.classes[index] ?? String(index);
      value.className = 'value';
      value.textContent = percent.format(scores[index] as number);
      value.dataset.score = String(scores[index]);
      bar.className = 'bar';
      bar.style.setProperty('--share', String(scores[index]));
      row.append(name, ' ', value, bar);
      return row;
    }),
  );
}

const model = load();
model.then(
  () => {
    if (status.textContent === texts.loading) status.textContent = '';
  },
  () => {
    status.textContent = texts.failed;
  },
);

let newest = 0;

async function classify(source: Blob) {
  const asked = ++newest;
  let data: ImageData;
  try {
    data = await pixelsOf(source);
  } catch {
    status.textContent = texts.notPicture;
    return;
  }
  const { height, width, data: pixels } = data;
  const levels = preprocessed(
    { height, width, channels: 3, stride: 4, pixels },
    skipwire.shape,
    skipwire.resize,
  );
  const loaded = await model;
  const values = Float32Array.from(levels, (level) => (level / 255) * skipwire.white);
  const x = tf.tensor(values, [1, ...skipwire.shape]);
  const y = loaded.predict(x);
  const scores = await y.data();
  x.dispose();
  y.dispose();
  // Another picture may have been chosen meanwhile.
  if (asked !== newest) return;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(source);
  picture.alt = source instanceof File ? source.name : '';
  showSeen(levels);
  showClasses(scores);
  status.textContent = '';
  shown.hidden = false;
}

const take = (files: FileList | null | undefined) => {
  const source = files?.[0];
  if (source) {
    classify(source).catch(() => {
      status.textContent = texts.failed;
    });
  }
};

choose.addEventListener('click', () => file.click());
file.addEventListener('change', () => {
  take(file.files);
  file.value = '';
});
document.addEventListener('paste', (event) => take(event.clipboardData?.files));
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) drop.classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  take(event.dataTransfer?.files);
});
