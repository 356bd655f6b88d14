/** Compiled models with signatures that show what happens inside them. */
import type { GraphDocument } from '../../core/graph/document';
import { buildProgram, TRAINING_TAG } from '../../main/compiler';
import { emit } from '../../main/compiler/emit';
import { type SignatureDef, savedModelType } from '../../main/compiler/emit/schema';
import { Builder } from '../../main/compiler/ir/builder';
import type { CompileOptions } from '../../main/compiler/types';
import { type Session, SessionError, type TensorValue } from '../../main/engine/types';

/**
 * The compiled model with `peek_train` and `peek_validation`, which give the next batch as x and y, and, where batches
 * are mixed, `peek_mixed` (seed, step), which gives it as x, y and mixed and targets.
 */
export function peekable(document: GraphDocument, options: CompileOptions) {
  const program = buildProgram(document, options);
  const build = new Builder(program);
  const { seed, step } = program.landmarks;
  const mix = program.nodes.find((node) => node.operator === 'mix_batch');
  for (const node of program.nodes) {
    if (node.operator !== 'next_batch') continue;
    const [x, y] = node.outputs;
    const training = node.name.includes('train');
    const name = training ? 'peek_train' : 'peek_validation';
    build.entry({ name, inputs: {}, outputs: { x: x!, y: y! }, effects: [] });
    if (training && mix) {
      const [mixed, targets] = mix.outputs;
      const outputs = { x: x!, y: y!, mixed: mixed!, targets: targets! };
      build.entry({ name: 'peek_mixed', inputs: { seed: seed!, step: step! }, outputs, effects: [] });
    }
  }
  return { savedModel: emit(build.finish(), { tags: [TRAINING_TAG] }), tags: [TRAINING_TAG] };
}

/** The model with `draws` (seed, epoch): the table of uniform numbers that augmentation draws from, [count, columns]. */
export function withDraws(model: { savedModel: Uint8Array; tags: string[] }): typeof model {
  const message = savedModelType.decode(model.savedModel) as unknown as Decoded;
  const signatures = message.meta_graphs[0]!.signature_def;
  const { seed, epoch } = signatures.begin_epoch!.inputs;
  const draws = {
    name: '.data/begin_epoch/draws:0',
    dtype: 1,
    tensor_shape: { dim: [{ size: -1 }, { size: -1 }] },
  };
  signatures.draws = {
    inputs: { seed: seed!, epoch: epoch! },
    outputs: { draws },
    method_name: signatures.begin_epoch!.method_name,
  };
  return { ...model, savedModel: savedModelType.encode(savedModelType.create(message as object)).finish() };
}
interface Decoded {
  meta_graphs: { signature_def: Record<string, SignatureDef> }[];
}

/** Pulls until the sequence ends. */
export async function drain(session: Session, signature: string): Promise<Record<string, TensorValue>[]> {
  const batches: Record<string, TensorValue>[] = [];
  for (;;) {
    const batch = await session.run(signature).catch((error: unknown) => error);
    if (batch instanceof SessionError) {
      if (!batch.endOfSequence) throw batch;
      return batches;
    }
    if (batch instanceof Error) throw batch;
    batches.push(batch as Record<string, TensorValue>);
  }
}
