/** Type rules of what is fed, constant, stored or read from files. */
import type { IteratorSpec } from '../attributes';
import {
  fail,
  float,
  integer,
  type RuleArguments,
  requireShape,
  sameShape,
  type TypeRules,
  take,
  variableOf,
} from './rule';

type Family =
  | 'input'
  | 'constant'
  | 'read'
  | 'assign'
  | 'initial_value'
  | 'load_file'
  | 'begin_iteration'
  | 'next_batch';

function checkIterator(rule: RuleArguments<'begin_iteration' | 'next_batch'>, spec: IteratorSpec): void {
  const images = variableOf(rule, spec.images);
  const labels = variableOf(rule, spec.labels);
  if (images.dtype !== 'uint8' || !sameShape(images.shape, [spec.count, ...spec.imageShape])) {
    fail(rule, `iterates over uint8 images [count, ...imageShape], which '${spec.images}' is not.`);
  }
  if (labels.dtype !== 'int32' || !sameShape(labels.shape, [spec.count])) {
    fail(rule, `iterates over int32 labels [count], which '${spec.labels}' is not.`);
  }
  if (spec.batchSize < 1) fail(rule, 'needs a batch size of 1 or more.');
}

export const stateRules: Pick<TypeRules, Family> = {
  input: (rule) => {
    take(rule);
    return [{ dtype: rule.attributes.dtype, shape: rule.attributes.shape }];
  },
  constant: (rule) => {
    take(rule);
    return [{ dtype: rule.attributes.dtype, shape: rule.attributes.shape }];
  },
  read: (rule) => {
    take(rule);
    const { dtype, shape } = variableOf(rule, rule.attributes.variable);
    return [{ dtype, shape }];
  },
  assign: (rule) => {
    const variable = variableOf(rule, rule.attributes.variable);
    take(rule, variable.dtype);
    requireShape(rule, 0, variable.shape);
    return [];
  },
  initial_value: (rule) => {
    take(rule, 'int32');
    requireShape(rule, 0, []);
    return [float(rule.attributes.shape)];
  },
  load_file: (rule) => {
    take(rule);
    return [{ dtype: rule.attributes.dtype, shape: rule.attributes.shape }];
  },
  begin_iteration: (rule) => {
    if (rule.attributes.shuffle) {
      take(rule, 'int32', 'int32', 'int32').forEach((_, index) => {
        requireShape(rule, index, []);
      });
    } else {
      take(rule);
    }
    checkIterator(rule, rule.attributes.iterator);
    return [];
  },
  next_batch: (rule) => {
    take(rule);
    const { iterator } = rule.attributes;
    checkIterator(rule, iterator);
    return [float([null, ...iterator.imageShape]), integer([null])];
  },
};
