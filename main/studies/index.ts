/** Studies: their documents, what they train, and what that costs. */
import { cellKey } from '../../core/ablation/cells';
import { type ResolvedStudy, resolveStudy } from '../../core/ablation/resolve';
import type { Study } from '../../core/ablation/study';
import { groupBy } from '../../core/basics/group-by';
import type { BinEntry } from '../../core/contract/bin';
import { selectableOf } from '../../core/contract/selectable-set';
import type {
  KeptStudy,
  SavedStudy,
  SaveStudy,
  StudyInfo,
  StudyPlan,
  Variant,
} from '../../core/contract/studies';
import type { MemoryEstimate } from '../../core/contract/training';
import type { GraphDocument } from '../../core/graph/document';
import { type MessageOrText, message } from '../../core/messages';
import { halvedAfter } from '../../core/study/halved-runs';
import { LOCAL, type RunRecord } from '../../core/study/run';
import type { TrainingSettings } from '../../core/study/settings';
import { runSeconds } from '../../core/study/step-times';
import { isForUser, refuse } from '../basics/refusal';
import type { Work } from '../basics/work';
import type { Bin } from '../bin';
import type { DatasetStore } from '../datasets';
import { countsOf, planOf } from '../datasets/selection';
import { freeBytes } from '../disk/space';
import type { Engine } from '../engine/types';
import { ACTIVE } from '../runs/records';
import type { RunStore } from '../runs/store';
import { isTrained, trainedCells } from '../training/host/plan';
import type { StepTimesService } from '../training/host/step-times';
import type { Queued, TrainingService } from '../training/host/trainer';
import { type CheckedCell, checkStudy, type ImageSet } from '../training/host/validate';
import { runDiskBytes } from './disk';
import { type Identity, identityOf } from './identity';
import { imagesOf } from './images';
import { knownSeconds } from './known-seconds';
import type { StudyStore } from './store';

export interface StudiesOptions {
  store: StudyStore;
  datasets: Pick<DatasetStore, 'info'>;
  runs: Pick<RunStore, 'list' | 'folder' | 'root'>;
  training: Pick<TrainingService, 'start' | 'resume' | 'busy'>;
  stepTimes: Pick<StepTimesService, 'known' | 'measure' | 'active'>;
  /** Undefined before TensorFlow is there. */
  findEngine(): Promise<Engine | undefined>;
  ensureEngine(work: Work): Promise<Engine>;
  /** For example by a range test. */
  isDeviceTaken(): boolean;
  /** @throws GraphError, Refusal */
  estimate(graph: GraphDocument, settings: TrainingSettings): Promise<MemoryEstimate>;
}

export class StudyService {
  constructor(private readonly options: StudiesOptions) {}

  list(): Promise<StudyInfo[]> {
    return this.options.store.list();
  }

  get(id: string): Promise<KeptStudy> {
    return this.options.store.get(id);
  }

  save(request: SaveStudy): Promise<SavedStudy> {
    return this.options.store.save(request);
  }

  /** Saves what is in a file in place of what is stored, whose earlier states stay beside it. */
  async keep(id: string, study: Study, file: string): Promise<void> {
    for (;;) {
      const stored = (await this.list()).some((info) => info.id === id);
      const kept = stored ? await this.get(id) : undefined;
      const answer = await this.save({ id, study, ...(kept ? { base: kept.revision } : {}) });
      if (answer.type === 'saved') return this.options.store.noteFile(id, file);
    }
  }

