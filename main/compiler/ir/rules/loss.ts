/** Type rules of losses, and of counts of right answers. */
import {
  float,
  integer,
  lastSize,
  type RuleArguments,
  requireRank,
  requireShape,
  type TypeRules,
  take,
  typeBug,
} from './rule';

type OfScores = 'softmax_cross_entropy' | 'count_correct' | 'count_top' | 'confusion_matrix';

/** (scores [N,C], labels [N]) -> N and C */
function scoresAndLabels(rule: RuleArguments<OfScores>) {
  take(rule, 'float32', 'int32');
  const [batch = null] = requireRank(rule, 0, 2);
  requireShape(rule, 1, [batch]);
  return { batch, classes: lastSize(rule, 0) };
}

export const lossRules = {
  softmax_cross_entropy: (rule) => {
    const { batch, classes } = scoresAndLabels(rule);
    return [float([batch]), float([batch, classes])];
  },
  soft_cross_entropy: (rule) => {
    take(rule, 'float32', 'float32');
    const scores = requireRank(rule, 0, 2);
    lastSize(rule, 0);
    requireShape(rule, 1, scores);
    return [float(scores.slice(0, 1)), float(scores)];
  },
  one_hot: (rule) => {
    take(rule, 'int32');
    const [batch = null] = requireRank(rule, 0, 1);
    const { classes } = rule.attributes;
    if (!(Number.isInteger(classes) && classes >= 1)) typeBug(rule, 'needs one class or more.');
    return [float([batch, classes])];
  },
  count_correct: (rule) => {
    scoresAndLabels(rule);
    return [integer([])];
  },
  count_top: (rule) => {
    const { k } = rule.attributes;
    if (!(k >= 1 && k <= scoresAndLabels(rule).classes)) typeBug(rule, 'needs 1 <= k <= classes.');
    return [integer([])];
  },
  confusion_matrix: (rule) => {
    const { classes } = scoresAndLabels(rule);
    return [integer([classes, classes])];
  },
} satisfies Partial<TypeRules>;
