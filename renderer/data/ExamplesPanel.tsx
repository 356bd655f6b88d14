/** A grid of examples with their labels: by split, by class, page by page. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { Panel } from '../app/ui';
import { formatCount } from '../charts/format';
import { token } from '../theme/tokens';
import { ExampleDialog } from './ExampleDialog';
import { ExampleImage } from './ExampleImage';
import { useExamples } from './useExamples';

const PAGE = 96;
const ALL = -1;

export function ExamplesPanel({ info }: { info: DatasetInfo }) {
  const [split, setSplit] = useState<'train' | 'val'>('train');
  const [classIndex, setClassIndex] = useState(ALL);
  const [offset, setOffset] = useState(0);
  const [enlarged, setEnlarged] = useState<number>();
  const { page, error, loading } = useExamples({
    id: info.id,
    split,
    offset,
    limit: PAGE,
    ...(classIndex === ALL ? {} : { classIndex }),
  });
  const splitWord = split === 'train' ? 'training' : 'validation';
  const end = Math.min(offset + PAGE, page?.total ?? 0);

  return (
    <Panel
      title="Examples"
      action={
        <Box
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', justifyContent: 'flex-end' }}
        >
          <ToggleButtonGroup
            exclusive
            size="small"
            value={split}
            aria-label="Split"
            onChange={(_event, next: 'train' | 'val' | null) => {
              if (!next) return;
              setSplit(next);
              setOffset(0);
            }}
          >
            <ToggleButton value="train">Training</ToggleButton>
            <ToggleButton value="val">Validation</ToggleButton>
          </ToggleButtonGroup>
          <Select<number>
            value={classIndex}
            onChange={(event) => {
              setClassIndex(Number(event.target.value));
              setOffset(0);
            }}
            slotProps={{ input: { 'aria-label': 'Class' } }}
            sx={{ minWidth: 128 }}
          >
            <MenuItem value={ALL}>all classes</MenuItem>
            {info.classes.map((name, index) => (
              <MenuItem key={name} value={index}>
                {name}
              </MenuItem>
            ))}
          </Select>
        </Box>
      }
    >
      {error && (
        <Box role="alert" sx={{ color: token('bad'), whiteSpace: 'pre-line' }}>
          {error}
        </Box>
      )}
      {page && (
        <Box
          component="ul"
          aria-label={`Examples of ${info.name}`}
          sx={{
            m: 0,
            p: 0,
            listStyle: 'none',
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fill, minmax(68px, 1fr))',
            gap: '10px 8px',
            opacity: loading ? 0.6 : 1,
            transition: 'opacity 120ms',
          }}
        >
          {page.examples.map((example, position) => {
            const name = info.classes[example.label] ?? `class ${example.label}`;
            return (
              <li key={example.index}>
                <ButtonBase
                  aria-label={`${name}, ${splitWord} image ${example.index}`}
                  onClick={() => setEnlarged(position)}
                  sx={{
                    display: 'block',
                    width: '100%',
                    borderRadius: '6px',
                    textAlign: 'left',
                    '& canvas': { borderRadius: '6px' },
                    '&:hover canvas, &:focus-visible canvas': {
                      outline: `2px solid ${token('accent')}`,
                      outlineOffset: 1,
                    },
                  }}
                >
                  <ExampleImage example={example} imageShape={page.imageShape} size="100%" />
                  <Box
                    sx={{
                      mt: '3px',
                      fontSize: 11,
                      lineHeight: '14px',
                      color: token('muted'),
                      overflow: 'hidden',
                      textOverflow: 'ellipsis',
                      whiteSpace: 'nowrap',
                    }}
                  >
                    {name}
                  </Box>
                </ButtonBase>
              </li>
            );
          })}
        </Box>
      )}
      {page && (
        <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: 1, mt: 3 }}>
          <Box aria-live="polite" sx={{ color: token('muted'), fontSize: 12 }}>
            {page.total === 0
              ? 'no images'
              : `${formatCount(offset + 1)} to ${formatCount(end)} of ${formatCount(page.total)} ${splitWord} images`}
          </Box>
          <IconButton
            aria-label="Previous page"
            disabled={offset === 0}
            onClick={() => setOffset(Math.max(0, offset - PAGE))}
          >
            <ChevronLeft size={18} />
          </IconButton>
          <IconButton
            aria-label="Next page"
            disabled={end >= page.total}
            onClick={() => setOffset(offset + PAGE)}
          >
            <ChevronRight size={18} />
          </IconButton>
        </Box>
      )}
      {page && enlarged !== undefined && (
        <ExampleDialog
          page={page}
          position={enlarged}
          classes={info.classes}
          split={splitWord}
          onMove={setEnlarged}
          onClose={() => setEnlarged(undefined)}
        />
      )}
    </Panel>
  );
}
