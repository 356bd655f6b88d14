/** The images that the arms of a study are trained on. */
import { cellsOf } from '../../core/ablation/cells';
import { settingsOf } from '../../core/ablation/read';
import type { StudyImages } from '../../core/ablation/resolve';
import type { Study } from '../../core/ablation/study';
import { selectableOf } from '../../core/contract/selectable-set';
import type { TrainingSettings } from '../../core/study/settings';
import type { DatasetStore } from '../datasets';
import { planOf } from '../datasets/selection';

export type ImagesOf = (settings: TrainingSettings) => StudyImages;

/** @throws Refusal for a data set that is not known. */
export async function imagesOf(study: Study, datasets: Pick<DatasetStore, 'info'>): Promise<ImagesOf> {
  const cells = cellsOf({ ...study, seeds: study.seeds.slice(0, 1), settings: settingsOf(study) });
  const names = new Set(
    [settingsOf(study), ...cells.map(({ settings }) => settings)].map((one) => one.dataset),
  );
  const infos = new Map(
    await Promise.all([...names].map(async (name) => [name, await datasets.info(name)] as const)),
  );
  return (settings) => {
    const info = infos.get(settings.dataset)!;
    const { train, classes } = planOf(selectableOf(info), settings);
    const [height, width, channels] = info.imageShape;
    return { inputShape: [height, width, channels], classes: classes.length, trainImages: train.count };
  };
}
