/** Type rules of matrix products and biases. */
import { fail, lastSize, like, requireRank, requireShape, type TypeRules, takeFloating } from './rule';

type Family = 'bias_add' | 'bias_grad' | 'matmul';

export const productRules: Pick<TypeRules, Family> = {
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
    const a = requireRank(rule, 0, 2);
    const b = requireRank(rule, 1, 2);
    const [rows, inner] = transposeA ? [a[1], a[0]] : a;
    const [sameInner, columns] = transposeB ? [b[1], b[0]] : b;
    if (inner !== sameInner) fail(rule, 'takes matrices [M, K] and [K, N].');
    return [like(left, [rows as number | null, columns as number | null])];
  },
};
