/** The Train view: settings on the left, progress on the right. */
import { useEffect, useMemo, useState } from 'react';
import type { StudyArm } from '../../core/ablation/study';
import { joinSome, t } from '../../core/messages';
import { laggingWords } from '../../core/study/batchnorm-settled';
import { datasetName } from '../../core/study/data';
import { isSlower, precisionWords } from '../../core/study/precision';
import { isUnderWay } from '../../core/study/progress';
import { LOCAL } from '../../core/study/run';
import { seedsWords } from '../../core/study/seeds-words';
import { useConnection } from '../client/connection';
import { useDatasets } from '../client/datasets';
import { useRuns } from '../client/runs';
import { startStudy, startTraining, useTraining } from '../client/training';
import { hasEnded, type LiveRun } from '../client/trainingState';
import { useOffers } from '../commands/offers';
import { DepthPanel } from '../diagnostics/DepthPanel';
import { isUnchanged } from '../firstStudy/recognize';
import { firstStudyDuration } from '../firstStudy/texts';
import { SideAndMain } from '../layout/SideAndMain';
import { fits } from '../memory/describeMemory';
import { useMemoryEstimate } from '../memory/useMemoryEstimate';
import { RunFaults } from '../runs/RunFaults';
import { start, useStart } from '../runs/start';
import { inputOf, listArms, studyName } from '../settings/arms';
import { fieldLabel } from '../settings/field';
import { fieldOf } from '../settings/fields';
import { datasetOf, useTrainForm } from '../settings/form';
import { SettingsForm } from '../settings/SettingsForm';
import { addArms } from '../settings/study/arms';
import { editStudy, useOpenStudy } from '../settings/study/open';
import { SEEDS, validateForm } from '../settings/validate';
import { identityOf } from '../state/analysis';
import { useDocuments } from '../state/documents';
import { usePlaces } from '../state/places';
import { useStatus } from '../state/status';
import { openNew, saveNow } from '../studies/sync';
import { Stat } from '../ui';
import { ReportCard } from '../written/ReportCard';
import { ArmsSection } from './ArmsSection';
import { DataSection } from './DataSection';
import { drawShapes, SHAPES_TO_GENERATE } from './drawShapes';
import { FormWarning } from './FormWarning';
import { LiveCharts } from './LiveCharts';
import { MemoryLine } from './MemoryLine';
import { NothingYet } from './NothingYet';
import { NowTable } from './NowTable';
import { Preparing } from './Preparing';
import { chosenOf } from './plannedSplit';
import { precisionDetails } from './precision/details';
import { usePrecisionSpeeds } from './precision/usePrecisionSpeeds';
import { usePreparation } from './preparation';
import { QueuePanel } from './queue/QueuePanel';
import { RunCards } from './RunCards';
import { RangeTestButton } from './rangeTest/RangeTestButton';
import { StartBar } from './StartBar';
import { plainNote, startNotes } from './StartNotes';
import { StudyEnded } from './StudyEnded';
import { studyFrom } from './study/fromForm';
import { armOptions, quickWords, studyBlocked, studyWords } from './study/plan';
import { StudyArms } from './study/StudyArms';
import { StudyCosts } from './study/StudyCosts';
import { StudyHead } from './study/StudyHead';
import { usePlan } from './study/usePlan';
import { useShownArms } from './study/useShownArms';
import { VariedSettings } from './study/VariedSettings';

function useStudyRuns(): readonly LiveRun[] {
  const order = useTraining((state) => state.order);
  const runs = useTraining((state) => state.runs);
  return useMemo(() => order.flatMap((id) => runs[id] ?? []), [order, runs]);
}

/** By the time of the end, since a run that is extended ends again. */
function lastEnded(runs: readonly LiveRun[]): LiveRun | undefined {
  return runs
    .filter(({ record }) => hasEnded(record.state) && record.startedAt !== undefined)
    .sort((a, b) => (a.record.endedAt ?? '').localeCompare(b.record.endedAt ?? ''))
    .at(-1);
}

/** The run that the table shows. */
function runInFocus(runs: readonly LiveRun[], chosen: string | undefined): LiveRun | undefined {
  return (
    runs.find(({ record }) => record.id === chosen) ?? runs.find(isUnderWay) ?? lastEnded(runs) ?? runs[0]
  );
}

function TrainStatus({ runs }: { runs: readonly LiveRun[] }) {
  const setLeft = useStatus((status) => status.setLeft);
  const index = runs.findIndex(isUnderWay);
  const run = runs[index];
  const done = runs.filter(({ record }) => record.state === 'finished').length;
  const step = run?.lastStep?.step;
  const steps = run?.record.stepsPerEpoch && run.record.stepsPerEpoch * run.record.settings.epochs;
  useEffect(() => {
    const stat = (label: string, done: number, total: number) => (
      <Stat label={label} value={t('train.status.ofTotal', { done, total })} />
    );
    if (run) {
      setLeft(
        <>
          {stat(t('train.status.run'), index + 1, runs.length)}
          {step && steps && stat(t('train.status.step'), step, steps)}
        </>,
      );
    } else if (runs.length > 0) setLeft(stat(t('train.status.runsFinished'), done, runs.length));
    return () => setLeft(null);
  }, [run, index, runs.length, done, step, steps, setLeft]);
  return null;
}

