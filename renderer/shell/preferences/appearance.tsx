import Switch from '@mui/material/Switch';
import { useColorScheme } from '@mui/material/styles';
import { type Theme, themeSchema } from '../../../core/contract/kept';
import { type Key, t } from '../../../core/messages';
import { registerPreferences } from '../../preferences/registry';
import { useDemoMode } from '../../state/demoMode';
import { chooseLanguage, useLanguage } from '../../state/language';
import { setTheme } from '../../state/theme';
import { Choice, Toggle } from '../../ui/Choice';
import { LANGUAGE_CHOICES, nameOfChoice } from '../languageChoices';

const THEMES = {
  system: 'preferences.theme.system',
  light: 'preferences.theme.light',
  dark: 'preferences.theme.dark',
} as const satisfies Record<Theme, Key>;

function ThemeControl({ label }: { label: string }) {
  const { mode = 'system' } = useColorScheme();
  return (
    <Toggle
      label={label}
      value={mode}
      options={themeSchema.options.map((value) => ({ value, label: t(THEMES[value]) }))}
      onChange={setTheme}
    />
  );
}

function LanguageControl({ label }: { label: string }) {
  const choice = useLanguage((state) => state.choice);
  return (
    <Choice
      fullWidth
      label={label}
      value={choice}
      options={LANGUAGE_CHOICES.map((value) => ({ value, label: nameOfChoice(value) }))}
      onChange={chooseLanguage}
    />
  );
}

function DemoModeControl({ label }: { label: string }) {
  const on = useDemoMode((state) => state.on);
  return (
    <Switch
      checked={on}
      onChange={(_event, next) => useDemoMode.setState({ on: next })}
      slotProps={{ input: { 'aria-label': label } }}
    />
  );
}

registerPreferences('appearance', [
  {
    id: 'theme',
    section: 'appearance',
    label: 'preferences.theme.label',
    help: 'preferences.theme.help',
    keywords: ['color', 'dark', 'light', 'mode'],
    Control: ThemeControl,
  },
  {
    id: 'language',
    section: 'appearance',
    label: 'shell.language.label',
    help: 'preferences.language.help',
    keywords: ['translation', 'korean', 'english', '언어'],
    Control: LanguageControl,
  },
  {
    id: 'demo-mode',
    section: 'appearance',
    label: 'preferences.demoMode.label',
    help: 'preferences.demoMode.help',
    keywords: ['large', 'type', 'font', 'size', 'zoom', 'projector', 'teacher', 'present'],
    Control: DemoModeControl,
  },
]);
