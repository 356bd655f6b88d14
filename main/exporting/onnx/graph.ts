/** From the network alone, in the IR, to an ONNX graph. */
import type { Inference } from '../../../core/study/inference';
import type { OperatorName } from '../../compiler/ir/attributes';
import type { Program, Value, Weights } from '../../compiler/ir/types';
import { type Step, walkNetwork } from '../walk';
import { type Context, operators } from './operators';
import { type ElementType, int, ints, TYPE } from './schema';
import { GraphWriter } from './writer';

export interface OnnxGraph {
  graph: GraphWriter;
  input: Port;
  output: Port;
}

interface Port {
  name: string;
  type: ElementType;
  /** [N, ...] with null for the batch. */
  shape: readonly (number | null)[];
}

const TAKE_BIAS: readonly OperatorName[] = ['conv2d', 'depthwise_conv2d', 'conv2d_transpose', 'matmul'];

/** @param program as `inferenceProgram` makes it. @throws Refusal for an operator that ONNX has no writer for. */
export function onnxGraph(
  program: Program,
  weights: Weights,
  { layout, dtype }: Inference['input'],
): OnnxGraph {
  const graph = new GraphWriter();
  const [entry] = program.entries;
  const images = entry?.inputs.x as Value;
  const [, height = 0, width = 0, channels = 0] = images.shape as number[];
  const isFirst = layout === 'NCHW';
  const input: Port = {
    name: graph.input('images'),
    type: dtype === 'uint8' ? 'uint8' : 'float',
    shape: isFirst ? [null, channels, height, width] : [null, height, width, channels],
  };
  let x = input.name;
  if (dtype === 'uint8') x = graph.node('images/float', 'Cast', [x], { to: int(TYPE.float) });
  if (!isFirst) x = graph.node('images/channels_first', 'Transpose', [x], { perm: ints([0, 3, 1, 2]) });
  const scores = walkNetwork(program, weights, x, {
    name: 'ONNX',
    takesBias: TAKE_BIAS,
    scalar: (value) => graph.scalar(value),
    write: (step) =>
      (operators[step.node.operator] as ((context: Context) => string) | undefined)?.(contextOf(step, graph)),
  });
  const y = entry?.outputs.y as Value;
  return {
    graph,
    input,
    output: { name: graph.node('scores', 'Identity', [scores]), type: 'float', shape: y.shape },
  };
}

function contextOf(step: Step<string>, graph: GraphWriter): Context {
  const { node } = step;
  return {
    ...step,
    graph,
    bias: () => {
      const bias = step.bias();
      return bias && graph.tensor(bias.name, bias.shape, bias.data);
    },
    op: (op, input, attributes, part) =>
      graph.node(part === undefined ? node.name : `${node.name}/${part}`, op, input, attributes),
  };
}
