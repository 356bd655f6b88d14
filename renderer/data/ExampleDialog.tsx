/** One example, large; previous and next go over everything that the filter lets through. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { t, textOf } from '../../core/messages';
import { copyText } from '../layout/copy';
import { moved } from '../ui/rows';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { AsNetwork } from './AsNetwork';
import type { ExamplePages } from './grid/pages';
import type { SplitChoice } from './splits';
import { usePagesVersion } from './useExamplePages';
import { useWholeExample, WholeImage } from './WholeImage';

/** The image as it is, filling its place or pixel by pixel, or what becomes of it. */
type View = 'fit' | 'actual' | 'network';

export function ExampleDialog({
  info,
  pages,
  split,
  position,
  onMove,
  onClose,
}: {
  info: DatasetInfo;
  pages: ExamplePages;
  split: SplitChoice;
  /** In the filtered set. */
  position: number;
  onMove(position: number): void;
  onClose(): void;
}) {
  usePagesVersion(pages);
  const heading = useId();
  const [view, setView] = useState<View>('fit');
  useEffect(() => pages.want('large', position - 1, position + 2), [pages, position]);
  useEffect(() => () => pages.want('large', 0, 0), [pages]);
  const example = pages.at(position);
  const { imageShape, total } = pages;
  const whole = useWholeExample(info.id, split.id, info.sizes === 'varied' ? example?.index : undefined);
  const name = example
    ? (info.classes[example.label] ?? t('data.class', { index: example.label }))
    : t('data.example.loading');
  const [height, width] = whole.image
    ? [whole.image.height, whole.image.width]
    : info.sizes === 'equal' && imageShape
      ? imageShape
      : [];
  const facts = example
    ? [
        t('data.example.imageAt', { split: split.role, index: example.index }),
        t('data.class', { index: example.label }),
        ...(height ? [`${width} × ${height} px`] : []),
      ]
    : [];
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby={heading}
      maxWidth={false}
      onKeyDown={(event) => {
        const next = moved(event.key, position, { columns: 1, count: total, page: 10 });
        if (next === undefined || (event.target as HTMLElement).closest('[role="group"]')) return;
        event.preventDefault();
        onMove(next);
      }}
    >
      <Box
        sx={{
          p: 4,
          width: 'min(760px, calc(100vw - 96px))',
          height: 'min(760px, calc(100vh - 64px))',
          display: 'flex',
          flexDirection: 'column',
          gap: 3,
        }}
      >
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1 }}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box
              component="h2"
              id={heading}
              sx={{ m: 0, fontSize: 15, fontWeight: 600, overflowWrap: 'anywhere' }}
            >
              {name}
            </Box>
            <Box aria-live="polite" sx={{ color: token('muted'), fontSize: 12 }}>
              {facts.join(' · ')}
            </Box>
            {whole.image?.name && (
              <Box sx={{ color: token('muted'), fontFamily: MONO, fontSize: 11.5, overflowWrap: 'anywhere' }}>
                {whole.image.name}
              </Box>
            )}
            {whole.image?.odd && (
              <Box sx={{ color: token('warning'), fontSize: 12 }}>{textOf(whole.image.odd)}</Box>
            )}
            {(whole.error ?? (!example && pages.error)) && (
              <Box role="alert" sx={{ color: token('bad'), fontSize: 12 }}>
                {whole.error ?? pages.error}
              </Box>
            )}
          </Box>
          <IconButton
            aria-label={t('data.example.previous')}
            disabled={position === 0}
            onClick={() => onMove(position - 1)}
          >
            <ChevronLeft size={18} />
          </IconButton>
          <IconButton
            aria-label={t('data.example.next')}
            disabled={position >= total - 1}
            onClick={() => onMove(position + 1)}
          >
            <ChevronRight size={18} />
          </IconButton>
          <IconButton aria-label={t('common.close')} onClick={onClose}>
            <X size={18} />
          </IconButton>
        </Box>
        <Box sx={{ flex: 1, minHeight: 0 }}>
          {view === 'network' && <AsNetwork info={info} split={split} index={example?.index} />}
          {view !== 'network' && example && imageShape && (
            <WholeImage
              example={example}
              imageShape={imageShape}
              whole={whole}
              actualSize={view === 'actual'}
              alt={`${name}, ${t('data.example.imageAt', { split: split.role, index: example.index })}`}
            />
          )}
        </Box>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
          <ToggleButtonGroup
            exclusive
            size="small"
            aria-label={t('data.example.view')}
            value={view}
            onChange={(_event, next: View | null) => next && setView(next)}
          >
            <ToggleButton value="fit">{t('data.example.fit')}</ToggleButton>
            <ToggleButton value="actual">{t('data.example.original')}</ToggleButton>
            <ToggleButton value="network">{t('data.pipeline.seen')}</ToggleButton>
          </ToggleButtonGroup>
          <Box sx={{ flex: 1, color: token('muted'), fontSize: 12, fontVariantNumeric: 'tabular-nums' }}>
            {t('data.example.position', { position: position + 1, total })}
          </Box>
          <Button
            variant="outlined"
            disabled={!example}
            onClick={() =>
              example &&
              void copyText(String(example.index), t('data.example.index', { index: example.index }))
            }
          >
            {t('data.example.copyIndex')}
          </Button>
        </Box>
      </Box>
    </Dialog>
  );
}
