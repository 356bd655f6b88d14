/** Start, pause, stop and resume; studies. */
import { STUDY_TEMPLATES } from '../../core/ablation/catalogue';
import { message } from '../../core/messages';
import { useTrainingStore } from '../client/training';
import type { Command } from '../commands/command';
import { inView } from '../commands/offers';
import { registerCommands } from '../commands/registry';
import { resumeRuns } from '../runs/actions';
import { pause, stop, useStart } from '../runs/start';
import { openStudyNow } from '../settings/study/open';
import { useNavigation } from '../state/navigation';
import { deleteOpenStudy, exportStudy, pickStudy } from '../studies/list';
import { leaveStudy } from '../studies/sync';

const STARTING = ['places', 'data', 'engine', 'starting'];

/** Something trains here, or is about to. */
const isActive = () => useTrainingStore.getState().active || STARTING.includes(useStart.getState().phase);

function pausedRuns() {
  const { order, runs } = useTrainingStore.getState();
  return order.flatMap((id) => (runs[id]?.record.state === 'paused' ? [runs[id].record] : []));
}

const onStudy = (
  perform: (open: NonNullable<ReturnType<typeof openStudyNow>>) => unknown,
): Pick<Command, 'when' | 'perform'> => ({
  when: () => openStudyNow() !== undefined,
  perform: async () => {
    const open = openStudyNow();
    if (open) await perform(open);
  },
});

registerCommands('training', [
  ...inView('train', [
    { id: 'train.start', label: 'train.start.start', keywords: ['run', 'fit', 'queue', 'begin'] },
  ]),
  {
    id: 'train.pause',
    section: 'train',
    label: 'commands.train.pause',
    keywords: ['wait', 'later'],
    when: () => useTrainingStore.getState().active,
    perform: pause,
  },
  {
    id: 'train.stop',
    section: 'train',
    label: 'commands.train.stop',
    keywords: ['end', 'cancel', 'abort'],
    when: isActive,
    perform: stop,
  },
  {
    id: 'train.resume',
    section: 'train',
    label: 'commands.train.resume',
    keywords: ['continue', 'paused'],
    when: () => !isActive() && pausedRuns().length > 0,
    perform: async () => {
      await resumeRuns(pausedRuns());
    },
  },
  ...inView('train', [
    {
      id: 'train.range-test',
      label: 'train.rangeTest.title',
      keywords: ['lr', 'range test', 'rate'],
    },
    { id: 'study.new', label: 'studies.new', keywords: ['study', 'experiment', 'arms'] },
    ...STUDY_TEMPLATES.map(({ id, label }) => ({
      id: `study.new.${id}`,
      label: message('commands.train.newStudy', { name: message(label) }),
      keywords: ['template', 'experiment', 'arms'],
    })),
  ]),
  {
    id: 'study.import',
    section: 'train',
    label: 'commands.train.importStudy',
    keywords: ['open', 'load', 'json'],
    perform: () => {
      useNavigation.getState().go('train');
      pickStudy();
    },
  },
  {
    id: 'study.export',
    section: 'train',
    label: 'commands.train.exportStudy',
    keywords: ['save', 'json', 'download'],
    ...onStudy(({ study }) => exportStudy(study)),
  },
  { id: 'study.close', section: 'train', label: 'studies.close', ...onStudy(leaveStudy) },
  {
    id: 'study.delete',
    section: 'train',
    label: 'studies.delete',
    keywords: ['bin', 'remove'],
    ...onStudy(deleteOpenStudy),
  },
]);
