import ListSubheader from '@mui/material/ListSubheader';
import MenuItem from '@mui/material/MenuItem';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import { type Preset, presets } from '../../core/presets';

export const menuHead = (key: string, title: string) => (
  <ListSubheader key={key} sx={{ lineHeight: '28px', fontSize: 11, backgroundColor: 'transparent' }}>
    {title}
  </ListSubheader>
);

/** All presets, as items of a menu. */
export function presetItems(onChoose: (preset: Preset) => void): ReactNode[] {
  const family = (kind: Preset['kind'], title: string) => [
    menuHead(kind, title),
    ...presets
      .filter((preset) => preset.kind === kind)
      .map((preset) => (
        <MenuItem key={preset.id} onClick={() => onChoose(preset)}>
          {preset.title}
        </MenuItem>
      )),
  ];
  return [...family('imagenet', t('train.arms.imagenet')), ...family('cifar', t('train.arms.cifar'))];
}
