import { t } from '../../core/messages';
import { presetFor } from '../../core/presets';
import { firstStudy } from '../../core/study/first-study';

const [residual] = firstStudy.presets;

export const firstStudyDuration = (): string =>
  t('train.firstStudy.duration', { minutes: firstStudy.minutes });

export const firstStudyWords = (): string =>
  t('train.firstStudy.about', {
    network: presetFor(residual)?.title ?? residual,
    duration: firstStudyDuration(),
  });

/** `params` of each network. */
export const readyWords = ({ depth, params }: { depth: number; params: number }): string =>
  t('train.firstStudy.ready', { depth, params, seeds: firstStudy.seeds.length });
