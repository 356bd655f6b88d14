/** Settings: one list of entries, found by words, each with one home. */
import { renderToStaticMarkup } from 'react-dom/server';
import '../../../renderer/shell/preferences';
import { setLanguage } from '../../../core/messages';
import { useQueue } from '../../../renderer/client/queue';
import { findCommands } from '../../../renderer/commands/registry';
import { closeSettings, useSettingsDialog } from '../../../renderer/preferences/dialog';
import { allPreferences, findPreferences, SECTIONS } from '../../../renderer/preferences/registry';

jest.mock('../../../renderer/client/queue');
jest.mocked(useQueue).mockReturnValue({ slots: { chosen: 12, now: 2 }, entries: [] });
afterEach(() => setLanguage('en'));

const found = (query: string) => findPreferences(query).map(({ id }) => id);

test('every entry has an id of its own and a place', () => {
  const all = allPreferences();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.every(({ section }) => section in SECTIONS)).toBe(true);
  expect(found('')).toEqual(all.map(({ id }) => id));
});

test.each([
  ['dark', 'theme'],
  ['projector', 'demo-mode'],
  ['SKIPWIRE_DATA', 'data-folder'],
  ['server track', 'mlflow'],
  ['parallel', 'slots'],
  ['cuda', 'device'],
  ['threads', 'threads'],
  ['http_proxy', 'proxy'],
  ['mouse pan', 'drag'],
])('%s finds %s, in any language', (query, id) => {
  expect(found(query)).toContain(id);
  setLanguage('ko');
  expect(found(query)).toContain(id);
});

test('Korean words find an entry, and words that nothing has find none', () => {
  expect(found('no such thing')).toEqual([]);
  setLanguage('ko');
  expect(found('테마')).toEqual(['theme']);
});

test('a command of the search opens each entry', () => {
  const [command] = findCommands('settings data folder');
  void command?.perform();
  expect(useSettingsDialog.getState()).toEqual({ open: true, at: 'data-folder' });
  closeSettings();
  expect(useSettingsDialog.getState().open).toBe(false);
});

test('a number of runs that is not in the list is shown', () => {
  const { Control } = allPreferences().find(({ id }) => id === 'slots')!;
  expect(renderToStaticMarkup(<Control label="Runs at once" />)).toContain('12 runs at once');
});
