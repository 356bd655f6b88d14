/** Applies training events to the window's state. Pure. */
import type { Progress } from '../../core/contract/engine';
import type { TrainingEvent, TrainingStatus } from '../../core/contract/training';
import type {
  Diagnostics,
  EpochMetrics,
  RunMetrics,
  RunRecord,
  RunState,
  StepMetrics,
} from '../../core/study/run';
import { appendSteps, EMPTY_STEPS, mergeSteps, rewindSteps, type StepSeries } from './stepSeries';

/** A run of the current study, with what is not in its record yet. */
export interface LiveRun {
  record: RunRecord;
  steps: StepSeries;
  /** Before its first step. */
  progress?: Progress;
  /** BatchNorm statistics are being re-estimated before the validation. */
  statistics?: { epoch: number; fraction: number };
  validating?: { epoch: number; fraction: number };
  /** Share of the final test that is done. */
  testing?: number;
  /** By step. */
  diagnostics: readonly Diagnostics[];
  /** The newest step and the first one of its epoch, for the time left. */
  lastStep?: StepMetrics;
  epochStart?: StepMetrics;
}

export interface TrainingState {
  known: boolean;
  active: boolean;
  /** How far the host is with queuing runs. */
  planning?: Progress | undefined;
  studyId?: string;
  /** In the order of training. */
  order: readonly string[];
  runs: Readonly<Record<string, LiveRun>>;
}

export const INITIAL_TRAINING: TrainingState = { known: false, active: false, order: [], runs: {} };

const ENDED: readonly RunState[] = ['finished', 'stopped', 'interrupted', 'failed'];
export const hasEnded = (state: RunState): boolean => ENDED.includes(state);

const TRAINS: readonly RunState[] = ['preparing', 'running'];

/** Whether the run uses the device, or will without further action; a paused one waits for the person. */
export const isBusy = (state: RunState): boolean => !hasEnded(state) && state !== 'paused';

function withEpoch(record: RunRecord, metrics: EpochMetrics): RunRecord {
  const others = record.epochs.filter(({ epoch }) => epoch !== metrics.epoch);
  return { ...record, epochs: [...others, metrics].sort((a, b) => a.epoch - b.epoch) };
}

/** Keeps an epoch that came by event before the record has it. */
function newerRecord(known: RunRecord | undefined, record: RunRecord): RunRecord {
  if (!known || known.epochs.length <= record.epochs.length) return record;
  return { ...record, epochs: known.epochs };
}

const liveRun = (record: RunRecord): LiveRun => ({ record, steps: EMPTY_STEPS, diagnostics: [] });

const resumptions = ({ changes }: RunRecord) => changes.filter(({ type }) => type === 'resumed');

/** The checkpoint's step of a resumption that the known record does not have. */
function resumedSince(known: RunRecord, record: RunRecord): number | undefined {
  const all = resumptions(record);
  const newest = all.at(-1);
  return newest?.type === 'resumed' && all.length > resumptions(known).length ? newest.step : undefined;
}

function withRecord(run: LiveRun | undefined, record: RunRecord): LiveRun {
  if (!run) return liveRun(record);
  const from = resumedSince(run.record, record);
  if (from !== undefined) {
    const diagnostics = run.diagnostics.filter(({ step }) => step <= from);
    return { record, steps: rewindSteps(run.steps, from), diagnostics };
  }
  const next = { ...run, record: newerRecord(run.record, record) };
  if (isBusy(record.state)) return next;
  return { ...next, progress: undefined, statistics: undefined, validating: undefined, testing: undefined };
}

function mergeDiagnostics(
  earlier: readonly Diagnostics[],
  later: readonly Diagnostics[],
): readonly Diagnostics[] {
  const end = earlier.at(-1)?.step ?? 0;
  const fresh = later.filter(({ step }) => step > end);
  return fresh.length > 0 ? [...earlier, ...fresh] : earlier;
}

function changeRun(state: TrainingState, id: string, change: (run: LiveRun) => LiveRun): TrainingState {
  const run = state.runs[id];
  // The requested status will contain them.
  return run ? { ...state, runs: { ...state.runs, [id]: change(run) } } : state;
}

function receiveRun(state: TrainingState, record: RunRecord): TrainingState {
  const sameStudy = state.studyId === record.studyId;
  // It waits behind the study that is shown.
  if (!sameStudy && state.active && !TRAINS.includes(record.state)) return state;
  const runs = sameStudy ? state.runs : {};
  const order = sameStudy ? state.order : [];
  return {
    ...state,
    active: state.active || isBusy(record.state),
    studyId: record.studyId,
    order: order.includes(record.id) ? order : [...order, record.id],
    runs: { ...runs, [record.id]: withRecord(runs[record.id], record) },
  };
}

