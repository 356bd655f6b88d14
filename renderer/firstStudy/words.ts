/** What the first study is, in a sentence or two. */
import { plural } from '../../core/format/plural';
import { presetFor } from '../../core/presets';
import { firstStudy } from '../../core/study/first-study';

const [residual] = firstStudy.presets;

/** For all its runs together. */
export const firstStudyDuration = `about ${firstStudy.minutes} minutes on two processor cores`;

/** Before it is opened. */
export const firstStudyWords = (): string =>
  `The first study trains ${presetFor(residual)?.title} and its plain twin on drawn pictures, in ${firstStudyDuration}.`;

/** When it is opened and not started yet. `params` of each network. */
export const readyWords = ({ depth, params }: { depth: number; params: string }): string =>
  `Both networks have the same ${depth} layers and the same ${params} parameters. One has shortcuts, the other has none. Each is trained with ${plural(firstStudy.seeds.length, 'seed')}; then Compare shows what the shortcuts are worth.`;
