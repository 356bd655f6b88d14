/** The style that the presets menu is set to: a published or a custom one, and what was changed in it. */
import { t } from '../../../core/messages';
import { publishedStyle, type Style, styleArgumentsSchema, styleNames } from '../../../core/styles';
import { usePreferences } from '../../state/preferences';
import { keepStyle, useStyles } from '../../state/styles';

export interface ChosenStyle {
  /** As it was published or saved. */
  base: Style;
  /** With the changes. */
  style: Style;
  changed: boolean;
  custom: boolean;
}

type Preset = ReturnType<typeof usePreferences.getState>['preset'];

/** Names of custom styles, sorted. */
export const customNames = (custom: ReturnType<typeof useStyles.getState>['custom']): string[] =>
  Object.keys(custom)
    .filter((name) => custom[name])
    .sort();

/** What is kept may come from another version: arguments that it cannot use are left at the base's. */
export function chosenStyle(
  preset: Preset,
  changes: Readonly<Record<string, unknown>>,
  custom: ReturnType<typeof useStyles.getState>['custom'],
): ChosenStyle {
  const saved = styleArgumentsSchema.safeParse(custom[preset.style] ?? undefined);
  const published = publishedStyle(preset.style) ?? publishedStyle('study')!;
  const base = saved.success ? { ...saved.data, name: preset.style } : published.style;
  const all = { ...(preset.zeroInitLastGamma && { zeroInitLastGamma: true }), ...changes };
  const usable = Object.fromEntries(
    Object.entries(all).filter(
      ([name, value]) =>
        Object.hasOwn(styleArgumentsSchema.shape, name) &&
        styleArgumentsSchema.partial().safeParse({ [name]: value }).success &&
        value !== base[name as keyof Style],
    ),
  );
  const changed = Object.keys(usable).length > 0;
  const style = { ...base, ...usable, name: changed ? `${base.name}*` : base.name };
  return { base, style, changed, custom: saved.success };
}

export const currentStyle = (): ChosenStyle => {
  const { preset, styleChanges } = usePreferences.getState();
  return chosenStyle(preset, styleChanges, useStyles.getState().custom);
};

/** Sets the menu to a style as it was published or saved. */
export function chooseStyle(name: string): void {
  const { preset, set } = usePreferences.getState();
  const { zeroInitLastGamma: _, ...rest } = preset;
  set({ preset: { ...rest, style: name }, styleChanges: {} });
}

export function changeStyle(name: string, value: string | number | boolean): void {
  const { styleChanges, set } = usePreferences.getState();
  set({ styleChanges: { ...styleChanges, [name]: value } });
}

/** Characters of a style's name. */
const LONGEST_STYLE = 60;

/** Why a style cannot be called this; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return t('build.presets.nameEmpty');
  if (name.length > LONGEST_STYLE) return t('build.presets.nameTooLong', { most: LONGEST_STYLE });
  if ((styleNames as readonly string[]).includes(name) || Object.hasOwn(Object.prototype, name))
    return t('build.presets.nameTaken', { name });
  return undefined;
}

/** Keeps the arguments as they are set under a name, and sets the menu to it. */
export function saveStyle(name: string): void {
  const { name: _, ...style } = currentStyle().style;
  keepStyle(name, style);
  chooseStyle(name);
}

export function deleteStyle(name: string): void {
  keepStyle(name, null);
  chooseStyle('study');
}
