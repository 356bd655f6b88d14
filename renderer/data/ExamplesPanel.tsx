/** The images of a data set with their labels, by split and class. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Slider from '@mui/material/Slider';
import { ImageOff } from 'lucide-react';
import { useCallback, useState } from 'react';
import { create } from 'zustand';
import type { DatasetInfo } from '../../core/contract/datasets';
import { t } from '../../core/messages';
import { oldState } from '../state/kept/earlierStorage';
import { keep } from '../state/kept/keep';
import { EmptyState, Note } from '../ui';
import { clamp } from '../ui/clamp';
import { ClassFilter } from './ClassFilter';
import { ExampleDialog } from './ExampleDialog';
import { ExampleGrid } from './grid/ExampleGrid';
import { useOverview } from './grid/useOverview';
import { SplitToggle } from './SplitRows';
import { type SplitChoice, type SplitId, splitsOf } from './splits';
import { useExamplePages, usePagesVersion } from './useExamplePages';

const THUMBNAIL = { min: 32, max: 192, step: 8, start: 72 };
const useThumbnail = create(() => ({ size: THUMBNAIL.start }));

keep(useThumbnail, {
  concern: 'layout',
  values: ({ size }) => ({ thumbnailSize: size }),
  change: ({ thumbnailSize }) => ({ size: clamp(Number(thumbnailSize), THUMBNAIL) }),
  old: {
    key: 'skipwire.thumbnail.v1',
    values: () => {
      const old = oldState('skipwire.thumbnail.v1');
      return old && { thumbnailSize: Math.round(Number(old.size)) };
    },
  },
});

function Images({
  info,
  split,
  classIndex,
}: {
  info: DatasetInfo;
  split: SplitChoice;
  classIndex: number | undefined;
}) {
  const thumbnail = useThumbnail((state) => state.size);
  const pages = useExamplePages(info, split, classIndex, thumbnail);
  usePagesVersion(pages);
  const overview = useOverview(info, split.id, classIndex, pages);
  const [active, setActive] = useState(0);
  const [enlarged, setEnlarged] = useState(false);
  const { classes } = info;
  const nameOf = useCallback(
    (label: number) => classes[label] ?? t('data.class', { index: label }),
    [classes],
  );
  const count = pages.total;
  if (count === 0) {
    return (
      <EmptyState icon={<ImageOff size={26} />} title={t('data.examples.noImages')}>
        {t('data.examples.noneOfSplit', {
          name: classIndex === undefined ? info.name : nameOf(classIndex),
          split: split.role,
        })}
      </EmptyState>
    );
  }
  return (
    <>
      {pages.error && (
        <Note tone="bad" sx={{ display: 'flex', alignItems: 'center', gap: 2, mb: 2 }}>
          <Box sx={{ flex: 1 }}>{pages.error}</Box>
          <Button variant="outlined" onClick={() => pages.retry()}>
            {t('data.list.tryAgain')}
          </Button>
        </Note>
      )}
      <ExampleGrid
        pages={pages}
        overview={overview}
        count={count}
        thumbnail={thumbnail}
        label={t('data.examples.gridLabel', { name: info.name })}
        nameOf={nameOf}
        split={split.role}
        smooth={info.sizes === 'varied'}
        active={Math.min(active, count - 1)}
        onActive={setActive}
        onOpen={() => setEnlarged(true)}
      />
      {enlarged && (
        <ExampleDialog
          info={info}
          pages={pages}
          split={split}
          position={Math.min(active, count - 1)}
          onMove={setActive}
          onClose={() => setEnlarged(false)}
        />
      )}
    </>
  );
}

export function ExamplesPanel({ info }: { info: DatasetInfo }) {
  const splits = splitsOf(info);
  const [wanted, setWanted] = useState<SplitId>('train');
  const [classIndex, setClassIndex] = useState<number>();
  const thumbnail = useThumbnail((state) => state.size);
  const split = splits.find(({ id }) => id === wanted) ?? splits[0];
  if (!split) {
    return (
      <EmptyState icon={<ImageOff size={26} />} title={t('data.examples.noImages')}>
        {t('data.examples.noneUsable', { name: info.name })}
      </EmptyState>
    );
  }
  const shown = classIndex === undefined ? split.count : (split.perClass[classIndex] ?? 0);
  return (
    <Box
      component="section"
      aria-label={t('data.examples.title')}
      sx={{ flex: 1, minHeight: 300, display: 'flex', flexDirection: 'column' }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: '8px 12px', flexWrap: 'wrap', mb: 3 }}>
        <SplitToggle splits={splits} value={split.id} onChange={setWanted} />
        <ClassFilter
          classes={info.classes}
          perClass={split.perClass}
          value={classIndex}
          onChange={setClassIndex}
        />
        <Note aria-live="polite" sx={{ flex: 1, minWidth: 110, whiteSpace: 'nowrap' }}>
          {t('data.images', { count: shown })}
        </Note>
        <Slider
          size="small"
          aria-label={t('data.examples.thumbnailSize')}
          value={thumbnail}
          min={THUMBNAIL.min}
          max={THUMBNAIL.max}
          step={THUMBNAIL.step}
          valueLabelDisplay="auto"
          valueLabelFormat={(size) => t('data.examples.pixels', { size })}
          onChange={(_event, size) => useThumbnail.setState({ size: size as number })}
          sx={{ width: 110, mr: 2 }}
        />
      </Box>
      {/* Another split or class begins at the top. */}
      <Images key={`${split.id} ${classIndex ?? 'all'}`} info={info} split={split} classIndex={classIndex} />
    </Box>
  );
}
