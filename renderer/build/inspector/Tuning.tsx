/** How layers are trained: frozen or not, and their learning-rate factor. */
import { useMemo } from 'react';
import { type GraphNode, learningRateFactorSchema } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { hasWeights, trainingOf } from '../../../core/network/tuning';
import { fieldOf } from '../../../core/ops/fields';
import { SectionHead } from '../../ui';
import { ParamControl } from '../../ui/ParamControl';
import { changeLearningRateFactor, freezeAllBefore, toggleFrozen } from '../editor/actions';
import { WideButton } from './Facts';

const FACTOR = fieldOf('learningRateFactor', learningRateFactorSchema, {
  label: 'build.inspector.learningRateFactor',
  help: 'build.inspector.learningRateFactorHelp',
  step: 0.1,
});

/** Renders nothing if none of the layers has weights. */
export function Tuning({ nodes }: { nodes: readonly GraphNode[] }) {
  const weighted = useMemo(() => nodes.filter(hasWeights), [nodes]);
  if (weighted.length === 0) return null;
  const ids = weighted.map(({ id }) => id);
  const frozen = weighted.filter((node) => !trainingOf(node).trainable).length;
  const factors = new Set(weighted.map((node) => trainingOf(node).learningRateFactor));
  const [factor] = factors;
  return (
    <>
      <SectionHead>{t('build.inspector.training')}</SectionHead>
      {frozen < weighted.length && (
        <ParamControl
          key={`factor ${ids.join()}`}
          place="training"
          field={FACTOR}
          value={factors.size === 1 ? factor : undefined}
          note={factors.size > 1 ? t('build.inspector.differentFactors') : undefined}
          onChange={(value) =>
            learningRateFactorSchema.safeParse(value).success && changeLearningRateFactor(ids, Number(value))
          }
        />
      )}
      <WideButton command="edit.freeze" onClick={() => toggleFrozen(ids)}>
        {t(frozen === weighted.length ? 'build.inspector.unfreeze' : 'build.inspector.freeze', {
          count: weighted.length,
        })}
      </WideButton>
      <WideButton command="edit.freezeBefore" onClick={() => freezeAllBefore(ids)}>
        {t('build.inspector.freezeBefore')}
      </WideButton>
    </>
  );
}
