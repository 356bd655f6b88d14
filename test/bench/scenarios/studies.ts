/** Whole studies from the command line, beside an earlier build: wall time, and memory beside the estimates. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../core/study/run';
import { packageRoot } from '../../../main/basics/package-root';
import { createServices } from '../../../main/services';
import { buildCommit } from '../before';
import { type Build, skipwire, startedSkipwire } from '../command';
import { MemorySampler } from '../memory-samples';
import { markdownTable } from '../report';
import { mean, median } from '../statistics';
import type { Scenario } from './scenario';

/** The last one that trained one run after the other. */
const BEFORE = '584bd2c';

interface Size {
  arms: readonly string[];
  seeds: number;
  /** Training images; a quarter as many are validated on. */
  images: number;
  epochs: number;
}

interface StudyPlan extends Size {
  id: string;
  title: string;
  /** At most: a round takes minutes. */
  rounds: number;
  bar: number;
}

const BATCH = 128;
const QUICK: Size = { arms: ['resnet20', 'plain20'], seeds: 1, images: BATCH, epochs: 1 };

/** What one build did. */
interface Trained {
  seconds: number;
  /** Mebibytes of all its processes together; undefined where the system does not tell. */
  peak: number | undefined;
}

const study = ({ id, title, bar, rounds: most, ...full }: StudyPlan): Scenario => ({
  id,
  title,
  run: async (context) => {
    const { options, folder, say } = context;
    const plan = options.quick ? QUICK : full;
    const count = plan.arms.length * plan.seeds;
    const rounds = Math.min(options.rounds, most);
    const flags = flagsOf(plan);
    say(`building ${BEFORE}`);
    const earlier = buildCommit(BEFORE, folder);
    const builds = [
      { name: 'this build', root: packageRoot(), data: join(folder, 'now') },
      ...(earlier === undefined ? [] : [{ name: BEFORE, root: earlier, data: join(folder, 'before') }]),
    ];
    const trained = new Map(builds.map(({ name }) => [name, [] as Trained[]]));
    const ratios: number[] = [];
    let estimated = 0;
    for (const build of builds) skipwire(build, ['datasets', 'generate']);
    for (let round = 0; round < rounds; round++) {
      const turns = round % 2 === 0 ? builds : [...builds].reverse();
      for (const build of turns) {
        const done = await train(build, flags);
        trained.get(build.name)?.push(done);
        say(`round ${round + 1} of ${rounds}, ${build.name}: ${count} runs in ${done.seconds.toFixed(1)} s`);
        const runs = join(build.data, 'runs');
        if (build === builds[0]) {
          const at = await mostEstimated(runs, build.data, count);
          estimated = Math.max(estimated, at.mebibytes);
          say(`${at.runs} at a time; estimated ${at.mebibytes.toFixed(0)} MiB`);
        } else if (readdirSync(runs).length !== count) {
          throw new Error(`${build.name} must train ${count} runs. Received: ${readdirSync(runs).length}.`);
        }
        rmSync(runs, { recursive: true });
      }
      const [now, before] = builds.map(({ name }) => trained.get(name)?.at(-1)?.seconds);
      if (now && before) ratios.push(now / before);
    }
    const peaks = (trained.get('this build') ?? []).flatMap(({ peak }) => peak ?? []);
    return {
      bars: [
        {
          what: `${title}, wall time over ${BEFORE}`,
          ...(ratios.length > 0 ? { measured: median(ratios) } : {}),
          bar,
          unit: '',
          why: `commit ${BEFORE} is not in this repository`,
        },
        {
          what: `${title}, peak memory of all processes over the estimates`,
          ...(peaks.length > 0 ? { measured: Math.max(...peaks) / estimated } : {}),
          bar: 1,
          unit: '',
          why: 'this system does not tell (Linux does)',
        },
      ],
      body: [
        markdownTable(
          ['build', 's, median', 'min', 'max', 'peak memory, MiB'],
          [...trained].map(([name, turns]) => {
            const seconds = turns.map((turn) => turn.seconds);
            const peak = Math.max(...turns.map((turn) => turn.peak ?? Number.NaN));
            const figures = [median(seconds), Math.min(...seconds), Math.max(...seconds)];
            return [name, ...figures.map((value) => value.toFixed(1)), peak.toFixed(0)];
          }),
        ),
      ],
      notes: [
        `\`skipwire study ${flags.join(' ')}\`, from the command to its table: ${count} runs, ${(mean(trained.get('this build')?.map(({ seconds }) => seconds) ?? []) / count).toFixed(1)} s each. The ratio is the median of ${ratios.length} rounds, in which the builds take turns.`,
        `Memory: anonymous and shared pages of all processes, sampled ten times a second, over the estimates (as Train shows them) of the runs that trained at the same time: at most ${estimated.toFixed(0)} MiB.`,
      ],
    };
  },
});

