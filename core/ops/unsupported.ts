/**
 * Unsupported: a layer of an imported model that Skipwire has no operator for. It keeps the layer's own class and
 * configuration, and passes its shape on where the file says it, so that the rest of the network can be read and edited.
 * It cannot be added from the palette, and a network with one of these is not compiled.
 */
import { z } from 'zod';
import { LONGEST_NAME } from '../basics/limits';
import { message } from '../messages';
import { MOST_INPUTS } from './merge';
import { defineOperator, ShapeRuleError } from './operator';
import { count } from './shared-params';

const schema = z.strictObject({
  /** The class in the framework that it comes from, such as `MultiHeadAttention`. */
  className: z.string().max(LONGEST_NAME).default(''),
  /** Its configuration as JSON, cut where it is too long. */
  config: z.string().max(LONGEST_NAME).default('{}'),
  /** Without the batch dimension; empty where the file does not say. */
  outputShape: z.array(count).max(6).default([]),
});

function unknown({ className }: z.infer<typeof schema>): ShapeRuleError {
  return new ShapeRuleError(
    'node.unsupported',
    message('ops.rule.unsupported'),
    className,
    message('ops.rule.unsupportedHint'),
  );
}

export const unsupported = defineOperator({
  type: 'Unsupported',
  title: 'Unsupported',
  kind: 'unsupported',
  help: 'ops.help.Unsupported',
  keywords: [],
  inputs: { min: 0, max: MOST_INPUTS },
  schema,
  outputShape(_inputs, params) {
    if (params.outputShape.length > 0) return params.outputShape;
    throw unknown(params);
  },
  // The analysis has the shape by now, so the layers behind it get theirs, and the problem is said here.
  weights(_inputs, params) {
    throw unknown(params);
  },
  caption: ({ className }) => className,
});
