/** What the input pipeline costs: a whole epoch over as many steps on a batch that is there already. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SplitSource } from '../../../main/compiler/types';
import { Contestant } from '../contestant';
import type { EpochAssignment } from '../contestants/skipwire-epoch';
import { randomNumbers } from '../inputs';
import { writePhotos } from '../photos';
import { markdownTable } from '../report';
import { skipwireEntry } from '../roster';
import { mean, median } from '../statistics';
import type { Context, Scenario } from './scenario';

interface EpochPlan {
  id: string;
  label: string;
  arm: string;
  side: number;
  batch: number;
  /** Full batches, so that all steps are alike. */
  steps: number;
  bar: number;
  source(context: Context, count: number, side: number): Promise<{ split: SplitSource; note: string }>;
}

const EPOCHS = 2;
/** Before, between and after the epochs; together as many as an epoch has, so that both are known alike. */
const bareSteps = (steps: number): number => Math.max(8, Math.ceil(steps / (EPOCHS + 1)));

function writeLabels(folder: string, count: number): string {
  const labelsFile = join(folder, 'labels.bin');
  const labels = Int32Array.from({ length: count }, (_, index) => index % 10);
  writeFileSync(labelsFile, new Uint8Array(labels.buffer));
  return labelsFile;
}

const epochScenario = ({ id, label, arm, side, batch, steps, bar, source }: EpochPlan): Scenario => ({
  id,
  title: `Whole epoch, ${label}`,
  run: async (context) => {
    const { options, roster, say } = context;
    const plan = options.quick ? { arm: 'resnet18', batch: 8, steps: 4 } : { arm, batch, steps };
    const { split, note } = await source(context, plan.batch * plan.steps, side);
    const assignment: EpochAssignment = { arm: plan.arm, side, batch: plan.batch, split };
    const entry = skipwireEntry(roster.engine, 'Skipwire', 'skipwire-epoch');
    const contestant = Contestant.start(entry, assignment);
    // Means over blocks, as an epoch is one: a median of single steps would leave out the slow ones of one side alone.
    const bare: number[] = [];
    const block = bareSteps(plan.steps);
    const measureBare = async () => bare.push(mean((await contestant.ask('steps', block)).ms));
    const epochs: number[] = [];
    try {
      await contestant.ready();
      await contestant.ask('figures', 1);
      for (let round = 1; round <= EPOCHS; round++) {
        await measureBare();
        const { figures } = await contestant.ask('figures', 1);
        if (figures.steps !== plan.steps || figures.images !== split.count) {
          throw new Error(
            `An epoch of ${split.count} images has ${plan.steps} steps. Received: ${JSON.stringify(figures)}.`,
          );
        }
        epochs.push((figures.ms as number) / plan.steps);
        say(`epoch ${round} of ${EPOCHS}: ${Math.round(epochs.at(-1) as number)} ms per step`);
      }
      await measureBare();
    } finally {
      await contestant.end();
    }
    const row = (what: string, values: readonly number[]) => [
      what,
      median(values).toFixed(1),
      Math.min(...values).toFixed(1),
      Math.max(...values).toFixed(1),
    ];
    return {
      bars: [
        {
          what: `whole epoch, ${label}, over steps x bare step`,
          measured: median(epochs) / median(bare),
          bar,
          unit: '',
        },
      ],
      body: [
        markdownTable(
          ['what', 'ms per step, median', 'min', 'max'],
          [row('whole epoch', epochs), row('bare step', bare)],
        ),
      ],
      notes: [
        `${plan.arm} (study), ${side}x${side}, batch ${plan.batch}; means of ${EPOCHS} epochs of ${plan.steps} steps after a warm-up epoch, and of ${block} bare steps before, between and after them. A bare step is the same step on one batch that stays in memory. ${note}`,
      ],
    };
  },
});

export const cifarEpoch = epochScenario({
  id: 'epoch-cifar',
  label: 'CIFAR-10 with flip and crop',
  // The smallest of the presets for such images: the pipeline has the least time to hide behind the step.
  arm: 'resnet18',
  side: 32,
  batch: 256,
  steps: 195,
  bar: 1.03,
  source: async ({ folder }, count, side) => {
    const random = randomNumbers(2);
    const imagesFile = join(folder, 'cifar.bin');
    writeFileSync(
      imagesFile,
      Uint8Array.from({ length: count * side * side * 3 }, () => 256 * random()),
    );
    const split = { imagesFile, labelsFile: writeLabels(folder, count), count };
    return {
      split,
      note: `${count} images of CIFAR-10's format (noise; the time does not depend on the content).`,
    };
  },
});

export const photoEpoch = epochScenario({
  id: 'epoch-jpeg',
  label: '224x224 JPEG folders with flip and crop',
  arm: 'resnet50',
  side: 224,
  batch: 16,
  steps: 24,
  bar: 1.1,
  source: async ({ folder, roster }, count) => {
    const photos = await writePhotos(folder, count, roster.engine);
    const split = {
      kind: 'files',
      pathsFile: photos.pathsFile,
      labelsFile: writeLabels(folder, count),
      count,
    } as const;
    return { split, note: photos.note };
  },
});
