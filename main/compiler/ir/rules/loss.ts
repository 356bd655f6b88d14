/** Type rules of losses against a distribution. */
import { fail, float, lastSize, requireRank, requireShape, type TypeRules, take } from './rule';

type Family = 'soft_cross_entropy' | 'one_hot';

export const lossRules: Pick<TypeRules, Family> = {
  soft_cross_entropy: (rule) => {
    take(rule, 'float32', 'float32');
    const scores = requireRank(rule, 0, 2);
    lastSize(rule, 0);
    requireShape(rule, 1, scores);
    return [float([scores[0] as number | null]), float(scores)];
  },
  one_hot: (rule) => {
    take(rule, 'int32');
    const [batch] = requireRank(rule, 0, 1);
    const { classes } = rule.attributes;
    if (!(Number.isInteger(classes) && classes >= 1)) fail(rule, 'needs one class or more.');
    return [float([batch as number | null, classes])];
  },
};
