/** Train this graph: what Train is asked to train, from Build. */
import { STUDY_TEMPLATES } from '../../../core/ablation/catalogue';
import { buildPreset } from '../../../core/presets';
import { listArms } from '../../../renderer/settings/arms';
import { BEGINNING, useTrainForm } from '../../../renderer/settings/form';
import { showStudy, useOpenStudy } from '../../../renderer/settings/study/open';
import { useDocuments } from '../../../renderer/state/documents';
import { useNavigation } from '../../../renderer/state/navigation';
import { useNotices } from '../../../renderer/state/notices';
import { useArmGraphs } from '../../../renderer/studies/armGraphs';
import { trainShownGraph } from '../../../renderer/studies/trainGraph';
import { cifar10 } from './fixtures';

jest.mock('../../../renderer/client/client', () => {
  // Saving listens to the page, which is not here.
  Object.assign(globalThis, { window: { addEventListener: () => undefined } });
  return { client: { studies: { save: async () => ({ type: 'saved', revision: 'r1' }) } } };
});

const arms = () => {
  const { documents, activeId: shown } = useDocuments.getState();
  return listArms(documents, { ...useTrainForm.getState(), shown }, cifar10);
};
const names = () => arms().flatMap(({ name, ticked }) => (ticked ? [name] : []));

beforeEach(() => {
  useDocuments.setState({ documents: [], activeId: undefined });
  useOpenStudy.setState({ open: undefined });
  useTrainForm.setState({ ...BEGINNING, aside: undefined });
  useNavigation.setState({ view: 'build' });
});

test('it is this graph alone; the other tabs are listed', async () => {
  const { open, activate } = useDocuments.getState();
  open(buildPreset('resnet20'));
  const id = open(buildPreset('resnet32'));
  open(buildPreset('plain32'));
  useTrainForm.getState().tick(Object.fromEntries(arms().map(({ key }) => [key, true])));
  useTrainForm.getState().addArm('preset:plain20');
  activate(id);
  await trainShownGraph();
  expect(useNavigation.getState().view).toBe('train');
  expect(names()).toEqual(['ResNet-32']);
  expect(arms().map(({ name }) => name)).toEqual(['ResNet-20', 'ResNet-32', 'Plain-32', 'Plain-20']);
});

test('its twin is included if it was added, and that of another is not', async () => {
  const first = useDocuments.getState().open(buildPreset('resnet20'));
  const second = useDocuments.getState().open(buildPreset('resnet32'));
  useTrainForm.getState().addArm(`plain:${first}`);
  useTrainForm.getState().addArm(`plain:${second}`);
  await trainShownGraph();
  expect(names()).toEqual(['ResNet-32', 'Plain-32']);
  useTrainForm.getState().tick({ [`plain:${second}`]: false });
  await trainShownGraph();
  expect(names()).toEqual(['ResNet-32']);
});

describe('with a study open', () => {
  const study = STUDY_TEMPLATES[0]!.make({ preset: 'resnet20' });
  beforeEach(() => {
    useDocuments.getState().open(buildPreset('resnet20'));
    showStudy({ id: 'study-1', study });
  });

  test('the graph of no arm closes it, and it can be opened again', async () => {
    await trainShownGraph();
    expect(useOpenStudy.getState().open).toBeUndefined();
    expect(names()).toEqual(['ResNet-20']);
    expect(useNotices.getState().notices.at(-1)).toMatchObject({
      text: `The study ${study.name} was closed. It is saved.`,
      action: { label: 'Open it again' },
    });
  });

  test("an arm's graph shows it", async () => {
    const id = useDocuments.getState().activeId!;
    const linked = { study: 'study-1', arm: study.arms[0]!.name, at: 0 };
    useArmGraphs.setState({ graphs: { [id]: linked } });
    await trainShownGraph();
    expect(useOpenStudy.getState().open?.id).toBe('study-1');
    expect(useNavigation.getState().view).toBe('train');
  });
});
