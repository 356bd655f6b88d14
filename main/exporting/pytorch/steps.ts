/** From the trained graph to the steps of its forward pass. */
import type { GraphAnalysis, NodeAnalysis } from '../../../core/analysis/types';
import { message } from '../../../core/messages';
import { conv2d } from '../../../core/ops/conv2d';
import { maxPooling2d } from '../../../core/ops/pooling2d';
import type { Quad } from '../../../core/ops/shared-params';
import { NOT_NEGATIVE } from '../../../core/ops/shared-params';
import { zeroPadding2d } from '../../../core/ops/zero-padding2d';
import { Refusal } from '../../basics/refusal';
import { mappings } from './mappings';
import type { Step } from './step';

const byType = new Map(mappings);

/** Operator types that have a row here; a test compares them with the registry. */
export const pytorchTypes: ReadonlySet<string> = new Set(['Input', ...byType.keys()]);

/** @returns in an order in which each comes after its inputs; `output` is the id of the last one. */
export function stepsOf(analysis: GraphAnalysis): { steps: Step[]; input: string; output: string } {
  const users = new Map<string, NodeAnalysis[]>();
  for (const node of Object.values(analysis.nodes)) {
    for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node]);
  }
  const steps: Step[] = [];
  /** The step that gives a node's value. */
  const valueAt = new Map<string, string>();
  const padded = new Map<string, Quad>();
  const input = analysis.inputId as string;
  valueAt.set(input, input);
  for (const id of analysis.order) {
    const node = analysis.nodes[id] as NodeAnalysis;
    if (node.type === 'Input') continue;
    const inputs = node.inputs.map((each) => valueAt.get(each) as string);
    const [user, another] = users.get(id) ?? [];
    const pads = user && !another ? foldable(node, user, analysis) : undefined;
    if (pads && user) {
      padded.set(user.id, pads);
      valueAt.set(id, inputs[0] as string);
      continue;
    }
    const mapping = byType.get(node.type);
    if (!mapping) throw refused(node);
    const pieces = mapping(node, padded.get(id) ?? [0, 0, 0, 0]);
    let previous = inputs;
    for (const [index, { role = '', does }] of pieces.entries()) {
      const last = index === pieces.length - 1;
      const step = { id: last ? id : `${id}#${index}`, node: id, role, inputs: previous, does };
      steps.push(step);
      previous = [step.id];
    }
    valueAt.set(id, previous[0] as string);
  }
  return { steps, input, output: valueAt.get(analysis.outputId as string) as string };
}

/** Margins of a ZeroPadding2D that the layer behind it can take as its own padding. */
function foldable(pad: NodeAnalysis, user: NodeAnalysis, analysis: GraphAnalysis): Quad | undefined {
  if (pad.type !== zeroPadding2d.type) return undefined;
  const { padding } = zeroPadding2d.schema.parse(pad.params);
  const [top, bottom, left, right] = padding;
  if (top !== bottom || left !== right) return undefined;
  if (user.type === conv2d.type) return user.params.padding === 'valid' ? padding : undefined;
  if (user.type !== maxPooling2d.type) return undefined;
  const { padding: kind, poolSize } = maxPooling2d.schema.parse(user.params);
  const source = analysis.nodes[pad.inputs[0] as string];
  // PyTorch pads with -inf, at most half a window.
  const fits = 2 * top <= poolSize[0] && 2 * left <= poolSize[1];
  return kind === 'valid' && fits && NOT_NEGATIVE.includes(String(source?.params.function))
    ? padding
    : undefined;
}

const refused = ({ type }: NodeAnalysis) =>
  new Refusal(message('export.refused.operator', { operator: type, format: 'PyTorch' }));
