/** Pictures through ResNet-50, decoding included, over Keras' `predict` on the same files. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPreset } from '../../../core/presets';
import { exportRun } from '../../../main/exporting';
import { makeRun } from '../../integration/exporting/support';
import { bundledWorker } from '../../support/worker';
import { Contestant } from '../contestant';
import type { PredictAssignment } from '../contestants/skipwire-predict';
import { markdownTable, type Row } from '../report';
import { skipwireEntry } from '../roster';
import { writeSquares } from '../squares';
import { largestRelativeDifference, median } from '../statistics';
import type { Scenario } from './scenario';

const SIDE = 224;
/** Pictures whose answers are compared; also what warms both up. */
const COMPARED = 64;

export const predict: Scenario = {
  id: 'predict',
  title: 'Pictures through ResNet-50',
  run: async ({ options, roster, folder, say }) => {
    const count = options.quick ? 64 : 1000;
    const squares = await writeSquares(folder, count, SIDE, roster.engine);
    const graph = buildPreset('resnet50', { inputShape: [SIDE, SIDE, 3], classes: 2 });
    const made = await makeRun(graph);
    const kerasFile = join(folder, 'resnet50.keras');
    await exportRun(made.store, made.id, 'keras', kerasFile);
    const assignment: PredictAssignment = {
      ...{ root: dirname(made.folder), id: made.id, kerasFile, worker: bundledWorker() },
      ...{ paths: squares.paths, side: SIDE },
    };
    const keras = roster.entries.get('keras');
    const entries = [
      skipwireEntry(roster.engine, 'Skipwire', 'skipwire-predict'),
      ...(keras ? [predictEntry(keras)] : []),
    ];
    const contestants = entries.map((entry) => ({
      name: entry.name,
      contestant: Contestant.start(entry, assignment),
      ms: [] as number[],
      answers: [] as readonly number[],
    }));
    try {
      for (const each of contestants) {
        await each.contestant.ready();
        each.answers = (await each.contestant.ask('losses', Math.min(count, COMPARED))).losses;
      }
      for (let round = 0; round < options.rounds; round++) {
        for (let turn = 0; turn < contestants.length; turn++) {
          const { name, contestant, ms } = contestants[(turn + round) % contestants.length]!;
          ms.push(...(await contestant.ask('steps', 1)).ms);
          say(`round ${round + 1} of ${options.rounds}: ${name} ${(ms.at(-1)! / 1000).toFixed(1)} s`);
        }
      }
    } finally {
      await Promise.all(contestants.map(({ contestant }) => contestant.end()));
      rmSync(dirname(made.folder), { recursive: true, force: true });
    }
    const [ours, theirs] = contestants;
    const what = `${count} pictures through ResNet-50, over Keras' predict`;
    const rows = contestants.map(
      ({ name, ms }): Row => [name, (median(ms) / 1000).toFixed(1), ((1000 * count) / median(ms)).toFixed(1)],
    );
    return {
      bars: [
        theirs
          ? { what, measured: median(ours!.ms) / median(theirs.ms), bar: 1.1, unit: '' }
          : { what, bar: 1.1, unit: '', why: 'no Keras here' },
      ],
      body: [markdownTable(['contestant', 's, median', 'pictures a second'], rows)],
      notes: [
        `${squares.note} Medians of ${options.rounds} rounds, each round starting with another contestant; batches of 32. Skipwire's time is that of \`skipwire predict\` on the files: it checks and decodes them, starts a process with TensorFlow, compiles the network and answers. Keras has its model and its TensorFlow already.`,
        ...(theirs
          ? [
              `Shares of the first class of ${ours!.answers.length} pictures differ by ${largestRelativeDifference(theirs.answers, ours!.answers).toExponential(1)} at most, relative.`,
            ]
          : roster.absent),
      ],
    };
  },
};

/** The Python of Keras' contestant with another program. */
const predictEntry = (keras: { name: string; program: string; args: readonly string[]; env?: object }) => ({
  ...keras,
  args: keras.args.map((arg) => arg.replace(/keras_step\.py$/, 'keras_predict.py')),
  env: { ...keras.env },
});
