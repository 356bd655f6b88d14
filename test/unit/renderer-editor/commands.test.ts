import { MENUS } from '../../../renderer/build/editor/CanvasMenu';
import { type Command, canRun, labelOf } from '../../../renderer/commands/command';
import {
  ariaKeys,
  type KeyPress,
  keysFrom,
  keysText,
  matchesKeys,
  reservedBy,
} from '../../../renderer/commands/keys';
import { changeOffers } from '../../../renderer/commands/offers';
import { hasOwnKeys, keysOf, resetAllKeys, setKeys, useOwnKeys } from '../../../renderer/commands/ownKeys';
import {
  allCommands,
  commandFor,
  commandsById,
  findCommands,
  type KeyContext,
  rivalsOf,
} from '../../../renderer/commands/registry';
import { useNavigation } from '../../../renderer/state/navigation';
import { useNotices } from '../../../renderer/state/notices';
import '../../../renderer/shell/commands';

/** They listen to the window, and there is none here. */
jest.mock('../../../renderer/studies/sync', () => ({}));
jest.mock('../../../renderer/studies/armGraphs', () => ({}));

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  test.each<[string, KeyPress, boolean]>([
    ['Ctrl+Z', press('z', { ctrlKey: true }), true],
    ['Ctrl+Z', press('z', { metaKey: true }), true],
    ['Ctrl+Z', press('Z', { ctrlKey: true, shiftKey: true }), false],
    ['Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), true],
    ['M', press('m'), true],
    ['M', press('m', { ctrlKey: true }), false],
    ['M', press('µ', { altKey: true }), false],
    ['Alt+C', press('c', { altKey: true }), true],
    ['.', press('.'), true],
    ['+', press('+', { shiftKey: true }), true],
    ['Shift+ArrowUp', press('ArrowUp', { shiftKey: true }), true],
    ['ArrowUp', press('ArrowUp', { shiftKey: true }), false],
    ['M', press('ㅡ', { code: 'KeyM' }), true],
    ['Alt+C', press('ç', { altKey: true, code: 'KeyC' }), true],
    ['Z', press('z', { code: 'KeyY' }), true],
    ['Y', press('z', { code: 'KeyY' }), false],
  ])('%s and %j: %s', (keys, event, matches) => expect(matchesKeys(event, keys)).toBe(matches));

  test('are shown as on the key caps', () => {
    expect(keysText('Ctrl+Shift+P', false)).toBe('Ctrl ⇧ P');
    expect(keysText('+', false)).toBe('+');
    expect(keysText('Ctrl++', false)).toBe('Ctrl +');
    expect(keysText('Ctrl+Shift+P', true)).toBe('⌘ ⇧ P');
    expect(ariaKeys('Ctrl+Shift+P')).toBe('Control+Shift+P');
  });
});

