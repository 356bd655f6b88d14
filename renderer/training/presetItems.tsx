import ListSubheader from '@mui/material/ListSubheader';
import MenuItem from '@mui/material/MenuItem';
import type { ReactNode } from 'react';
import { t } from '../../core/messages';
import { KINDS, type Preset, presetKinds, presets } from '../../core/presets';

export const menuHead = (key: string, title: string) => (
  // A menu may hold nothing but its items.
  <ListSubheader
    key={key}
    role="presentation"
    sx={{ lineHeight: '28px', fontSize: 11, backgroundColor: 'transparent' }}
  >
    {title}
  </ListSubheader>
);

/** All presets, as items of a menu. */
export function presetItems(onChoose: (preset: Preset) => void): ReactNode[] {
  return presetKinds.flatMap((kind) => [
    menuHead(kind, t(KINDS[kind].title)),
    ...presets
      .filter((preset) => preset.kind === kind)
      .map((preset) => (
        <MenuItem key={preset.id} onClick={() => onChoose(preset)}>
          {preset.title}
        </MenuItem>
      )),
  ]);
}
