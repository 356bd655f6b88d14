/** A study with names that every format must escape. */
import { buildPreset } from '../../../../core/presets';
import type { ReportedRun, ReportedStudy } from '../../../../core/report/study';
import { type Draft, run } from '../study/runs';

/** Special in HTML, Markdown or LaTeX. */
const HOSTILE = `a<b> & "c" 'd' 50% _e_ #f $g$ {h} ~i^ \\j |k| *l* [m](n) \`o\``;

const ENVIRONMENT = {
  host: 'cli',
  versions: { skipwire: '0.1.0', node: '20.20.2', tensorflow: '2.21.0' },
  device: 'cpu',
  cpu: { model: 'AMD EPYC', cores: 2 },
  memory: 25_276_502_016,
  os: 'Linux 6.18 x64',
};

export const reported = (draft: Draft): ReportedRun => ({
  record: run(draft),
  steps: Array.from({ length: 8 }, (_, index) => ({
    step: index + 1,
    seconds: index,
    loss: 2.3 / (index + 1),
  })),
  diagnostics: [],
  environment: ENVIRONMENT,
  surfaces: [],
});

const seeds = (draft: Draft, accuracies: readonly number[]): ReportedRun[] =>
  accuracies.map((accuracy, index) =>
    reported({
      twinKey: 'k20',
      depth: 20,
      accuracy,
      ...draft,
      settings: { seed: index + 1, ...draft.settings },
    }),
  );

const network = (id: string) => buildPreset(id, { style: 'cifar', inputShape: [32, 32, 3], classes: 10 });

/** Residual against plain, with three seeds each; the last plain run has failed. */
export function study(change: Partial<ReportedStudy> = {}): ReportedStudy {
  const plain = seeds({ variant: 'plain', arm: 'Plain-20' }, [0.8, 0.81]);
  const failed = reported({
    ...{
      variant: 'plain',
      twinKey: 'k20',
      depth: 20,
      arm: 'Plain-20',
      state: 'failed',
      epochs: 1,
      planned: 2,
    },
    settings: { seed: 3 },
    record: { error: 'The loss was not finite.', diverged: true },
  });
  return {
    id: 's',
    name: HOSTILE,
    question: 'What are the shortcuts worth?',
    arms: [
      {
        graph: network('resnet20'),
        runs: seeds({ variant: 'residual', arm: 'ResNet-20' }, [0.9, 0.91, 0.92]),
      },
      { graph: network('plain20'), runs: [...plain, failed] },
    ],
    commands: ['npx skipwire study --arms networks/resnet-20.json,networks/plain-20.json --seeds 1,2,3'],
    ...change,
  };
}
