import { type Command, labelOf } from '../../../renderer/commands/command';
import { ariaKeys, type KeyPress, keysText, matchesKeys } from '../../../renderer/commands/keys';
import { allCommands, commandFor, findCommands } from '../../../renderer/commands/registry';
import '../../../renderer/shell/commands';

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
  ])('%s and %j: %s', (keys, event, matches) => expect(matchesKeys(event, keys)).toBe(matches));

  test('are shown as on the key caps', () => {
    expect(keysText('Ctrl+Shift+P', false)).toBe('Ctrl ⇧ P');
    expect(keysText('+', false)).toBe('+');
    expect(keysText('Ctrl++', false)).toBe('Ctrl +');
    expect(keysText('Ctrl+Shift+P', true)).toBe('⌘ ⇧ P');
    expect(ariaKeys('Ctrl+Shift+P')).toBe('Control+Shift+P');
  });
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

describe('what a key press means', () => {
  const run = () => undefined;
  const save: Command = {
    id: 's',
    section: 'file',
    label: 'commands.saveFile',
    keys: ['Ctrl+S'],
    whileTyping: true,
    perform: run,
  };
  const mute: Command = {
    id: 'm',
    section: 'edit',
    label: 'commands.toggleShortcut',
    keys: ['M'],
    canvasOnly: true,
    perform: run,
  };
  const never: Command = { ...mute, id: 'n', when: () => false };
  const all = [never, mute, save];

  test('letters in a text field are letters', () => {
    expect(commandFor(press('m'), { typing: true, canvas: true }, all)).toBeUndefined();
    expect(commandFor(press('s', { ctrlKey: true }), { typing: true, canvas: true }, all)).toBe(save);
  });

  test('canvas commands need the canvas; a command that cannot run gives way', () => {
    expect(commandFor(press('m'), { typing: false, canvas: false }, all)).toBeUndefined();
    expect(commandFor(press('m'), { typing: false, canvas: true }, all)).toBe(mute);
  });
});
