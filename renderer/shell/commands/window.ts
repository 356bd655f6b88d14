/** The views, the theme, the command search, licenses. */
import type { Command } from '../../commands/command';
import { registerCommands } from '../../commands/registry';
import { useCommandPalette } from '../../state/commandPalette';
import { useNavigation, VIEWS } from '../../state/navigation';
import { setTheme } from '../../state/theme';
import { openLicenses } from '../licenses/licenses';

export const searchCommands: Command = {
  id: 'app.commands',
  section: 'View',
  label: 'Search commands',
  keys: ['Ctrl+Shift+P', 'F1'],
  whileTyping: true,
  perform: () => useCommandPalette.getState().setOpen(true),
};

export const licensesCommand: Command = {
  id: 'app.licenses',
  section: 'View',
  label: 'Licenses',
  keywords: ['help', 'about', 'open source', 'third party'],
  perform: openLicenses,
};

const THEMES = [
  { theme: 'light', label: 'Light theme' },
  { theme: 'dark', label: 'Dark theme' },
  { theme: 'system', label: 'System theme' },
] as const;

const themeCommands: readonly Command[] = THEMES.map(({ theme, label }) => ({
  id: `view.theme-${theme}`,
  section: 'View',
  label,
  keywords: ['theme', 'color', 'light', 'dark', 'appearance'],
  perform: () => setTheme(theme),
}));

registerCommands('window', [
  ...themeCommands,
  ...VIEWS.map(
    (view, index): Command => ({
      id: `go.${view}`,
      section: 'Go to',
      label: `Go to ${view.charAt(0).toUpperCase()}${view.slice(1)}`,
      keys: [`Alt+${index + 1}`],
      whileTyping: true,
      perform: () => useNavigation.getState().go(view),
    }),
  ),
  searchCommands,
  licensesCommand,
]);
