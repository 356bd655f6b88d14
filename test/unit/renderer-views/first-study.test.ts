/** The first study in the window: what one click opens, how it is recognized, and when it leads to Compare. */

import { buildPreset } from '../../../core/presets';
import { firstStudyArms, firstStudySettings } from '../../../core/study/first-study';
import { INITIAL_TRAINING, type TrainingState } from '../../../renderer/client/trainingState';
import { openFirstStudy } from '../../../renderer/firstStudy/open';
import { isFirstStudy, isUnchanged } from '../../../renderer/firstStudy/recognize';
import { listArms } from '../../../renderer/settings/arms';
import { BEGINNING, keptOf, useTrainForm } from '../../../renderer/settings/form';
import { validateForm } from '../../../renderer/settings/validate';
import { firstStudyDone } from '../../../renderer/shell/useLeadToCompare';
import { identityOf } from '../../../renderer/state/analysis';
import { useDocuments } from '../../../renderer/state/documents';
import { useNavigation } from '../../../renderer/state/navigation';
import { useNotices } from '../../../renderer/state/notices';
import { studyWords } from '../../../renderer/training/describeRun';
import { epoch, run } from './fixtures';

const keys = firstStudyArms().map(({ graph }) => identityOf(graph).graphKey);

beforeEach(() => {
  useDocuments.setState({ documents: [], activeId: undefined });
  useTrainForm.setState(BEGINNING);
  useNavigation.setState({ view: 'build' });
  useNotices.setState({ notices: [] });
});

/** What Start training would train. */
function request() {
  const form = useTrainForm.getState();
  const { settings, seeds } = validateForm(form.draft, form.seeds);
  const arms = listArms(useDocuments.getState().documents, form, undefined);
  return { settings, seeds, names: arms.filter(({ ticked }) => ticked).map(({ name }) => name) };
}

test('one click in the empty app opens both networks and leaves nothing but Start', () => {
  openFirstStudy();
  expect(useNavigation.getState().view).toBe('train');
  expect(useDocuments.getState().documents.map(({ document }) => document.name)).toEqual([
    'ResNet-44',
    'Plain-44',
  ]);
  expect(request()).toEqual({
    settings: firstStudySettings(),
    seeds: [1, 2, 3],
    names: ['ResNet-44', 'Plain-44'],
  });
  expect(useNotices.getState().notices).toEqual([]);
});

test('a second click opens nothing twice', () => {
  openFirstStudy();
  openFirstStudy();
  expect(useDocuments.getState().documents).toHaveLength(2);
  expect(request().names).toEqual(['ResNet-44', 'Plain-44']);
});

test('graphs of the person are left alone and unticked, and their settings can be put back', () => {
  useDocuments.getState().open(buildPreset('resnet20'));
  useTrainForm.getState().set({ epochs: '7' });
  const mine = keptOf(useTrainForm.getState());
  openFirstStudy();
  expect(useDocuments.getState().documents).toHaveLength(3);
  expect(request().names).toEqual(['ResNet-44', 'Plain-44']);
  expect(request().settings).toEqual(firstStudySettings());
  const [notice] = useNotices.getState().notices;
  expect(notice?.action?.label).toBe('Restore my settings');
  notice?.action?.perform();
  expect(keptOf(useTrainForm.getState())).toEqual(mine);
});

test('it is recognized by its two networks, however often each was trained', () => {
  expect(isFirstStudy([...keys, ...keys])).toBe(true);
  expect(isFirstStudy(keys.slice(0, 1))).toBe(false);
  expect(isFirstStudy([...keys, 'another'])).toBe(false);
  expect(isFirstStudy([])).toBe(false);
});

test('its duration is known only while nothing of it is changed', () => {
  const settings = firstStudySettings();
  expect(isUnchanged(keys, settings, [1, 2, 3])).toBe(true);
  expect(isUnchanged(keys, settings, [1])).toBe(false);
  expect(isUnchanged(keys, { ...settings, epochs: 5 }, [1, 2, 3])).toBe(false);
  expect(isUnchanged(keys.slice(1), settings, [1, 2, 3])).toBe(false);
});

test('it has ended when all of its runs have finished', () => {
  const state = (states: readonly ('finished' | 'stopped')[], active = false): TrainingState => {
    const records = states.map((one, index) => {
      const network = { ...run('').network, graphKey: keys[index % 2] };
      return run(`r${index}`, { state: one, network });
    });
    return {
      ...INITIAL_TRAINING,
      active,
      order: records.map(({ id }) => id),
      runs: Object.fromEntries(
        records.map((record) => [record.id, { record, steps: undefined as never, diagnostics: [] }]),
      ),
    };
  };
  expect(firstStudyDone(state(['finished', 'finished']))).toBe(true);
  expect(firstStudyDone(state(['finished', 'finished'], true))).toBe(false);
  expect(firstStudyDone(state(['finished', 'stopped']))).toBe(false);
  expect(firstStudyDone(state(['finished']))).toBe(false);
});

describe('what is said at the end of a study', () => {
  const ended = (arm: string, ...accuracies: number[]) =>
    accuracies.map((valAccuracy, seed) =>
      run(`${arm}${seed}`, { arm, epochs: [epoch(1), epoch(2, { valAccuracy })] }),
    );

  test('is each network with the mean of its seeds', () => {
    expect(studyWords([...ended('ResNet-44', 0.94, 0.96), ...ended('Plain-44', 0.4, 0.5)])).toBe(
      'Validation accuracy after the last epoch: ResNet-44 95.0% and Plain-44 45.0% (means of 2 seeds).',
    );
  });

  test('speaks of no mean where there is one seed', () => {
    expect(studyWords(ended('ResNet-44', 0.94))).toBe(
      'Validation accuracy after the last epoch: ResNet-44 94.0%.',
    );
  });
});
