/** Writes a study as a folder that trains on another machine. */
import { constants } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { cellsOf } from '../../../core/ablation/cells';
import { pinsOf } from '../../../core/ablation/resolve';
import { formatBytes } from '../../../core/format/bytes';
import { t } from '../../../core/messages';
import { scriptFiles } from '../../executors/script';
import type { ScriptDataset, ScriptKind } from '../../executors/script/options';
import type { TreeFile } from '../../executors/site/tree';
import { writeTarget } from '../../exporting/target';
import { version } from '../../hosts/app-info';
import { createServices, type Services } from '../../services';
import { readStudyFile } from '../../studies/file';
import { say } from '../output/output';

/** @throws StudyError, Refusal for a study that cannot be trained, and where the folder has files */
export async function writeStudyScript(
  file: string,
  { as, out }: { as: ScriptKind; out: string },
): Promise<void> {
  const { study } = await readStudyFile(file);
  const services = await createServices({ host: 'cli', version });
  try {
    const resolved = await services.studies.require(study);
    const { memory } = await services.studies.plan(resolved);
    const cells = cellsOf(resolved);
    const ids = new Set(cells.map(({ settings }) => settings.dataset));
    const sets = await Promise.all([...ids].map((id) => datasetOf(services, id)));
    const files = await scriptFiles({
      ...{ as, memory, version, runs: cells.length },
      study: { ...study, cells: pinsOf(resolved) },
      datasets: sets,
    });
    const folder = resolve(out);
    await writeTarget(folder, { force: false, filesOfExport: async () => [] }, (temporary) =>
      writeFiles(files, temporary),
    );
    for (const { name, folder: copied, bytes } of sets)
      if (copied !== undefined) say(t('cli.study.script.copied', { name, size: formatBytes(bytes) }));
    say(t('cli.study.script.written', { folder }));
  } finally {
    await services.close();
  }
}

/**
 * Sets that everyone can get are downloaded there; a person's own ones, drawn ones and samples are copied as they are here.
 * @throws Refusal where the images are nowhere
 */
async function datasetOf({ datasets }: Services, id: string): Promise<ScriptDataset & { bytes: number }> {
  const { name, kind, state, sampleOf, sources, sizes, bytes } = await datasets.info(id);
  const set = { id, name, bytes, photographs: sizes === 'varied' };
  const isDownloaded = sources.includes('download') && sampleOf === undefined;
  if (isDownloaded || (kind === 'drawn' && state === 'absent')) return set;
  await datasets.manifest(id);
  return { ...set, folder: datasets.folder(id) };
}

async function writeFiles(files: readonly TreeFile[], folder: string): Promise<void> {
  for (const { name, from } of files) {
    const path = join(folder, ...name.split('/'));
    await mkdir(dirname(path), { recursive: true });
    if (typeof from === 'string') await copyFile(from, path, constants.COPYFILE_FICLONE);
    else await writeFile(path, from);
  }
}
