/**
 * Unsupported: a layer of an imported model that Skipwire has no operator for. It keeps the layer's class and
 * configuration, and its output shape if the file has it, so that the rest of the network can be read and edited. It
 * cannot be added from the palette, and a network that contains one is not compiled.
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
  /** Its configuration as JSON, truncated if too long. */
  config: z.string().max(LONGEST_NAME).default('{}'),
  /** Without the batch dimension; empty if the file does not have it. */
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
  // The analysis has the shape by now, so later layers get theirs, and the problem is reported here.
  weights(_inputs, params) {
    throw unknown(params);
  },
  caption: ({ className }) => className,
});
