import { t } from '../../../core/messages';
import { buildPreset, presetFor } from '../../../core/presets';
import { OptionError } from '../../../core/styles/option-error';
import { notify } from '../../state/notices';
import { usePreferences } from '../../state/preferences';
import { openGraph } from '../editor/actions';
import { currentStyle } from './style';

/** `[32, 32, 3]` from "32x32x3", "32 × 32 × 3" or "32,32,3"; undefined for anything else. */
export function parseInputShape(text: string): [number, number, number] | undefined {
  const sides = text
    .trim()
    .split(/\s*[x×,*]\s*/i)
    .map(Number);
  const [height, width, channels] = sides;
  if (sides.length !== 3 || !sides.every((side) => Number.isInteger(side) && side > 0 && side <= 4096))
    return undefined;
  return [height!, width!, channels!];
}

/** Opens the preset with the options last chosen, in a new tab. */
export function openPreset(id: string) {
  const { input, classes } = usePreferences.getState().preset;
  try {
    openGraph(
      buildPreset(id, {
        style: currentStyle().style,
        inputShape: parseInputShape(input) ?? [32, 32, 3],
        classes,
      }),
      true,
    );
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    notify({
      severity: 'error',
      text: t('build.notice.presetNotOpened', { name: presetFor(id)?.title ?? id, reason: error.said }),
    });
  }
}