const flagsOf = ({ arms, seeds, images, epochs }: Size): string[] => [
  '--arms',
  arms.join(),
  '--seeds',
  Array.from({ length: seeds }, (_, index) => index + 1).join(),
  ...['--dataset', 'shapes', '--train-limit', `${images}`, '--val-limit', `${images / 4}`],
  ...['--recipe', 'paper-cifar', '--epochs', `${epochs}`, '--batch-size', `${BATCH}`],
];

async function train(build: Build, flags: readonly string[]): Promise<Trained> {
  const began = Date.now();
  const study = startedSkipwire(build, ['study', ...flags]);
  study.stdout.resume();
  const sampler = new MemorySampler(study.pid);
  try {
    await study.ended;
    const ended = Date.now();
    return { seconds: (ended - began) / 1000, peak: sampler.between(began, ended)?.peak };
  } finally {
    sampler.stop();
  }
}

/** The largest sum of estimates of runs that trained at the same time. @throws Error unless all have finished */
async function mostEstimated(
  runsRoot: string,
  data: string,
  count: number,
): Promise<{ mebibytes: number; runs: number }> {
  const datasetsRoot = join(data, 'datasets');
  const workerEntry = join(packageRoot(), 'build', 'main', 'worker.cjs');
  const services = await createServices({
    host: 'cli',
    version: '0.0.0',
    runsRoot,
    datasetsRoot,
    workerEntry,
  });
  try {
    const runs = await services.runs.list();
    const finished = runs.filter(({ state }) => state === 'finished');
    if (finished.length !== count) {
      throw new Error(`The study must finish ${count} runs. Received: ${finished.length}.`);
    }
    const estimates = new Map<string, number>();
    for (const { id, arm, settings } of finished) {
      if (estimates.has(arm)) continue;
      const { total } = await services.memory.estimate(await services.runs.graph(id), settings);
      estimates.set(arm, total / 2 ** 20);
    }
    const sums = finished.map(({ startedAt }) => {
      const together = finished.filter((run) => isTraining(run, startedAt));
      return {
        runs: together.length,
        mebibytes: together.reduce((sum, { arm }) => sum + (estimates.get(arm) ?? 0), 0),
      };
    });
    return sums.reduce((most, sum) => (sum.mebibytes > most.mebibytes ? sum : most));
  } finally {
    await services.close();
  }
}

/** ISO 8601 in UTC is in the order of time. */
const isTraining = ({ startedAt, endedAt }: RunRecord, at: string | undefined): boolean =>
  at !== undefined && startedAt !== undefined && endedAt !== undefined && startedAt <= at && at < endedAt;

export const longStudy = study({
  id: 'study-12-runs',
  title: 'Study of 4 arms and 3 seeds',
  arms: ['resnet20', 'plain20', 'resnet32', 'plain32'],
  seeds: 3,
  images: 4_000,
  epochs: 2,
  rounds: 2,
  bar: 0.7,
});

export const shortStudy = study({
  id: 'study-24-runs',
  title: 'Study of 24 runs of a second each',
  arms: ['resnet20', 'plain20'],
  seeds: 12,
  images: 512,
  epochs: 1,
  rounds: 3,
  bar: 0.35,
});