  /** Which stored study a file is; it may be new. @throws as `check` */
  async identify(resolved: ResolvedStudy, file: string): Promise<Identity> {
    const { runs, store } = this.options;
    const all = await runs.list();
    const keys = (await this.#cells(resolved)).map((cell) => cellKey(cell));
    const trained = (id: string) => {
      const there = trainedCells(all, id);
      return keys.filter((key) => there.has(key)).length;
    };
    return identityOf(resolved.name, file, await store.fromFiles(), trained);
  }

  remove(id: string, bin: Pick<Bin, 'move'>): Promise<BinEntry> {
    return this.options.store.moveToBin(id, bin);
  }

  /**
   * @param fileGraph the graphs of files that the study names
   * @throws StudyError, Refusal for its first fault
   */
  async resolve(study: Study, fileGraph?: (file: string) => GraphDocument): Promise<ResolvedStudy> {
    const images = await imagesOf(study, this.options.datasets);
    return resolveStudy(study, { imagesOf: images, ...(fileGraph ? { fileGraph } : {}) });
  }

  /** @throws StudyError, Refusal for a study that cannot be trained on its images */
  async require(study: Study): Promise<ResolvedStudy> {
    const resolved = await this.resolve(study);
    await this.#cells(resolved);
    return resolved;
  }

  /** The first fault; null if there is none. */
  async check(study: Study): Promise<MessageOrText | null> {
    try {
      await this.require(study);
      return null;
    } catch (error) {
      if (isForUser(error)) return error.said;
      throw error;
    }
  }

  /**
   * What is left to train.
   * @param id of the stored study, whose runs count
   * @param on where it may be trained; the times are of one of these places, which are known at this machine more often
   * @throws StudyError, Refusal as `check`
   */
  async plan(resolved: ResolvedStudy, id?: string, on: readonly string[] = [LOCAL]): Promise<StudyPlan> {
    const { runs } = this.options;
    const all = await runs.list();
    const own = trainedCells(all, id);
    const cells = await this.#cells(resolved);
    const keys = new Set(cells.map((cell) => cellKey(cell)));
    const counted: Variant[] = [];
    for (const group of variantsOf(cells)) counted.push(await this.#variant(group, own));
    const { place, variants } = await this.#timed(counted, variantsOf(cells), on, all);
    const left = variants.map((variant) => ({ ...variant, left: leftOf(variant) }));
    const sum = (of: (one: (typeof left)[number]) => number) =>
      left.reduce((total, one) => total + of(one), 0);
    const waiting = left.filter((one) => one.left > 0);
    const changed = [...own.keys()].filter((key) => !keys.has(key)).length;
    return {
      variants,
      runs: sum((one) => one.left),
      there: sum(({ there }) => there),
      ...(isTimed(variants) ? { seconds: sum((one) => one.left * (one.seconds ?? 0)) } : {}),
      place,
      memory: Math.max(0, ...waiting.map(({ memory }) => memory)),
      disk: sum((one) => one.left * one.disk),
      freeDisk: await freeBytes(runs.root),
      remarks: changed > 0 ? [message('ablation.plan.changed', { count: changed })] : [],
    };
  }

  /**
   * Measures a few steps of each network whose time is not known, so that `plan` knows it.
   * @throws as `check`, and Refusal if the device is in use or is needed meanwhile, or images are not on this machine
   */
  async measure(study: Study, work: Work = {}): Promise<void> {
    const { stepTimes, ensureEngine, isDeviceTaken, runs } = this.options;
    if (await this.#isTraining()) refuse('training.busy.study');
    if (stepTimes.active) refuse('training.busy.steps');
    if (isDeviceTaken()) refuse('training.busy.rangeTest');
    const variants = variantsOf(await this.#cells(await this.resolve(study)));
    const all = await runs.list();
    const engine = await ensureEngine(work);
    for (const [index, [{ arm, settings, images }]] of variants.entries()) {
      work.signal?.throwIfAborted();
      work.onProgress?.({
        phase: message('ablation.plan.measuring', { arm: arm.name }),
        fraction: index / variants.length,
      });
      const asked = { network: arm.network, settings, images };
      if ((await knownSeconds(asked, LOCAL, all, runs)) !== undefined) continue;
      if (await this.#isTraining()) refuse('training.stopped.stepsForStudy');
      await stepTimes.measure(arm.graph, settings, engine, work.signal);
    }
  }

  /** On this machine, in any process. */
  async #isTraining(): Promise<boolean> {
    const { training, runs } = this.options;
    const isHere = ({ state, where = LOCAL }: RunRecord) => ACTIVE.has(state) && where === LOCAL;
    return training.busy || (await runs.list()).some(isHere);
  }

  /**
   * Queues what is left to train of a stored study, and resumes its runs that ended before they were done.
   * @param lanes where they may be trained; absent: new runs on this machine, others where they were. A run that was trained at one
   * stays there, since it may still be training
   * @throws as `check`, and Refusal if nothing is left
   */
  async start(id: string, lanes?: readonly string[]): Promise<Queued> {
    const { training, runs } = this.options;
    const { study } = await this.get(id);
    const resolved = await this.resolve(study);
    const there = trainedCells(await runs.list(), id);
    const keys = (await this.#cells(resolved)).map((cell) => cellKey(cell));
    const resumed = keys.flatMap((key) => {
      const run = there.get(key);
      return run && isLeft(run) ? [run] : [];
    });
    const stays = ({ where = LOCAL }: RunRecord) => !lanes || lanes.includes(where);
    const [staying, moving] = [resumed.filter(stays), resumed.filter((run) => !stays(run))].map(idsOf);
    if (staying?.length) await training.resume(staying);
    if (moving?.length) await training.resume(moving, lanes);
    const resumedIds = idsOf(resumed);
    if (resumed.length > 0 && keys.every((key) => there.has(key))) return { studyId: id, runIds: resumedIds };
    const { runIds } = await training.start({ ...resolved, studyId: id }, lanes);
    return { studyId: id, runIds: [...resumedIds, ...runIds] };
  }

  /** Whether every cell has been trained, or its arm was given up. @throws as `check` */
  async isDone(id: string): Promise<boolean> {
    const { study } = await this.get(id);
    const there = trainedCells(await this.options.runs.list(), id);
    const cells = await this.#cells(await this.resolve(study));
    return cells.every((cell) => {
      const run = there.get(cellKey(cell));
      return run !== undefined && isTrained(run);
    });
  }

  #cells(resolved: ResolvedStudy): Promise<CheckedCell<ImageSet>[]> {
    return checkStudy(resolved, async (dataset) => {
      const info = await this.options.datasets.info(dataset);
      return { ...selectableOf(info), imageShape: info.imageShape };
    });
  }

  async #variant(cells: Variants[number], own: ReadonlyMap<string, RunRecord>): Promise<Variant> {
    const [{ arm, values, settings, images }] = cells;
    const memory = await this.options.estimate(arm.graph, settings);
    const { params, macs, depth } = arm.network;
    return {
      arm: arm.name,
      values: [...values],
      runs: cells.length,
      there: cells.filter((cell) => !isLeft(own.get(cellKey(cell)))).length,
      cells: cells.map((cell) => cellOf(cell.seed, own.get(cellKey(cell)))),
      params,
      macs,
      depth,
      memory: memory.total,
      disk: runDiskBytes(memory, settings, images),
    };
  }

  /** With the times of the first place where all of them are known. */
  async #timed(
    variants: readonly Variant[],
    groups: Variants,
    on: readonly string[],
    all: readonly RunRecord[],
  ): Promise<Pick<StudyPlan, 'place' | 'variants'>> {
    const places = [...on].sort((one, other) => Number(other === LOCAL) - Number(one === LOCAL));
    const timed: Pick<StudyPlan, 'place' | 'variants'>[] = [];
    for (const place of places) {
      const times = await Promise.all(groups.map(([cell]) => this.#seconds(cell, place, all)));
      const there = { place, variants: variants.map((variant, index) => ({ ...variant, ...times[index] })) };
      if (isTimed(there.variants)) return there;
      timed.push(there);
    }
    return timed[0]!;
  }

  async #seconds(
    { arm, settings, images }: CheckedCell<ImageSet>,
    place: string,
    all: readonly RunRecord[],
  ): Promise<Pick<Variant, 'seconds' | 'from'>> {
    const { runs, findEngine, stepTimes } = this.options;
    const seconds = await knownSeconds({ network: arm.network, settings, images }, place, all, runs);
    if (seconds !== undefined) return { seconds, from: 'runs' };
    // Steps are measured on this machine only.
    if (place !== LOCAL) return {};
    const engine = await findEngine();
    const times = engine && (await stepTimes.known(arm.graph, settings, engine));
    if (!times) return {};
    return { seconds: runSeconds(times, settings, countsOf(planOf(images, settings))), from: 'probe' };
  }
}

const leftOf = ({ runs, there }: Variant): number => runs - there;

const isTimed = (variants: readonly Variant[]): boolean =>
  variants.every((variant) => leftOf(variant) === 0 || variant.seconds !== undefined);

function cellOf(seed: number, run: RunRecord | undefined): Variant['cells'][number] {
  if (!run) return { seed };
  const halved = halvedAfter(run);
  return { seed, state: run.state, ...(halved === undefined ? {} : { halved }) };
}

const idsOf = (runs: readonly RunRecord[]): string[] => runs.map(({ id }) => id);

/** Has to be trained, or goes on where it ended. */
const isLeft = (run: RunRecord | undefined): boolean => !run || !(isTrained(run) || ACTIVE.has(run.state));

type Variants = [CheckedCell<ImageSet>, ...CheckedCell<ImageSet>[]][];

/** The cells of each arm and combination of varied settings; they differ in the seed. */
const variantsOf = (cells: readonly CheckedCell<ImageSet>[]): Variants =>
  [...groupBy(cells, ({ arm, values }) => JSON.stringify([arm.name, values])).values()] as Variants;
