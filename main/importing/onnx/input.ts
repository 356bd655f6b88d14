/** The images that an ONNX graph takes, as an Input layer. */
import { formatShape } from '../../../core/format/shape';
import { type Message, message } from '../../../core/messages';
import { refuse } from '../../basics/refusal';
import { type Draft, NotUnderstood } from './draft';
import type { OnnxInput, OnnxModel } from './model';
import { imageValue, type Value, vectorValue } from './value';

/** Default for an open height and width: the usual size for photos. */
const OPEN_SIDE = 224;

interface Begin {
  value: Value;
  batch: number | null;
  remark?: Message;
}

/** @throws Refusal where the input is no image. */
export function inputLayout(model: OnnxModel, input: OnnxInput, draft: Draft, file: string): Begin {
  const { name, dims } = input;
  const wrong = () => refuse('import.onnx.inputShape', { file, name, shape: `[${dims?.join(', ') ?? ''}]` });
  if (!dims || (dims.length !== 4 && dims.length !== 2)) wrong();
  const [batch = null, ...sides] = dims as (number | null)[];
  try {
    if (sides.length === 1) {
      const [size] = sides;
      if (size === null || size === undefined) return wrong();
      const image = draft.add('input', 'Input', { shape: [1, 1, size] }, []);
      return { value: vectorValue(draft.add('flatten', 'Flatten', {}, [image.name]).name, size), batch };
    }
    const isLast = readAsLast(model, name);
    const [channels, height, width] = isLast ? [sides[2], sides[0], sides[1]] : sides;
    const known = channels ?? channelsOf(model, name);
    if (!known) return wrong();
    const shape = [height ?? OPEN_SIDE, width ?? OPEN_SIDE, known];
    const { name: layer } = draft.add('input', 'Input', { shape }, []);
    const value = imageValue(layer, shape);
    return {
      value: isLast ? { ...value, axes: [[0], [1], [2]] } : value,
      batch,
      ...(height && width
        ? {}
        : { remark: message('import.onnx.remark.openSize', { shape: formatShape(shape) }) }),
    };
  } catch (error) {
    if (error instanceof NotUnderstood) return wrong();
    throw error;
  }
}

const PREPARING = ['Sub', 'Div', 'Mul', 'Add', 'Cast', 'Identity'];

/** Whether, apart from scaling, the images are first transposed to channels first. */
function readAsLast({ nodes }: OnnxModel, input: string): boolean {
  let name = input;
  for (const node of nodes) {
    if (!node.inputs.includes(name)) continue;
    if (node.op === 'Transpose') return node.attributes.ints('perm')?.join() === '0,3,1,2';
    if (!PREPARING.includes(node.op)) return false;
    name = node.outputs[0] ?? '';
  }
  return false;
}

/** Channels of the first convolution's input. */
function channelsOf({ nodes, constants }: OnnxModel, input: string): number | undefined {
  const conv = nodes.find((node) => node.op === 'Conv' && node.inputs[0] === input);
  const [, inGroup] = constants.get(conv?.inputs[1] ?? '')?.dims ?? [];
  return inGroup === undefined ? undefined : inGroup * (conv?.attributes.int('group', 1) ?? 1);
}
