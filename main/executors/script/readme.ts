/** `README.md` of a study's folder. */
import { listOf, t } from '../../../core/messages';
import { engines } from '../../../package.json';
import { quoted } from '../../basics/shell-quote';
import type { ScriptDataset, ScriptOptions } from './options';

export function readme({
  as,
  study,
  runs,
  datasets,
  version,
  task,
}: ScriptOptions & { task: string }): string {
  const names = (of: readonly ScriptDataset[]) => listOf(of.map(({ name }) => name));
  const inside = datasets.filter(({ folder }) => folder !== undefined);
  const fetched = datasets.filter(({ folder }) => folder === undefined);
  const sky = as === 'sky';
  const from = sky ? `${task}:sky_workdir` : 'HOST:FOLDER';
  return [
    `# ${study.name}`,
    study.question,
    t('executors.script.about', { runs, version }),
    inside.length > 0 ? t('executors.script.inside', { names: names(inside) }) : '',
    fetched.length > 0 ? t('executors.script.fetched', { names: names(fetched) }) : '',
    t('executors.script.needs', { node: engines.node.replace('>=', '') }),
    sky
      ? block(`sky launch -c ${task} task.yaml`)
      : block(
          'rsync -a ./ HOST:FOLDER/',
          'ssh HOST',
          'cd FOLDER',
          'nohup sh run.sh > table.md 2> progress.txt &',
        ),
    t('executors.script.again', { command: sky ? `sky exec ${task} task.yaml` : 'sh run.sh' }),
    t('executors.script.results'),
    block(
      `rsync -a ${from}/runs/ runs/`,
      `npx skipwire report ${quoted(study.name)} --runs runs --out report`,
      ...(sky ? [`sky down ${task}`] : []),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const block = (...lines: string[]): string => ['```sh', ...lines, '```'].join('\n');
