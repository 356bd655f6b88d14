/** The start of a training whose network came from a model. */
import { analyze } from '../../core/analysis/analyze';
import type { GraphDocument } from '../../core/graph/document';
import type { RunRecord } from '../../core/study/run';
import type { Tensor } from '../runs/safetensors';
import type { ModelStore } from './store';

export interface ModelStart {
  /** For each layer that still has the model's shapes. */
  weights: ReadonlyMap<string, Tensor>;
  startedFromModel: NonNullable<RunRecord['startedFromModel']>;
}

/**
 * Undefined for a network that did not come from a model, or from one without weights.
 * @throws Refusal if the model is gone or damaged
 */
export async function startOf(
  models: Pick<ModelStore, 'weights' | 'info'>,
  document: GraphDocument,
): Promise<ModelStart | undefined> {
  const { model } = document;
  if (model === undefined) return undefined;
  const all = await models.weights(model);
  if (all.size === 0) return undefined;
  const { order, nodes } = analyze(document);
  const weights = new Map<string, Tensor>();
  const drawn: string[] = [];
  for (const id of order) {
    const specs = nodes[id]?.weights ?? [];
    const fitting = specs.flatMap(({ name, shape }): [string, Tensor][] => {
      const tensor = all.get(`${id}/${name}`);
      return tensor?.shape.join() === shape.join() ? [[`${id}/${name}`, tensor]] : [];
    });
    // A layer is used completely or not at all: an old bias is useless for a new kernel.
    if (fitting.length < specs.length) drawn.push(id);
    else for (const [name, tensor] of fitting) weights.set(name, tensor);
  }
  const { name } = await models.info(model);
  return { weights, startedFromModel: { model, name, drawn } };
}
