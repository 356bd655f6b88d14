import { LANGUAGES, message, nameOfLanguage } from '../../../core/messages';
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { openSettings } from '../../preferences/dialog';
import { useCommandPalette } from '../../state/commandPalette';
import { useDemoMode } from '../../state/demoMode';
import { chooseLanguage } from '../../state/language';
import { useNavigation, VIEWS } from '../../state/navigation';
import { setTheme } from '../../state/theme';
import { openLicenses } from '../licenses/licenses';
import { useShortcutList } from '../shortcutList/shortcutList';
import { VIEW_NAMES } from '../viewNames';

export const searchCommands: Command = {
  id: 'app.commands',
  section: 'view',
  label: 'commands.search',
  keys: ['Ctrl+Shift+P'],
  whileTyping: true,
  perform: () => useCommandPalette.getState().setOpen(true),
};

export const shortcutsCommand: Command = {
  id: 'app.shortcuts',
  section: 'help',
  label: 'commands.shortcutList',
  keywords: ['help', 'keys', 'keyboard', 'cheat sheet'],
  keys: ['?'],
  perform: () => useShortcutList.setState({ open: true }),
};

export const licensesCommand: Command = {
  id: 'app.licenses',
  section: 'help',
  label: 'commands.licenses',
  keywords: ['help', 'about', 'open source', 'third party'],
  perform: openLicenses,
};

export const settingsCommand: Command = {
  id: 'app.settings',
  section: 'view',
  label: 'preferences.title',
  keywords: ['preferences', 'options', 'configure'],
  keys: ['Ctrl+,'],
  whileTyping: true,
  perform: () => openSettings(),
};

const THEMES = [
  { theme: 'light', label: 'commands.theme.light' },
  { theme: 'dark', label: 'commands.theme.dark' },
  { theme: 'system', label: 'commands.theme.system' },
] as const;

const themeCommands: readonly Command[] = THEMES.map(({ theme, label }) => ({
  id: `view.theme-${theme}`,
  section: 'view',
  label,
  keywords: ['theme', 'color', 'light', 'dark', 'appearance'],
  perform: () => setTheme(theme),
}));

const demoModeCommand: Command = {
  id: 'view.demo-mode',
  section: 'view',
  label: 'commands.demoMode',
  keywords: ['large', 'type', 'font', 'size', 'projector', 'teacher', 'present'],
  perform: () => useDemoMode.setState(({ on }) => ({ on: !on })),
};

const languageCommands: readonly Command[] = [
  {
    choice: 'system',
    label: message('shell.language.of', { name: message('shell.language.system') }),
  } as const,
  ...LANGUAGES.map((choice) => ({
    choice,
    label: message('shell.language.of', { name: nameOfLanguage(choice) }),
  })),
].map(({ choice, label }) => ({
  id: `view.language-${choice}`,
  section: 'view',
  label,
  keywords: ['language', '언어', 'translation'],
  perform: () => chooseLanguage(choice),
}));

registerCommands('window', [
  ...themeCommands,
  demoModeCommand,
  ...languageCommands,
  ...VIEWS.map(
    (view, index): Command => ({
      id: `go.${view}`,
      section: 'go',
      label: message('commands.go', { view: message(VIEW_NAMES[view]) }),
      keys: [`Alt+${index + 1}`],
      whileTyping: true,
      perform: () => useNavigation.getState().go(view),
    }),
  ),
  {
    id: 'go.back',
    section: 'go',
    label: 'commands.back',
    keywords: ['previous', 'history'],
    keys: ['Alt+ArrowLeft'],
    perform: () => window.history.back(),
  },
  {
    id: 'go.forward',
    section: 'go',
    label: 'commands.forward',
    keywords: ['next', 'history'],
    keys: ['Alt+ArrowRight'],
    perform: () => window.history.forward(),
  },
  searchCommands,
  settingsCommand,
  shortcutsCommand,
  licensesCommand,
]);
