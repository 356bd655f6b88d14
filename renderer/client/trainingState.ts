/** How training events change what the window knows. Pure, so that it is tested without a host. */
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

/** One run of the present study, with what has not reached its record yet. */
export interface LiveRun {
  record: RunRecord;
  steps: StepSeries;
  /** What it does before its first step. */
  progress?: Progress;
  /** BatchNorm's statistics are being re-estimated, before the validation. */
  statistics?: { epoch: number; fraction: number };
  /** The validation pass that is under way. */
  validating?: { epoch: number; fraction: number };
  /** Share of the final test that is done, while it is under way. */
  testing?: number;
  /** What was measured of its blocks, by step. */
  diagnostics: readonly Diagnostics[];
  /** The newest step, and the first one of its epoch, for the time left. */
  lastStep?: StepMetrics;
  epochStart?: StepMetrics;
}

export interface TrainingState {
  /** False until the host has sent its status. */
  known: boolean;
  active: boolean;
  studyId?: string;
  /** Runs of the study in the order of training. */
  order: readonly string[];
  runs: Readonly<Record<string, LiveRun>>;
}

export const INITIAL_TRAINING: TrainingState = { known: false, active: false, order: [], runs: {} };

const ENDED: readonly RunState[] = ['finished', 'stopped', 'interrupted', 'failed'];
export const hasEnded = (state: RunState): boolean => ENDED.includes(state);

/** Whether a run in this state takes the device, or will by itself; a paused one waits for the person. */
export const isBusy = (state: RunState): boolean => !hasEnded(state) && state !== 'paused';

function withEpoch(record: RunRecord, metrics: EpochMetrics): RunRecord {
  const others = record.epochs.filter(({ epoch }) => epoch !== metrics.epoch);
  return { ...record, epochs: [...others, metrics].sort((a, b) => a.epoch - b.epoch) };
}

/** The newer record; an epoch that came by event before it is kept. */
function newerRecord(known: RunRecord | undefined, record: RunRecord): RunRecord {
  if (!known || known.epochs.length <= record.epochs.length) return record;
  return { ...record, epochs: known.epochs };
}

const liveRun = (record: RunRecord): LiveRun => ({ record, steps: EMPTY_STEPS, diagnostics: [] });

const resumptions = ({ changes }: RunRecord) => changes.filter(({ type }) => type === 'resumed');

/** A resumed run continues from its checkpoint; the steps after that are repeated. */
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

/** `earlier`, and those of `later` that come after it. */
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
  // Events of a run that is not known yet come again with the status that is being asked for.
  return run ? { ...state, runs: { ...state.runs, [id]: change(run) } } : state;
}

function receiveRun(state: TrainingState, record: RunRecord): TrainingState {
  // A run of another study: a new one has begun.
  const sameStudy = state.studyId === record.studyId;
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
  event: Exclude<TrainingEvent, { type: 'run' | 'precision' | 'idle' }>,
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
  if (event.type === 'run') return receiveRun(state, event.run);
  if (event.type === 'idle') return { ...state, active: false };
  // training.ts shows it in a notice.
  if (event.type === 'precision') return state;
  return changeRun(state, event.runId, (run) => changedBy(run, event));
}

/** All events that came since the last time, in their order; the steps of one run are appended at once. */
export function receiveEvents(state: TrainingState, events: readonly TrainingEvent[]): TrainingState {
  let next = state;
  for (let index = 0; index < events.length; index++) {
    const event = events[index]!;
    if (event.type !== 'step') {
      next = receive(next, event);
      continue;
    }
    // Appending copies the series: one copy for a burst of steps, not one a step.
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

/** A resumed study tells of the runs that were taken up; those of it that had ended before stand with them. */
export function wholeStudy(status: TrainingStatus, all: readonly RunRecord[]): TrainingStatus {
  const told = new Set(status.runs.map(({ id }) => id));
  const others = all.filter(({ id, studyId }) => studyId === status.studyId && !told.has(id));
  if (others.length === 0) return status;
  const runs = [...status.runs, ...others].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return { ...status, runs };
}

/** The whole status, asked for after subscribing; what came by event meanwhile is kept. */
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

/** What the run folder tells of the run so far. */
export function receiveMetrics(state: TrainingState, id: string, metrics: RunMetrics): TrainingState {
  return changeRun(state, id, (run) => {
    const lastStep = run.lastStep ?? metrics.steps.at(-1);
    // After a reload the events begin in the middle of an epoch; the folder knows its first step.
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
