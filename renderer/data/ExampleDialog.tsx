/** One example, large; previous and next move through all images of the filter. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { type Key, t, textOf } from '../../core/messages';
import { copyText } from '../layout/copy';
import { Note } from '../ui';
import { Toggle } from '../ui/Choice';
import { moved } from '../ui/imageGrid';
import { MONO } from '../ui/theme/theme';
import { AsNetwork } from './AsNetwork';
import type { ExamplePages } from './grid/pages';
import type { SplitChoice } from './splits';
import { usePagesVersion } from './useExamplePages';
import { useWholeExample, WholeImage } from './WholeImage';

/** The image filling its place, pixel by pixel, or as the network sees it. */
type View = 'fit' | 'actual' | 'network';
const VIEWS: readonly { value: View; label: Key }[] = [
  { value: 'fit', label: 'data.example.fit' },
  { value: 'actual', label: 'data.example.original' },
  { value: 'network', label: 'data.pipeline.seen' },
];

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
  const at = example && t('data.example.imageAt', { split: split.role, index: example.index });
  const facts = example
    ? [
        at,
        t('data.class', { index: example.label }),
        ...(height && width ? [t('data.pixels', { width, height })] : []),
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
            <Note aria-live="polite">{facts.join(' · ')}</Note>
            {whole.image?.name && (
              <Note sx={{ fontFamily: MONO, fontSize: 11.5, overflowWrap: 'anywhere' }}>
                {whole.image.name}
              </Note>
            )}
            {whole.image?.odd && <Note tone="warning">{textOf(whole.image.odd)}</Note>}
            {(whole.error ?? (!example && pages.error)) && (
              <Note tone="bad">{whole.error ?? pages.error}</Note>
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
              alt={`${name}, ${at}`}
            />
          )}
        </Box>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, flexWrap: 'wrap' }}>
          <Toggle
            small
            label={t('data.example.view')}
            value={view}
            options={VIEWS.map(({ value, label }) => ({ value, label: t(label) }))}
            onChange={setView}
          />
          <Note sx={{ flex: 1, fontVariantNumeric: 'tabular-nums' }}>
            {t('data.example.position', { position: position + 1, total })}
          </Note>
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
