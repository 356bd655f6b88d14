/** Converts the layers of a Keras model to ours, with their weights. */
import { LONGEST_NAME } from '../../../core/basics/limits';
import { type Message, message } from '../../../core/messages';
import type { ImportEntry, ImportFormat } from '../../../core/study/import-report';
import { refuse } from '../../basics/refusal';
import type { Tensor } from '../../runs/safetensors';
import type { ReadLayer, ReadModel } from '../read-model';
import { beginStep } from '../steps';
import { activationLayer } from './activations';
import { applicationPixels } from './applications';
import { folded, PERMUTED } from './fold';
import { kerasLayers, NO_EFFECT, type Understood } from './layers';
import { isRecord, type KerasNode, kerasNodes } from './structure';

/** A layer's variables by its path, in Keras' order or by their names. Undefined if the file has no weights at all. */
export interface KerasWeights {
  of(node: KerasNode): readonly Tensor[] | Readonly<Record<string, Tensor>>;
}

/**
 * @param json of the model. @param weights undefined for a structure alone.
 * @throws Refusal where it is no model, or weights are missing.
 */
export function readKeras(
  json: unknown,
  weights: ((nodes: readonly KerasNode[]) => KerasWeights) | undefined,
  { file, format }: { file: string; format: ImportFormat },
): ReadModel {
  const nodes = kerasNodes(json, file);
  const stored = weights?.(nodes);
  const entries: ImportEntry[] = [];
  const layers: ReadLayer[] = [];
  /** Our layer for the output of a Keras layer. */
  const outputs = new Map<string, string>();
  for (const node of nodes) {
    beginStep();
    const inputs = node.inputs.map((input) => outputs.get(input) ?? input);
    const note = (outcome: ImportEntry['outcome'], reason?: Message) =>
      entries.push({
        outcome,
        layer: node.name.slice(0, LONGEST_NAME),
        type: node.className.slice(0, LONGEST_NAME),
        ...(reason ? { reason } : {}),
      });
    const mapping = Object.hasOwn(kerasLayers, node.className) ? kerasLayers[node.className] : undefined;
    const found = node.shared && hasVariables(node) ? undefined : mapping?.(node.config);
    if (found === NO_EFFECT && inputs[0] !== undefined) {
      note('folded', message('import.entry.noEffect'));
      outputs.set(node.name, inputs[0]);
      continue;
    }
    if (node.className === PERMUTED) {
      note('understood');
      const { dims } = node.config;
      const params = {
        dims: Array.isArray(dims) ? dims.map(Number) : [],
        outputShape: [...(node.outputShape ?? [])],
      };
      layers.push({ name: node.name, type: PERMUTED, params, inputs });
      continue;
    }
    // Without weights the statistics would have no place.
    if (!found || found === NO_EFFECT || (found.constants && !stored)) {
      note('refused', message(node.shared ? 'import.entry.shared' : 'import.entry.noOperator'));
      layers.push(standIn(node, inputs));
      continue;
    }
    if (found.constants) note('approximated', message('import.entry.constants'));
    else if (found.missing)
      note('approximated', message('import.entry.added', { names: Object.keys(found.missing).join(', ') }));
    else note('understood');
    const { type, params, activation } = found;
    layers.push({
      // A model hands it on to its layers, so theirs alone count when Keras loads it.
      ...{ name: node.name, type, params, inputs, frozen: node.config.trainable === false },
      ...weightsOf(node, found, stored, file),
    });
    if (!activation) continue;
    const behind = `${node.name}/activation`;
    layers.push({ name: behind, ...activationLayer(activation), inputs: [node.name] });
    outputs.set(node.name, behind);
  }
  const modelName = isRecord(json) && isRecord(json.config) ? String(json.config.name) : '';
  const pixels = applicationPixels(modelName, nodes);
  return folded({ format, layers, entries, remarks: [], pixels });
}

const hasVariables = ({ className }: KerasNode): boolean =>
  /Conv|Dense|Normalization|Embedding|Attention|LSTM|GRU/.test(className);

/** A gray layer with the class and configuration of an unsupported one. */
function standIn({ name, className, config, outputShape }: KerasNode, inputs: readonly string[]): ReadLayer {
  return {
    name,
    type: 'Unsupported',
    inputs,
    params: {
      className: className.slice(0, LONGEST_NAME),
      config: JSON.stringify(config).slice(0, LONGEST_NAME),
      outputShape: outputShape ? [...outputShape] : [],
    },
  };
}

function weightsOf(
  node: KerasNode,
  { variables = [], missing = {}, constants }: Understood,
  stored: KerasWeights | undefined,
  file: string,
): Pick<ReadLayer, 'weights'> {
  if (constants) {
    const tensors = Object.entries(constants).map(([name, values]) => [
      name,
      { shape: name === 'count' ? [] : [values.length], data: Float32Array.from(values) },
    ]);
    return { weights: Object.fromEntries(tensors) };
  }
  if (!stored || variables.length === 0) return {};
  const found = stored.of(node);
  const list = Array.isArray(found) ? (found as readonly Tensor[]) : undefined;
  const named = found as Readonly<Record<string, Tensor>>;
  const weights: Record<string, Tensor> = {};
  variables.forEach((variable, index) => {
    weights[variable] =
      (list ? list[index] : (named[variable] ?? named[KERAS_NAMES[variable] ?? variable])) ??
      refuse('import.refused.noWeight', { file, name: `${node.name}/${variable}` });
  });
  const channels = Object.values(weights)[0]?.shape.at(-1) ?? 0;
  for (const [variable, value] of Object.entries(missing)) {
    weights[variable] = { shape: [channels], data: new Float32Array(channels).fill(value) };
  }
  return { weights };
}

/** Variables that have another name in Keras. */
const KERAS_NAMES: Readonly<Record<string, string>> = { kernel: 'depthwise_kernel' };
