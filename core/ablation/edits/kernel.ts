import { z } from 'zod';
import type { GraphDocument, GraphNode } from '../../graph/document';
import { wire } from '../../graph/topology';
import { message, rule } from '../../messages';
import { param } from '../../ops/fields';
import { defineEdit } from './edit';
import { cannot, withParams } from './parts';

/** Odd, so that the padding is the same on all sides. */
const odd = z
  .int()
  .min(1)
  .max(31)
  .refine((value) => value % 2 === 1, rule(message('ablation.edits.kernel.odd')));

export const kernelEdit = defineEdit({
  kind: 'kernel',
  label: 'ablation.edits.kernel.label',
  help: 'ablation.edits.kernel.help',
  fields: {
    from: param(odd.default(3), {
      label: 'ablation.edits.kernel.from',
      help: 'ablation.edits.kernel.fromHelp',
    }),
    to: param(odd.default(5), { label: 'ablation.edits.kernel.to', help: 'ablation.edits.kernel.toHelp' }),
  },
  apply(document, { from, to }) {
    const found = new Set(document.nodes.filter((node) => hasKernel(node, from)).map(({ id }) => id));
    if (found.size === 0) throw cannot('ablation.edits.kernel.none', { from });
    const pads = paddingOf(document, found);
    const margin = (to - 1) / 2;
    const margins = [margin, margin, margin, margin];
    return withParams(document, ({ id, params }): GraphNode['params'] | undefined => {
      if (pads.has(id)) return { padding: margins };
      if (!found.has(id)) return undefined;
      return { kernelSize: [to, to], ...(params.padding === 'explicit' ? { explicitPadding: margins } : {}) };
    });
  },
});

const WITH_KERNEL: ReadonlySet<string> = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D']);

const hasKernel = ({ type, params }: GraphNode, side: number): boolean =>
  WITH_KERNEL.has(type) && String(params.kernelSize) === `${side},${side}`;

/** ZeroPadding2D layers that pad for these convolutions alone, as in networks with symmetric padding. */
function paddingOf(document: GraphDocument, convolutions: ReadonlySet<string>): Set<string> {
  const wiring = wire(document);
  const pads = document.nodes.filter(({ id, type }) => {
    const readers = wiring.outgoing(id);
    return (
      type === 'ZeroPadding2D' &&
      readers.length > 0 &&
      readers.every(
        ({ target }) => convolutions.has(target) && wiring.nodes.get(target)?.params.padding === 'valid',
      )
    );
  });
  return new Set(pads.map(({ id }) => id));
}
