/**
 * A study as a folder that trains by itself on any machine, without a connection to this one:
 *
 *   study.json            with its graphs inside, and pinned
 *   app/                  this build of Skipwire
 *   data/datasets/<id>/   data sets that cannot be downloaded there
 *   run.sh                trains what is left of the study
 *   task.yaml             the same as a SkyPilot task
 *   README.md             how to run it, and how to get the results
 */
import { slug } from '../../../core/basics/slug';
import { ownBuild } from '../site/build';
import { filesOfDataset, type TreeFile } from '../site/tree';
import type { ScriptOptions } from './options';
import { readme } from './readme';
import { runScript } from './run';
import { skyTask } from './sky';

export async function scriptFiles(options: ScriptOptions): Promise<TreeFile[]> {
  const { as, study, datasets } = options;
  const build = await ownBuild();
  const named = { ...options, task: slug(study.name, 40, 'study') };
  const copies = datasets.flatMap(({ id, folder }) => (folder === undefined ? [] : [{ id, folder }]));
  const copied = await Promise.all(
    copies.map(async ({ id, folder }) => below(`data/datasets/${id}`, await filesOfDataset(folder))),
  );
  return [
    text('study.json', `${JSON.stringify(study, null, 2)}\n`),
    text('run.sh', runScript(named, build.digest)),
    ...(as === 'sky' ? [text('task.yaml', skyTask(named))] : []),
    text('README.md', readme(named)),
    ...below('app', build.files),
    ...copied.flat(),
  ];
}

const text = (name: string, content: string): TreeFile => ({ name, from: Buffer.from(content) });

const below = (folder: string, files: readonly TreeFile[]): TreeFile[] =>
  files.map(({ name, from }) => ({ name: `${folder}/${name}`, from }));