/** "Fix Epochs and Seeds to continue." */
function wrongFields(errors: Readonly<Record<string, string>>): string {
  const labels = Object.keys(errors).map((key) =>
    key === SEEDS ? t('train.blocked.fieldSeeds') : fieldLabel(fieldOf(key)),
  );
  return t('train.blocked.fields', { fields: joinSome(labels) });
}

export function TrainView() {
  const { name, seeds: typedSeeds, draft, recipe, ticked, added } = useTrainForm();
  const open = useOpenStudy((state) => state.open);
  const documents = useDocuments((state) => state.documents);
  const shown = useDocuments((state) => state.activeId);
  const { datasets } = useDatasets();
  const connectionLost = useConnection(({ state }) => state === 'lost');
  const { runs: allRuns } = useRuns();
  const known = useTraining((state) => state.known);
  const active = useTraining((state) => state.active);
  const runs = useStudyRuns();
  const [chosenId, setChosenId] = useState<string>();

  const info = datasets.find(({ id }) => id === datasetOf(draft));
  const checked = useMemo(() => validateForm(draft, typedSeeds), [draft, typedSeeds]);
  const { settings, seeds } = checked;
  const chosen = useMemo(() => info && settings && chosenOf(info, settings), [info, settings]);
  const plan = chosen?.plan;
  const images = plan && { train: plan.train.count, validation: plan.validation.count };
  const outputs = settings?.selection.classes?.length ?? info?.classes.length;
  const drawnArms = useMemo(
    () => listArms(documents, { ticked, added, shown }, info, outputs),
    [documents, ticked, added, shown, info, outputs],
  );
  const quick = useMemo(() => {
    const ticked = drawnArms.filter((arm) => arm.ticked);
    if (open || !settings || ticked.length === 0) return undefined;
    return studyFrom({ name: studyName(ticked, ''), arms: ticked, recipe, settings, seeds });
  }, [open, drawnArms, recipe, settings, seeds]);
  const study = open?.study ?? quick;
  const studyArms = useShownArms(study, datasets);
  const arms = useMemo(() => (open ? armOptions(studyArms) : drawnArms), [open, studyArms, drawnArms]);
  const chosenArms = arms.filter((arm) => arm.ticked);
  const suggestedName = studyName(chosenArms, info?.name ?? datasetName(datasetOf(draft)));
  const quickName = name.trim() || suggestedName;
  const records = useMemo(() => runs.map(({ record }) => record), [runs]);
  const paused = records.filter(({ state }) => state === 'paused');
  const focus = runInFocus(runs, chosenId);
  const preparation = usePreparation(info);

  const trainImages = images?.train;
  // Shapes are generated without asking when training starts.
  const drawn = info?.id === 'shapes' && info.state === 'absent';
  const absent = info?.state === 'absent' && !drawn ? info.name : undefined;
  const lagging =
    settings &&
    trainImages &&
    laggingWords(
      chosenArms.flatMap(({ graph }) => identityOf(graph).batchNorm ?? []),
      settings,
      trainImages,
    );
  const here = usePlaces(({ on }) => on.includes(LOCAL));
  const [measured, setMeasured] = useState(0);
  const planned = usePlan(study, open?.id, `${active} ${records.length} ${measured}`);
  const { plan: studyPlan } = planned;
  const canMeasure =
    here &&
    info?.state === 'ready' &&
    !active &&
    (studyPlan?.runs ?? 0) > 0 &&
    studyPlan?.seconds === undefined;
  const graphKeys = chosenArms.map(({ graph }) => identityOf(graph).graphKey);
  const usual =
    here && settings && isUnchanged(graphKeys, settings, seeds) ? firstStudyDuration() : undefined;
  const blocked = connectionLost
    ? t('common.connectionLost')
    : chosenArms.length === 0
      ? t('train.blocked.noArm')
      : !settings
        ? (checked.others[0] ?? wrongFields(checked.errors))
        : absent
          ? t('train.blocked.absent', { name: absent })
          : chosen && !chosen.plan
            ? chosen.words
            : open
              ? studyBlocked(studyArms, planned)
              : undefined;
  const memory = useMemoryEstimate(chosenArms, active || !here ? undefined : settings);
  const { speeds, measuring } = usePrecisionSpeeds(
    chosenArms.map(({ graph }) => graph),
    settings?.precision,
    !active && here,
  );
  const slower = speeds && settings && isSlower(speeds, settings.precision);
  const precisionNote =
    settings && settings.precision !== 'float32' && !slower && speeds
      ? precisionWords(speeds, settings.precision)
      : measuring && t('train.plan.measuring');
  const notes = startNotes([
    memory &&
      settings && {
        key: 'memory',
        isWarning: fits(memory.estimate) === false,
        content: <MemoryLine estimated={memory} arms={chosenArms.length} batchSize={settings.batchSize} />,
      },
    slower && {
      key: 'precision',
      isWarning: true,
      content: (
        <FormWarning
          label={t('train.precision.title')}
          words={precisionWords(speeds, settings.precision)}
          button={t('train.precision.useFastest')}
          done={t('train.precision.autoSet')}
          change={{ precision: 'auto' }}
        />
      ),
    },
    lagging && {
      key: 'batchNorm',
      isWarning: true,
      content: (
        <FormWarning
          label={t('train.lagging.title')}
          words={lagging}
          button={t('train.lagging.button')}
          done={t('train.lagging.done', { batches: Number(draft['preciseBatchNorm.batches']) })}
          change={{ 'preciseBatchNorm.on': true }}
        />
      ),
    },
    plainNote('seeds', seedsWords(seeds.length, chosenArms.length)),
    plainNote('shapes', drawn && t('train.plan.shapesFirst', { count: SHAPES_TO_GENERATE.trainCount })),
    plainNote('speed', precisionNote),
  ]);
  const rangeBlocked = active
    ? t('train.blocked.active')
    : info?.state === 'absent'
      ? t('train.blocked.absent', { name: info.name })
      : undefined;
  const begin = () => {
    if (!settings) return;
    setChosenId(undefined);
    const request = {
      name: quickName,
      arms: chosenArms.map(({ name, graph }) => ({ name, graph })),
      settings,
      seeds: [...seeds],
    };
    const queue = async (on: readonly string[]) => {
      if (!open) await startTraining(request, on);
      else if (await saveNow()) await startStudy(open.id, on);
      else throw new Error(t('studies.notSaved'));
    };
    void start(queue, drawn ? drawShapes : undefined);
  };
  const { phase } = useStart();
  const ready = phase === 'idle' && blocked === undefined;
  useOffers({
    'train.start': ready
      ? { perform: begin, ...(active && { label: 'commands.train.queue' }) }
      : (blocked ?? undefined),
  });
  const addArm = (arm: StudyArm) => {
    if (open) editStudy((now) => addArms(now, [arm]));
    else if (quick) openNew(addArms({ ...quick, name: quickName }, [arm]));
  };
  const formStudy =
    settings && chosenArms.length > 0
      ? { name: quickName, arms: chosenArms, recipe, settings, seeds }
      : undefined;

  return (
    <SideAndMain
      sideLabel={t('train.side')}
      side={
        <>
          <StudyHead suggestedName={suggestedName} form={formStudy} />
          {open ? <StudyArms study={open.study} arms={studyArms} /> : <ArmsSection arms={drawnArms} />}
          <DataSection
            info={info}
            datasets={datasets}
            checked={checked}
            chosen={chosen}
            inputs={chosenArms.flatMap(({ graph }) => {
              const input = inputOf(graph);
              return input ? [input] : [];
            })}
          />
          <SettingsForm
            checked={checked}
            trainImages={trainImages}
            precisionDetails={precisionDetails(speeds, measuring)}
            rateAction={<RangeTestButton arms={chosenArms} settings={settings} blocked={rangeBlocked} />}
          >
            {open && <VariedSettings study={open.study} />}
          </SettingsForm>
        </>
      }
      sideFooter={
        <StartBar
          active={active}
          blocked={blocked}
          plan={open ? studyWords(studyPlan) : quickWords(chosenArms.length * seeds.length, studyPlan, usual)}
          paused={paused}
          notes={notes}
          onStart={begin}
          costs={
            study && (
              <StudyCosts
                name={open?.study.name ?? quickName}
                study={study}
                arms={studyArms}
                plan={studyPlan}
                canMeasure={canMeasure}
                onMeasured={() => setMeasured((count) => count + 1)}
                onAddArm={addArm}
              />
            )
          }
        />
      }
    >
      <TrainStatus runs={runs} />
      {preparation && (
        <Preparing
          preparation={preparation}
          names={chosenArms.map(({ name }) => name)}
          alone={focus === undefined}
        />
      )}
      {focus ? (
        <>
          {records.every(({ state }) => hasEnded(state)) && (
            <>
              <StudyEnded records={records} />
              <ReportCard runs={records} />
            </>
          )}
          <RunFaults runs={records} />
          <QueuePanel studyId={focus.record.studyId} />
          <RunCards runs={runs} chosenId={focus.record.id} onChoose={setChosenId} />
          <LiveCharts runs={runs} />
          <DepthPanel runs={records} />
          <NowTable run={focus} />
        </>
      ) : preparation ? null : (
        <NothingYet
          arms={arms}
          absent={absent}
          known={known}
          earlier={allRuns.length > 0}
          onStart={blocked === undefined ? begin : undefined}
        />
      )}
    </SideAndMain>
  );
}