describe('keys that are recorded', () => {
  test.each<[KeyPress, string | undefined]>([
    [press('k', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+K'],
    [press('k', { metaKey: true }), 'Ctrl+K'],
    [press('?', { shiftKey: true }), '?'],
    [press('ㅡ', { code: 'KeyM', altKey: true }), 'Alt+M'],
    [press(' ', { ctrlKey: true }), 'Ctrl+Space'],
    [press('F9', { shiftKey: true }), 'Shift+F9'],
    [press('+', { ctrlKey: true }), 'Ctrl++'],
    [press('Control', { ctrlKey: true }), undefined],
    [press('Process'), undefined],
  ])('%j: %s', (event, keys) => {
    expect(keysFrom(event)).toBe(keys);
    if (keys !== undefined) expect(matchesKeys(event, keys)).toBe(true);
  });

  test.each([
    ['Ctrl+W', false, 'browser'],
    ['Ctrl+Shift+N', false, 'browser'],
    ['Alt+F4', false, 'system'],
    ['Ctrl+Q', true, 'system'],
    ['Ctrl+Q', false, undefined],
    ['Tab', false, 'focus'],
    ['Ctrl+K', false, undefined],
  ])('%s belongs to %s', (keys, mac, who) => expect(reservedBy(keys, mac)).toBe(who));
});

describe('the registry', () => {
  test('ids are unique, and no two commands have the same keys', () => {
    const commands = allCommands();
    const ids = commands.map((command) => command.id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = commands.flatMap((command) => command.keys ?? []);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test.each([
    ['plain-50', 'Open Plain-50'],
    ['remove sh', 'Remove shortcuts'],
    ['tidy', 'Lay out the graph'],
    ['twin', 'Open plain twin'],
  ])('"%s" finds "%s" first', (query, label) => expect(labelOf(findCommands(query)[0]!)).toBe(label));

  test('every word has to match', () => expect(findCommands('remove giraffe')).toEqual([]));
});

describe('what only a view can do', () => {
  const { go } = useNavigation.getState();
  const [start] = commandsById(['train.start']) as [Command];
  let before: Parameters<typeof changeOffers>[0] = {};
  const offer = (now: typeof before) => {
    changeOffers(before, now);
    before = now;
  };
  const listed = () => findCommands('start training').some((one) => one.id === start.id && canRun(one));
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    offer({});
    go('build');
    jest.useRealTimers();
  });

  test('is done at once where the view is shown, and listed only while it can be done', () => {
    go('train');
    expect(listed()).toBe(false);
    const perform = jest.fn();
    offer({ 'train.start': { perform, label: 'commands.train.queue' } });
    expect(labelOf(start)).toBe('Add training to the queue');
    void start.perform();
    expect(perform).toHaveBeenCalledTimes(1);
  });

  test('is done once the view is there, when it was chosen elsewhere', () => {
    expect(listed()).toBe(true);
    void start.perform();
    expect(useNavigation.getState().view).toBe('train');
    const perform = jest.fn();
    offer({ 'data.get': { perform: () => undefined } });
    offer({ 'train.start': { perform } });
    offer({ 'train.start': { perform } });
    expect(perform).toHaveBeenCalledTimes(1);
  });

  test('a view that cannot do it says why, and does not do it later', () => {
    void start.perform();
    offer({ 'train.start': 'Choose a network.' });
    jest.runAllTimers();
    expect(useNotices.getState().notices.at(-1)?.text).toBe('Choose a network.');
    const perform = jest.fn();
    offer({ 'train.start': { perform } });
    expect(perform).not.toHaveBeenCalled();
  });
});

test('every command is found by its name', () => {
  const missed = allCommands().filter(({ id, ...command }) =>
    findCommands(labelOf({ id, ...command })).every((found) => found.id !== id),
  );
  expect(missed).toEqual([]);
});

describe('what a key press means', () => {
  const plain: KeyContext = { focus: 'canvas', canvas: true, textSelected: false };
  const contexts = {
    'the canvas': plain,
    'a button that Tab went to': { ...plain, focus: 'control' },
    'a chart or a list': { ...plain, focus: 'own-keys' },
    'a field of the inspector, a search, code': { ...plain, focus: 'text' },
    'a field with selected text': { ...plain, focus: 'text', textSelected: true },
    'text that is selected beside the canvas': { ...plain, textSelected: true },
    'a dialog or a menu': { ...plain, focus: 'dialog' },
    'another view': { ...plain, canvas: false },
    'a button of another view': { ...plain, canvas: false, focus: 'control' },
    'a chart of another view': { ...plain, canvas: false, focus: 'own-keys' },
    'a field of another view': { ...plain, canvas: false, focus: 'text' },
    'a dialog of another view': { ...plain, canvas: false, focus: 'dialog' },
  } satisfies Record<string, KeyContext>;

  const always = ['Ctrl+O', 'Ctrl+S', 'Ctrl+Shift+O', 'Ctrl+Shift+P', 'Ctrl+,', 'F1'];
  const views = ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6'];
  const inFields = [...always, ...views];
  const anywhere = [
    ...inFields,
    'Alt+N',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'Alt+PageDown',
    'Alt+PageUp',
    'Alt+Shift+PageDown',
    'Alt+Shift+PageUp',
    '?',
  ];
  const all = allCommands().flatMap(({ keys = [] }) => keys);
  const withoutBare = all.filter((keys) => /Ctrl|Alt/.test(keys) || ['F1', '?'].includes(keys));

  const expected: Record<keyof typeof contexts, readonly string[]> = {
    'the canvas': all,
    'a button that Tab went to': withoutBare,
    'a chart or a list': anywhere,
    'a field of the inspector, a search, code': [...inFields, 'Ctrl+F'],
    'a field with selected text': [...inFields, 'Ctrl+F'],
    'text that is selected beside the canvas': all.filter((keys) => keys !== 'Ctrl+C' && keys !== 'Ctrl+X'),
    'a dialog or a menu': [],
    'another view': anywhere,
    'a button of another view': anywhere,
    'a chart of another view': anywhere,
    'a field of another view': inFields,
    'a dialog of another view': [],
  };

  const pressOf = (keys: string): KeyPress => {
    const parts = keys.length > 1 ? keys.split('+') : [keys];
    const held = {
      ctrlKey: parts.includes('Ctrl'),
      shiftKey: parts.includes('Shift'),
      altKey: parts.includes('Alt'),
    };
    return press(parts.at(-1)!, held);
  };
  /** As if each command had something to act on. */
  const ready = allCommands().map((command) => ({ ...command, when: () => true }));

  test.each(Object.entries(contexts))('in %s', (name, context) => {
    const acting = ready.flatMap((command) =>
      (command.keys ?? []).filter((keys) => commandFor(pressOf(keys), context, ready)?.id === command.id),
    );
    expect([...acting].sort()).toEqual([...expected[name as keyof typeof contexts]].sort());
  });

  describe('after a person has changed keys', () => {
    const [data, save, copy, mute] = commandsById(['go.data', 'file.save', 'edit.copy', 'edit.mute']) as [
      Command,
      Command,
      Command,
      Command,
    ];
    afterEach(resetAllKeys);
    const runs = (event: KeyPress, context: KeyContext) => commandFor(event, context, ready)?.id;

    test('the new ones act, and the old ones no longer do', () => {
      setKeys(data, ['Ctrl+K']);
      expect(runs(press('k', { ctrlKey: true }), plain)).toBe('go.data');
      expect(runs(press('2', { altKey: true }), plain)).toBeUndefined();
    });

    test('no command takes from a field, a list or a button what these need themselves', () => {
      setKeys(data, ['G', 'Ctrl+C']);
      setKeys(copy, []);
      for (const event of [press('g'), press('c', { ctrlKey: true })]) {
        expect(runs(event, plain)).toBe('go.data');
        expect(runs(event, contexts['a field of another view'])).toBeUndefined();
      }
      expect(runs(press('g'), contexts['a chart or a list'])).toBeUndefined();
      expect(runs(press('g'), contexts['a button of another view'])).toBeUndefined();
    });

    test('others with the same keys in the same place are named', () => {
      const named = (command: Command, keys: string) => rivalsOf(command, keys).map(({ id }) => id);
      expect(named(data, 'Ctrl+S')).toEqual(['file.save']);
      expect(named(data, 'M')).toEqual(['edit.mute']);
      expect(named(mute, 'M')).toEqual([]);
      setKeys(save, []);
      expect(named(data, 'Ctrl+S')).toEqual([]);
    });

    test('only what differs is kept', () => {
      setKeys(save, ['Ctrl+K']);
      expect(hasOwnKeys(save)).toBe(true);
      setKeys(save, ['Ctrl+S']);
      expect([hasOwnKeys(save), keysOf(save)]).toEqual([false, ['Ctrl+S']]);
      expect(useOwnKeys.getState().changed['file.save']).toBeNull();
    });
  });

  test('context menus list commands that exist', () => {
    const ids = Object.values(MENUS).flatMap(({ groups }) => groups.flat());
    expect(commandsById(ids).map(({ id }) => id)).toEqual(ids);
    expect(() => commandsById(['edit.giraffe'])).toThrow('edit.giraffe');
  });

  test('what edits the graph acts only where it is on the screen', () => {
    const acting = ready.filter(({ where }) => where === undefined).map(({ id }) => id);
    expect(acting.filter((id) => /^(edit|select|ablate|tuning)\./.test(id))).toEqual([]);
  });

  test('a command that cannot run gives way to another with the same keys', () => {
    const mute: Command = {
      id: 'm',
      section: 'edit',
      label: 'commands.toggleShortcut',
      keys: ['M'],
      perform: () => undefined,
    };
    const never: Command = { ...mute, id: 'n', when: () => false };
    expect(commandFor(press('m'), plain, [never, mute])).toBe(mute);
  });
});
