/** The most likely classes of one picture according to one network, with bars. */
import Box from '@mui/material/Box';
import { formatPercent } from '../../core/format/number';
import { t, textOf } from '../../core/messages';
import { ellipsis, visuallyHidden } from '../ui';
import { token } from '../ui/theme/tokens';
import { type Answer, type AskedNetwork, classOf } from './page';

interface GuessesProps {
  network: AskedNetwork;
  /** Color of the bars. */
  color: string;
  answer: Answer;
  /** The true class, if known. */
  label: string | undefined;
}

export function Guesses({ network, color, answer, label }: GuessesProps) {
  return (
    <Box component="ol" aria-label={textOf(network.title)} sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {answer.top.map(({ class: output, share }, place) => {
        const name = classOf(network, output) ?? t('compare.confusion.class', { index: output });
        const isTrue = label !== undefined && name === label;
        return (
          <Box
            component="li"
            key={output}
            title={`${name}: ${formatPercent(share)}`}
            sx={{
              position: 'relative',
              display: 'flex',
              gap: 1,
              px: '6px',
              mb: '2px',
              fontSize: 12,
              lineHeight: '18px',
              borderRadius: '4px',
              overflow: 'hidden',
              fontWeight: place === 0 ? 550 : 400,
            }}
          >
            <Box
              aria-hidden
              sx={{
                position: 'absolute',
                inset: 0,
                width: `${100 * share}%`,
                backgroundColor: `color-mix(in oklab, ${color} 34%, ${token('panel')})`,
              }}
            />
            <Box component="span" sx={{ position: 'relative', flex: 1, minWidth: 0, ...ellipsis }}>
              {name}
              {isTrue && (
                <>
                  {' ✓'}
                  <Box component="span" sx={visuallyHidden}>
                    {t('predict.view.trueClass')}
                  </Box>
                </>
              )}
            </Box>
            <Box component="span" sx={{ position: 'relative', fontVariantNumeric: 'tabular-nums' }}>
              {formatPercent(share)}
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}
