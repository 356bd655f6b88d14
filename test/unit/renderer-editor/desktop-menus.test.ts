/** The menus that the window sends to the desktop shell. */
import type { MenuCommand, WindowMenus } from '../../../core/contract/shell';
import { windowMenusSchema } from '../../../core/contract/shell';
import { acceleratorOf } from '../../../renderer/commands/keys';
import { resetAllKeys, setKeys } from '../../../renderer/commands/ownKeys';
import { commandsById } from '../../../renderer/commands/registry';
import { followMenus, runFromMenu, windowMenus } from '../../../renderer/shell/desktopMenus';
import { chooseLanguage } from '../../../renderer/state/language';
import { useNavigation } from '../../../renderer/state/navigation';
import '../../../renderer/shell/commands';

/** They listen to the window, and there is none here. */
jest.mock('../../../renderer/studies/sync', () => ({}));
jest.mock('../../../renderer/studies/armGraphs', () => ({}));
jest.mock('../../../renderer/commands/focus', () => ({
  ...jest.requireActual('../../../renderer/commands/focus'),
  focusOf: () => mockFocus.now,
}));

const mockFocus = { now: 'canvas' };

const item = (id: string, menus: WindowMenus = windowMenus()): MenuCommand =>
  menus.flatMap(({ groups }) => groups.flat()).find((one) => one.id === id)!;

beforeAll(() => Object.assign(globalThis, { document: { documentElement: {} }, window: new EventTarget() }));
beforeEach(() => {
  mockFocus.now = 'canvas';
  resetAllKeys();
  useNavigation.getState().go('build');
});
afterAll(() => chooseLanguage('en'));

test('menus come from the registry, without what the system has', () => {
  const menus = windowMenusSchema.parse(windowMenus());
  expect(menus.map(({ label }) => label)).toEqual([
    ...['File', 'Edit', 'View', 'Go to', 'Graph', 'Data', 'Train', 'Compare', 'Predict', 'Help'],
  ]);
  expect(item('file.new', menus)).toEqual({
    id: 'file.new',
    label: 'New graph',
    accelerator: 'Alt+N',
    enabled: true,
  });
  for (const id of ['edit.copy', 'file.importModel', 'settings.theme', 'view.theme-dark']) {
    expect(item(id, menus)).toBeUndefined();
  }
});

test('a shortcut that a person changed is shown', () => {
  setKeys(commandsById(['file.new'])[0]!, ['Ctrl+Alt+ArrowUp']);
  expect(item('file.new').accelerator).toBe('CommandOrControl+Alt+Up');
});

test.each([
  ['Ctrl++', false, 'CommandOrControl+Plus'],
  ['M', false, 'M'],
  ['M', true, undefined],
  ['Ctrl+AudioVolumeUp', false, undefined],
])('%s on a Mac (%s) is %s in the menu bar', (keys, mac, accelerator) => {
  expect(acceleratorOf(keys, mac)).toBe(accelerator);
});

test('commands of the canvas are offered in Build alone, and none behind a dialog', () => {
  expect(item('view.minimap').enabled).toBe(true);
  useNavigation.getState().go('compare');
  expect([item('view.minimap').enabled, item('file.new').enabled]).toEqual([false, true]);
  mockFocus.now = 'dialog';
  expect(item('file.new').enabled).toBe(false);
  runFromMenu('go.train');
  expect(useNavigation.getState().view).toBe('compare');
  mockFocus.now = 'canvas';
  runFromMenu('go.train');
  expect(useNavigation.getState().view).toBe('train');
});

test('they are sent once, and again when they differ', async () => {
  jest.useFakeTimers();
  const sent: WindowMenus[] = [];
  followMenus(async (menus) => void sent.push(menus));
  await jest.runAllTimersAsync();
  window.dispatchEvent(new Event('keyup'));
  await jest.runAllTimersAsync();
  expect(sent).toHaveLength(1);
  setKeys(commandsById(['file.new'])[0]!, ['F9']);
  useNavigation.getState().go('compare');
  chooseLanguage('ko');
  await jest.runAllTimersAsync();
  expect(sent).toHaveLength(2);
  expect(sent[1]![0]!.label).toBe('파일');
  expect(item('file.new', sent[1]).accelerator).toBe('F9');
  jest.useRealTimers();
});
