import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useMemo } from 'react';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
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
  epoch,
  images,
  onCell,
}: {
  confusion: Confusion;
  /** By class. */
  labels: readonly string[];
  epoch: number;
  /** Size of the validation set; absent in old records. */
  images: number | undefined;
  /** Shows the images of a cell. */
  onCell(cell: { truth: number; predicted: number }): void;
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
        <HeatMap confusion={confusion} classes={labels} onCell={onCell} />
      </Box>
      <Box component="section" aria-label={t('compare.confusion.accuracyByClass')} sx={{ minWidth: 0 }}>
        <Box component="h3" sx={head}>
          {t('compare.confusion.accuracyByClass')}
        </Box>
        <Box component="ul" sx={{ m: 0, p: 0, pr: 1, listStyle: 'none', maxHeight: 420, overflowY: 'auto' }}>
          {facts.classes.map(({ index, accuracy, count }) => (
            <Box
              component="li"
              key={index}
              sx={row}
              title={t('compare.confusion.validationImages', { count })}
            >
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
                {accuracy === undefined ? t('compare.confusion.none') : formatPercent(accuracy)}
              </Box>
            </Box>
          ))}
        </Box>
      </Box>
      <Box component="section" aria-label={t('compare.confusion.mostConfused')} sx={{ minWidth: 0 }}>
        <Box component="h3" sx={head}>
          {t('compare.confusion.mostConfused')}
        </Box>
        {facts.pairs.length === 0 && (
          <Box sx={{ color: token('muted') }}>{t('compare.confusion.noneConfused')}</Box>
        )}
        <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {facts.pairs.map(({ truth, predicted, count, share }) => (
            <Box component="li" key={`${truth} ${predicted}`}>
              <ButtonBase
                onClick={() => onCell({ truth, predicted })}
                sx={{
                  ...row,
                  width: '100%',
                  textAlign: 'left',
                  borderRadius: '4px',
                  '&:hover': { color: token('accent') },
                }}
              >
                <Box component="span" sx={{ flex: 1, minWidth: 0, ...ellipsis }}>
                  {labels[truth]}{' '}
                  <Box component="span" sx={{ color: token('muted') }}>
                    {t('compare.confusion.takenFor')}
                  </Box>{' '}
                  {labels[predicted]}
                </Box>
                <Box component="span" sx={number} title={t('compare.confusion.images', { count })}>
                  {formatPercent(share)}
                </Box>
              </ButtonBase>
            </Box>
          ))}
        </Box>
        <Box sx={{ mt: 2, fontSize: 12, lineHeight: '17px', color: token('muted') }}>
          {images === undefined
            ? t('compare.confusion.shareOf', { epoch })
            : t('compare.confusion.shareOfImages', { epoch, count: images })}
        </Box>
      </Box>
    </Box>
  );
}
