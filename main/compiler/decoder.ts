/** Decodes photos and resizes them for the network once, for a cache: a small model without a network. */
import { type Preprocessing, preprocessingSchema } from '../../core/study/data';
import { emit } from './emit';
import type { IteratorSpec } from './ir/attributes';
import { Builder } from './ir/builder';
import { verify } from './ir/verify';
import { declareData, imageStore, loadSplit } from './passes/load-data';
import type { CompiledModel, FileSplit } from './types';

export interface DecoderOptions {
  imageShape: readonly number[];
  preprocessing?: Preprocessing | undefined;
  /** Images per call. */
  batchSize: number;
  /** Images decoded at the same time. */
  threads: number;
}

const DECODER_TAG = 'decode';

/**
 * Signatures: `load_data`; `begin_decoding` (first_batch: int32 []); `decode_next` -> bytes: int32 [ceil(n / 4)], the n
 * bytes of the next batch, four to a number, zeros behind; it ends with "End of sequence". The images are bit for bit
 * what a training sees before augmentation.
 */
export function compileDecoder(
  source: FileSplit,
  options: DecoderOptions,
): Pick<CompiledModel, 'savedModel' | 'tags'> {
  const { imageShape, batchSize, threads } = options;
  const iterator: IteratorSpec = {
    name: '.data/decoded/iterator',
    split: 'decoded',
    images: imageStore('decoded', source, imageShape),
    labels: '.data/decoded/labels',
    imageShape,
    preprocessing: options.preprocessing ?? preprocessingSchema.parse({}),
    count: source.count,
    batchSize,
    bytes: true,
    threads,
  };
  const build = new Builder();
  declareData(build, iterator);
  const effects = loadSplit(build, { source, iterator });
  build.entry({ name: 'load_data', effects });
  const first = build.input('.data/first_batch', 'int32');
  const begin = build.add('begin_iteration', '.data/begin_decoding', [first], { iterator, shuffle: false });
  build.entry({ name: 'begin_decoding', inputs: { first_batch: first }, effects: [begin.name] });
  const bytes = build.value('next_bytes', '.data/decode_next', [], { iterator });
  build.entry({ name: 'decode_next', outputs: { bytes } });
  const program = build.finish();
  verify(program, 'the decoder');
  return { savedModel: emit(program, { tags: [DECODER_TAG] }), tags: [DECODER_TAG] };
}
