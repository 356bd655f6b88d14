/** Type rules of matrix products and biases. */
import { lastSize, like, requireRank, requireShape, type TypeRules, takeFloating, typeBug } from './rule';

export const productRules = {
  bias_add: (rule) => {
    const [x] = takeFloating(rule, 2);
    requireShape(rule, 1, [lastSize(rule, 0)]);
    return [x!];
  },
  bias_grad: (rule) => {
    const [dy] = takeFloating(rule, 1);
    return [like(dy, [lastSize(rule, 0)])];
  },
  matmul: (rule) => {
    const [left] = takeFloating(rule, 2);
    const { transposeA, transposeB } = rule.attributes;
    const sides = (index: number, isTransposed: boolean) => {
      const [rows = null, columns = null] = requireRank(rule, index, 2);
      return isTransposed ? [columns, rows] : [rows, columns];
    };
    const [rows = null, inner] = sides(0, transposeA);
    const [sameInner, columns = null] = sides(1, transposeB);
    if (inner !== sameInner) typeBug(rule, 'takes matrices [M, K] and [K, N].');
    return [like(left, [rows, columns])];
  },
} satisfies Partial<TypeRules>;
