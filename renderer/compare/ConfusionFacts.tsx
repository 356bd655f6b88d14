/** A confusion matrix as squares, the accuracy of each class, and the pairs that are confused most. */
import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { formatPercent } from '../../core/format/number';
import { plural } from '../../core/format/plural';
import { token } from '../ui/theme/tokens';
import { type Confusion, classAccuracies, mostConfused } from './confusion';
import { HeatMap } from './HeatMap';

const PAIRS = 8;

const head = { m: 0, mb: 2, fontSize: 12, fontWeight: 500, color: token('muted') } as const;
const row = { display: 'flex', gap: 2, alignItems: 'center', fontSize: 12, lineHeight: '21px' } as const;
const number = { fontVariantNumeric: 'tabular-nums', textAlign: 'right', whiteSpace: 'nowrap' } as const;

const ellipsis = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;

export function ConfusionFacts({
  confusion,
  labels,
  of,
}: {
  confusion: Confusion;
  /** By class. */
  labels: readonly string[];
  /** "epoch 3, of 1,000 validation images" */
  of: string;
}) {
  const facts = useMemo(
    () => ({ classes: classAccuracies(confusion), pairs: mostConfused(confusion, PAIRS) }),
    [confusion],
  );
  return (
    <Box
      sx={{
        display: 'grid',
        gap: '20px',
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
      }}
    >
      <Box sx={{ minWidth: 0, gridColumn: { lg: 'span 2' } }}>
        <HeatMap confusion={confusion} classes={labels} />
      </Box>
      <Box component="section" aria-label="Accuracy by class" sx={{ minWidth: 0 }}>
        <Box component="h4" sx={head}>
          Accuracy by class
        </Box>
        <Box component="ul" sx={{ m: 0, p: 0, pr: 1, listStyle: 'none', maxHeight: 420, overflowY: 'auto' }}>
          {facts.classes.map(({ index, accuracy, count }) => (
            <Box component="li" key={index} sx={row} title={plural(count, 'validation image')}>
              <Box component="span" sx={{ width: 84, flexShrink: 0, ...ellipsis }}>
                {labels[index]}
              </Box>
              <Box
                aria-hidden
                sx={{ flex: 1, height: 5, borderRadius: '3px', backgroundColor: token('line') }}
              >
                <Box
                  sx={{
                    width: `${100 * (accuracy ?? 0)}%`,
                    height: '100%',
                    borderRadius: '3px',
                    backgroundColor: token('accent'),
                  }}
                />
              </Box>
              <Box component="span" sx={{ width: 52, ...number }}>
                {accuracy === undefined ? 'none' : formatPercent(accuracy)}
              </Box>
            </Box>
          ))}
        </Box>
      </Box>
      <Box component="section" aria-label="Most confused" sx={{ minWidth: 0 }}>
        <Box component="h4" sx={head}>
          Most confused
        </Box>
        {facts.pairs.length === 0 && <Box sx={{ color: token('muted') }}>No image is taken for another.</Box>}
        <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {facts.pairs.map(({ truth, predicted, count, share }) => (
            <Box component="li" key={`${truth} ${predicted}`} sx={row}>
              <Box component="span" sx={{ flex: 1, minWidth: 0, ...ellipsis }}>
                {labels[truth]}{' '}
                <Box component="span" sx={{ color: token('muted') }}>
                  taken for
                </Box>{' '}
                {labels[predicted]}
              </Box>
              <Box component="span" sx={number} title={plural(count, 'image')}>
                {formatPercent(share)}
              </Box>
            </Box>
          ))}
        </Box>
        <Box sx={{ mt: 2, fontSize: 12, lineHeight: '17px', color: token('muted') }}>
          Share of the true class, {of}.
        </Box>
      </Box>
    </Box>
  );
}
