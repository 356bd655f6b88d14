/** Conditions with TensorFlow's Switch and Merge: nodes that depend on the other branch do not run. */
import { int, type } from './attributes';
import type { Emitters } from './emitter';

const T = type('float32');
const flag = type('bool');

export const conditionEmitters = {
  // A sum of squares is finite where all values are (and below about 1e19). Clipping needs the same sums, and TensorFlow
  // merges equal nodes.
  all_finite: ({ main, part, tensors }) => {
    const sums = tensors.map((tensor, index) => part(`square_${index}`, 'L2Loss', [tensor], { T }));
    const all = sums.length === 1 ? sums[0]! : part('total', 'AddN', sums, { T, N: int(sums.length) });
    return [main('IsFinite', [all], { T })];
  },
  when: ({ main, tensors, T }) => [`${main('Switch', tensors, { T })}:1`],
  // The chosen branch ends when everything that depends on it has run, the other one at once.
  settled: ({ part, node, input, writer }) => {
    const fork = part('fork', 'Switch', [input(0), input(0)], { T: flag });
    const ran = part('ran', 'Identity', [`${fork}:1`], { T: flag }, { after: node.after });
    writer.node('Merge', node.name, [fork, ran], { T: flag, N: int(2) });
    return [];
  },
  next_loss_scale: ({ main, part, input, attributes, writer }) => {
    const one = part('one_more', 'AddV2', [input(2), writer.scalar(1)], { T });
    const full = part('full', 'GreaterEqual', [one, writer.scalar(attributes.growthSteps)], { T });
    const doubled = part('doubled', 'Mul', [input(1), writer.scalar(2)], { T });
    const halved = part('halved', 'Mul', [input(1), writer.scalar(0.5)], { T });
    const grown = part('grown', 'SelectV2', [full, doubled, input(1)], { T });
    const counted = part('counted', 'SelectV2', [full, writer.scalar(0), one], { T });
    const good = part('good', 'SelectV2', [input(0), counted, writer.scalar(0)], { T });
    return [main('SelectV2', [input(0), grown, halved], { T }), good];
  },
} satisfies Partial<Emitters>;
