/** From nothing in memory to the first step done: what a person waits for after pressing Train. */
import { Contestant } from '../contestant';
import { writeInputs } from '../inputs';
import type { Ready } from '../protocol';
import { markdownTable, type Row } from '../report';
import { median } from '../statistics';
import type { Scenario } from './scenario';

/** Skipwire's preparations between the compiled file and the end of the first step. */
const LOAD_AND_STEP = ['load', 'initial values', 'images', 'begin epoch', 'first step'];

export const firstStep: Scenario = {
  id: 'first-step',
  title: 'Load and first step',
  run: async ({ options, roster, folder, say }) => {
    const network = options.quick
      ? { arm: 'resnet18', side: 32, batch: 8 }
      : { arm: 'resnet50', side: 32, batch: 256 };
    const { weightsFile: _own, ...assignment } = await writeInputs(folder, network);
    const rounds = Math.min(options.rounds, 3);
    const samples = { skipwire: [] as Ready[], keras: [] as Ready[] };
    const ids = (['skipwire', 'keras'] as const).filter((id) => roster.entries.has(id));
    for (let round = 0; round < rounds; round++) {
      for (const id of round % 2 ? [...ids].reverse() : ids) {
        const entry = roster.entries.get(id);
        if (!entry) continue;
        say(`round ${round + 1} of ${rounds}, ${entry.name}: a new process to its first step`);
        const contestant = Contestant.start(entry, assignment);
        try {
          samples[id].push(await contestant.ready());
        } finally {
          await contestant.end();
        }
      }
    }
    const sum = (names: readonly string[], { times }: Ready) =>
      names.reduce((total, name) => total + (times[name] ?? 0), 0) / 1000;
    const skipwire = samples.skipwire.map((ready) => sum(LOAD_AND_STEP, ready));
    const keras = samples.keras.map((ready) => sum(['first step'], ready));
    const everything = (ready: Ready) => sum(Object.keys(ready.times), ready);
    const rows = (
      [
        ['Skipwire, load and first step', skipwire],
        ['Keras, first step of `fit`', keras],
        ['Skipwire, all of it: import, graph, compile, load, first step', samples.skipwire.map(everything)],
        ['Keras, all of it: import, model, first step', samples.keras.map(everything)],
      ] as const
    ).filter(([, values]) => values.length > 0);
    return {
      bars: [
        {
          what: 'load and first step, ResNet-50, over the first step of Keras',
          measured: skipwire.length > 0 && keras.length > 0 ? median(skipwire) / median(keras) : undefined,
          bar: 0.5,
          unit: '',
          why: 'Keras or Skipwire did not take part',
        },
      ],
      body: [
        markdownTable(
          ['what', 's, median', 'min', 'max'],
          rows.map(
            ([name, values]): Row => [
              name,
              median(values).toFixed(2),
              Math.min(...values).toFixed(2),
              Math.max(...values).toFixed(2),
            ],
          ),
        ),
      ],
      notes: [
        `${network.arm} (study), ${network.side}x${network.side}, batch ${network.batch}; a new process each time, ${rounds} times. The bar compares the first two lines, which include neither importing the libraries nor building the model.`,
      ],
    };
  },
};
