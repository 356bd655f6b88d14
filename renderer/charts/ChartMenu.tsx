/** What can be done with one chart: its axis, files of it, and its place. */
import Divider from '@mui/material/Divider';
import ListItemIcon from '@mui/material/ListItemIcon';
import MenuItem from '@mui/material/MenuItem';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { type ChartOptions, chartPicture } from '../../core/figures/chart';
import { chartCsv } from '../../core/figures/chart-csv';
import { t } from '../../core/messages';
import { ButtonMenu } from '../ui/ButtonMenu';
import { MoreButton } from '../ui/MoreButton';
import { OnceOpen } from '../ui/OnceOpen';
import { saveBlob } from '../ui/saveAs';
import { savePng, saveSvg } from '../ui/savePicture';
import type { ChartLink } from './link';

/** Pixels of a saved chart. */
const WIDTH = 720;
const HEIGHT = 360;

interface ChartMenuProps {
  chart: Omit<ChartOptions, 'id' | 'width' | 'height' | 'view'>;
  /** The part of x that a picture shows. */
  link: ChartLink;
  onLogY(on: boolean): void;
  onRemove?: (() => void) | undefined;
  onError(error: unknown): void;
}

export function ChartMenu({ chart, link, onLogY, onRemove, onError }: ChartMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { title, logY = false, series, xUnit } = chart;
  const name = title.toLowerCase().replaceAll(/\s+/g, '-');
  const picture = () =>
    chartPicture({
      ...{ ...chart, id: 'chart', width: WIDTH, height: HEIGHT },
      view: link.getState().view,
    });
  const item = (label: string, action: () => void, checked?: boolean) => (
    <MenuItem
      role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={checked}
      onClick={() => {
        setAnchor(null);
        action();
      }}
    >
      <ListItemIcon>{checked && <Check size={14} />}</ListItemIcon>
      {label}
    </MenuItem>
  );
  const label = t('train.chart.menu', { chart: title });
  return (
    <>
      <MoreButton label={label} isOpen={anchor !== null} onOpen={setAnchor} />
      <OnceOpen open={anchor !== null}>
        {() => (
          <ButtonMenu anchor={anchor} onClose={() => setAnchor(null)}>
            {item(t('train.chart.logY'), () => onLogY(!logY), logY)}
            <Divider />
            {item(t('surface.view.saveSvg'), () => saveSvg(picture(), name))}
            {item(t('surface.view.savePng'), () => void savePng(picture(), name).catch(onError))}
            {item(t('train.chart.saveCsv'), () =>
              saveBlob(new Blob([chartCsv(series, xUnit)], { type: 'text/csv' }), `${name}.csv`),
            )}
            {onRemove && <Divider />}
            {onRemove && item(t('train.chart.remove'), onRemove)}
          </ButtonMenu>
        )}
      </OnceOpen>
    </>
  );
}
