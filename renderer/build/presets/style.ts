/** The style chosen in the presets menu: a published or a custom one, and changes of it. */
import { t } from '../../../core/messages';
import { publishedStyle, type Style, styleArgumentsSchema, styleNames } from '../../../core/styles';
import { usePreferences } from '../../state/preferences';
import { keepStyle, useStyles } from '../../state/styles';

type Preset = ReturnType<typeof usePreferences.getState>['preset'];
type CustomStyles = ReturnType<typeof useStyles.getState>['custom'];

/** Names of custom styles, sorted. */
export const customNames = (custom: CustomStyles): string[] =>
  Object.keys(custom)
    .filter((name) => custom[name])
    .sort();

/**
 * `base` is as published or saved, `style` includes the changes. Changes that this version does not know are left out.
 */
export function chosenStyle(
  preset: Preset,
  changes: Readonly<Record<string, unknown>>,
  custom: CustomStyles,
): { base: Style; style: Style; changed: boolean; custom: boolean } {
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

export const currentStyle = () => {
  const { preset, styleChanges } = usePreferences.getState();
  return chosenStyle(preset, styleChanges, useStyles.getState().custom);
};

/** Chooses a style, without changes. */
export function chooseStyle(name: string): void {
  const { preset, set } = usePreferences.getState();
  const { zeroInitLastGamma: _, ...rest } = preset;
  set({ preset: { ...rest, style: name }, styleChanges: {} });
}

export function changeStyle(name: string, value: string | number | boolean): void {
  const { styleChanges, set } = usePreferences.getState();
  set({ styleChanges: { ...styleChanges, [name]: value } });
}

const LONGEST_STYLE = 60;

/** Why a style cannot have this name; undefined if it can. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return t('build.presets.nameEmpty');
  if (name.length > LONGEST_STYLE) return t('build.presets.nameTooLong', { most: LONGEST_STYLE });
  if ((styleNames as readonly string[]).includes(name) || Object.hasOwn(Object.prototype, name))
    return t('build.presets.nameTaken', { name });
  return undefined;
}

/** Saves the current arguments under a name, and chooses it. */
export function saveStyle(name: string): void {
  const { name: _, ...style } = currentStyle().style;
  keepStyle(name, style);
  chooseStyle(name);
}

export function deleteStyle(name: string): void {
  keepStyle(name, null);
  chooseStyle('study');
}