function receiveStep(run: LiveRun, step: StepMetrics): LiveRun {
  const sameEpoch = run.epochStart?.epoch === step.epoch;
  return {
    ...run,
    steps: appendSteps(run.steps, [step]),
    lastStep: step,
    epochStart: sameEpoch ? run.epochStart : step,
    progress: undefined,
    statistics: undefined,
    validating: undefined,
  };
}

function changedBy(
  run: LiveRun,
  event: Exclude<TrainingEvent, { type: 'run' | 'precision' | 'queue' | 'idle' }>,
): LiveRun {
  switch (event.type) {
    case 'progress':
      return { ...run, progress: event.progress };
    case 'step':
      return receiveStep(run, event.metrics);
    case 'statistics':
      return { ...run, statistics: { epoch: event.epoch, fraction: event.fraction } };
    case 'validating':
      return { ...run, statistics: undefined, validating: { epoch: event.epoch, fraction: event.fraction } };
    case 'testing':
      return { ...run, testing: event.fraction };
    case 'epoch': {
      const record = withEpoch(run.record, event.metrics);
      return { ...run, statistics: undefined, validating: undefined, record };
    }
    case 'diagnostics':
      return { ...run, diagnostics: mergeDiagnostics(run.diagnostics, [event.diagnostics]) };
  }
}

function receive(state: TrainingState, event: TrainingEvent): TrainingState {
  if (event.type === 'run') return { ...receiveRun(state, event.run), planning: undefined };
  // Without a run: the data set is looked at before the runs are queued.
  if (event.type === 'progress' && event.runId === '') return { ...state, planning: event.progress };
  if (event.type === 'idle') return { ...state, active: false };
  // Shown elsewhere: in a notice (training.ts), in the queue.
  if (event.type === 'precision' || event.type === 'queue') return state;
  return changeRun(state, event.runId, (run) => changedBy(run, event));
}

/** Steps of one run that follow each other are appended at once: appending copies the series. */
export function receiveEvents(state: TrainingState, events: readonly TrainingEvent[]): TrainingState {
  let next = state;
  for (let index = 0; index < events.length; index++) {
    const event = events[index]!;
    if (event.type !== 'step') {
      next = receive(next, event);
      continue;
    }
    const burst: StepMetrics[] = [];
    let after = index;
    for (let follower = events[after]; follower?.type === 'step' && follower.runId === event.runId; ) {
      burst.push(follower.metrics);
      follower = events[++after];
    }
    index = after - 1;
    next = changeRun(next, event.runId, (run) => {
      const firstOfLast = burst.find(({ epoch }) => epoch === burst.at(-1)!.epoch)!;
      const start = run.epochStart?.epoch === firstOfLast.epoch ? run.epochStart : firstOfLast;
      const received = receiveStep({ ...run, epochStart: start }, burst.at(-1)!);
      return { ...received, steps: appendSteps(run.steps, burst) };
    });
  }
  return next;
}

/** Adds the runs of a resumed study that ended before. */
export function wholeStudy(status: TrainingStatus, all: readonly RunRecord[]): TrainingStatus {
  const told = new Set(status.runs.map(({ id }) => id));
  const others = all.filter(({ id, studyId }) => studyId === status.studyId && !told.has(id));
  if (others.length === 0) return status;
  const runs = [...status.runs, ...others].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return { ...status, runs };
}

/** Keeps what came by event since the status was asked for. */
export function receiveStatus(state: TrainingState, status: TrainingStatus): TrainingState {
  const runs = Object.fromEntries(
    status.runs.map((record) => [record.id, withRecord(state.runs[record.id], record)]),
  );
  return {
    known: true,
    active: status.active,
    studyId: status.studyId,
    order: status.runs.map(({ id }) => id),
    runs,
  };
}

/** Adds the contents of the run folder. */
export function receiveMetrics(state: TrainingState, id: string, metrics: RunMetrics): TrainingState {
  return changeRun(state, id, (run) => {
    const lastStep = run.lastStep ?? metrics.steps.at(-1);
    // After a reload, events begin in the middle of an epoch.
    const stored = lastStep && metrics.steps.find(({ epoch }) => epoch === lastStep.epoch);
    const earlier = stored && (!run.epochStart || stored.step < run.epochStart.step);
    return {
      ...run,
      steps: mergeSteps(metrics.steps, run.steps),
      diagnostics: mergeDiagnostics(metrics.diagnostics, run.diagnostics),
      lastStep,
      epochStart: earlier ? stored : run.epochStart,
      record: metrics.epochs.reduce(withEpoch, run.record),
    };
  });
}
