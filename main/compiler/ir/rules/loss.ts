/** Type rules of losses against a distribution, and of counts of right answers. */
import {
  fail,
  float,
  integer,
  lastSize,
  type RuleArguments,
  requireRank,
  requireShape,
  type TypeRules,
  take,
} from './rule';

type Family = 'soft_cross_entropy' | 'one_hot' | 'count_top' | 'confusion_matrix';

/** (scores [N,C], labels [N]) -> C */
const classesOf = (rule: RuleArguments<'count_top' | 'confusion_matrix'>): number => {
  take(rule, 'float32', 'int32');
  const [batch] = requireRank(rule, 0, 2);
  requireShape(rule, 1, [batch as number | null]);
  return lastSize(rule, 0);
};

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
  count_top: (rule) => {
    const { k } = rule.attributes;
    if (!(k >= 1 && k <= classesOf(rule))) fail(rule, 'needs 1 <= k <= classes.');
    return [integer([])];
  },
  confusion_matrix: (rule) => {
    const classes = classesOf(rule);
    return [integer([classes, classes])];
  },
};
