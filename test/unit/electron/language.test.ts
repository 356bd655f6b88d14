/** Electron's menus and dialogs speak the language of the window. */
import type { KeptChange, LanguageChoice } from '../../../core/contract/kept';
import { language, setLanguage } from '../../../core/messages';
import { followLanguage } from '../../../electron/language';
import { menuTemplate } from '../../../electron/menu';
import { EventHub } from '../../../main/basics/event-hub';

const mockSystem = { languages: ['fr-FR', 'ko-KR'] };
jest.mock('electron', () => ({ app: { getPreferredSystemLanguages: () => mockSystem.languages }, Menu: {} }));

const actions = {
  recent: [],
  open: jest.fn(),
  openPath: jest.fn(),
  clearRecent: jest.fn(),
  menus: [],
  run: jest.fn(),
};
const titles = () => menuTemplate('linux', actions).map(({ label }) => label);

afterEach(() => setLanguage('en'));

test('the choice of the last time is in force at once, and a change draws the menu again', async () => {
  let choice: LanguageChoice = 'system';
  const hub = new EventHub<KeptChange>({ isDroppable: () => true });
  const changed = jest.fn();
  await followLanguage({ language: async () => choice, events: () => hub.subscribe() }, changed);
  expect(titles()).toEqual(['파일', '편집', '창', '도움말']);
  choice = 'en';
  const drawn = new Promise<void>((resolve) => changed.mockImplementation(resolve));
  hub.emit({ concern: 'appearance', values: {}, origin: '' });
  await drawn;
  expect(titles()).toEqual(['File', 'Edit', 'Window', 'Help']);
});

test('a system in none of our languages gets English', async () => {
  mockSystem.languages = ['fr-FR', 'C'];
  const hub = new EventHub<KeptChange>({ isDroppable: () => true });
  await followLanguage({ language: async () => 'system', events: () => hub.subscribe() }, jest.fn());
  expect(language()).toBe('en');
});
