/** Freezing by the keyboard and the menu, and a head for the data set that is chosen in Train. */
import { analyze } from '../../../core/analysis/analyze';
import { tuningOf } from '../../../core/network/tuning';
import { buildPreset } from '../../../core/presets';
import {
  freezeAllButHeadCommand,
  newHeadCommand,
  unfreezeAllCommand,
} from '../../../renderer/build/commands/tuning';
import { groupKey } from '../../../renderer/build/editor/outline';
import { useDatasetsStore } from '../../../renderer/client/datasets';
import { canRun, labelOf } from '../../../renderer/commands/command';
import { commandFor } from '../../../renderer/commands/registry';
import { datasetOf, useTrainForm } from '../../../renderer/settings/form';
import { activeDocument, useDocuments } from '../../../renderer/state/documents';
import { useNotices } from '../../../renderer/state/notices';
import { useSelection } from '../../../renderer/state/selection';

const shown = () => activeDocument()!.document;
const press = (ctrlKey = false) =>
  commandFor({ key: 'F', code: 'KeyF', ctrlKey, metaKey: false, shiftKey: true, altKey: false } as never, {
    focus: 'canvas',
    canvas: true,
    textSelected: false,
  })?.perform();

beforeEach(() => {
  useNotices.setState({ notices: [] });
  useDocuments.getState().open(buildPreset('resnet20'));
  useSelection.getState().select({});
});

test('Shift+F freezes what is selected, a whole stage too, and unfreezes it', () => {
  const before = shown();
  useSelection.getState().select({ items: [groupKey('stage1')] });
  void press();
  expect(tuningOf(shown())?.frozen).toBe(12);
  void press();
  expect(shown()).toEqual(before);
});

test('Ctrl+Shift+F freezes everything before the selection, and not what is beside it', () => {
  useSelection.getState().select({ items: ['stage2.block1.conv2'] });
  void press(true);
  const frozen = shown().nodes.flatMap(({ id, trainable }) => (trainable === false ? [id] : []));
  expect(frozen).toHaveLength(2 + 12 + 2);
  expect(frozen.at(-1)).toBe('stage2.block1.bn1');
  expect(frozen).not.toContain('stage2.block1.shortcut.conv');
  void press(true);
  expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([
    'No layers with weights before the selection are left to freeze.',
  ]);
});

test('F on layers without weights says what to select', () => {
  useSelection.getState().select({ items: ['stem.relu'] });
  void press();
  expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([
    'Select layers with weights to freeze them.',
  ]);
});

test('all but the head, and back, each one step to undo', () => {
  expect(canRun(unfreezeAllCommand)).toBe(false);
  void freezeAllButHeadCommand.perform();
  const { totals, nodes } = analyze(shown());
  expect(totals.trainable).toBe(nodes['head.dense']?.paramCount);
  void unfreezeAllCommand.perform();
  expect(tuningOf(shown())).toBeUndefined();
  expect(activeDocument()?.history.past.length).toBe(2);
});

test('a new head has an output for each class of the chosen data set', () => {
  useDatasetsStore.setState({ datasets: [] });
  expect(canRun(newHeadCommand)).toBe(false);
  const id = datasetOf(useTrainForm.getState().draft);
  useDatasetsStore.setState({ datasets: [{ id, name: 'Pets', classes: ['cat', 'dog', 'fox'] }] as never });
  expect(labelOf(newHeadCommand)).toBe('New head for the 3 classes of Pets');
  void newHeadCommand.perform();
  expect(analyze(shown()).nodes['head.dense_1']?.outputShape).toEqual([3]);
});
