/** The type rule of every operator. */
import type { OperatorAttributes, OperatorName } from '../attributes';
import type { TensorType } from '../tensor-type';
import type { Variable } from '../types';
import { conditionRules } from './condition';
import { convolutionRules } from './convolution';
import { convolutionProductRules } from './convolution-product';
import { dataRules } from './data';
import { imageRules } from './images';
import { lossRules } from './loss';
import { mergeRules } from './merge';
import { normalizationRules } from './normalization';
import { optimizerRules } from './optimizer';
import { pointwiseRules } from './pointwise';
import { productRules } from './product';
import type { TypeRule, TypeRules } from './rule';
import { shapeRules } from './shape';
import { stateRules } from './state';

const rules: TypeRules = {
  ...stateRules,
  ...convolutionRules,
  ...productRules,
  ...convolutionProductRules,
  ...normalizationRules,
  ...shapeRules,
  ...pointwiseRules,
  ...lossRules,
  ...optimizerRules,
  ...dataRules,
  ...imageRules,
  ...conditionRules,
  ...mergeRules,
};

export const operatorNames = Object.keys(rules) as OperatorName[];

/**
 * The types of a node's outputs.
 * @throws IrError naming the node and the rule that it breaks
 */
export function inferTypes<Name extends OperatorName>(
  operator: Name,
  node: string,
  inputs: readonly TensorType[],
  attributes: OperatorAttributes[Name],
  variables: ReadonlyMap<string, Variable>,
): readonly TensorType[] {
  const rule = rules[operator] as TypeRule<Name>;
  return rule({ operator, node, inputs, attributes, variables });
}
