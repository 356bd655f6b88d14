/** Mean and standard deviation of each channel, on a scale from 0 to 1. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Copy } from 'lucide-react';
import type { ChannelsReport } from '../../../core/contract/report';
import { formatDecimals } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { copyText } from '../../layout/copy';
import { Panel } from '../../ui';
import { token } from '../../ui/theme/tokens';

const COLORS: Readonly<Record<string, string>> = {
  red: token('bad'),
  green: token('good'),
  blue: token('accent'),
};

const tuple = (values: readonly number[]) =>
  `(${values.map((value) => formatDecimals(value, 4)).join(', ')})`;

export function ChannelsPanel({ channels }: { channels: ChannelsReport }) {
  const { names, mean, deviation, images, broughtTo } = channels;
  const percent = (value: number) => `${100 * Math.min(1, Math.max(0, value))}%`;
  return (
    <Panel
      title={t('data.info.channels.title')}
      action={
        <Button
          variant="text"
          startIcon={<Copy size={14} />}
          onClick={() =>
            void copyText(`mean=${tuple(mean)}, std=${tuple(deviation)}`, t('data.info.channels.copied'))
          }
        >
          {t('data.info.channels.copy')}
        </Button>
      }
    >
      <Box component="table" aria-label={t('data.info.channels.label')} sx={table}>
        <thead>
          <tr>
            <th scope="col">{t('data.info.channels.channel')}</th>
            <td />
            <th scope="col">{t('data.info.channels.mean')}</th>
            <th scope="col">{t('data.info.channels.std')}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name, c) => (
            <tr key={name}>
              <th scope="row">{t('data.info.channels.color', { name })}</th>
              <Box component="td" aria-hidden sx={{ width: '55%' }}>
                <Box sx={{ position: 'relative', height: 12 }}>
                  <Box sx={{ position: 'absolute', inset: '5px 0', backgroundColor: token('line') }} />
                  <Box
                    sx={{
                      position: 'absolute',
                      top: 3,
                      bottom: 3,
                      left: percent(mean[c]! - deviation[c]!),
                      right: `calc(100% - ${percent(mean[c]! + deviation[c]!)})`,
                      borderRadius: '3px',
                      opacity: 0.4,
                      backgroundColor: COLORS[name] ?? token('muted'),
                    }}
                  />
                  <Box
                    sx={{
                      position: 'absolute',
                      top: 0,
                      bottom: 0,
                      left: percent(mean[c]!),
                      width: 3,
                      ml: '-1.5px',
                      borderRadius: '1.5px',
                      backgroundColor: COLORS[name] ?? token('muted'),
                    }}
                  />
                </Box>
              </Box>
              <td>{formatDecimals(mean[c]!, 4)}</td>
              <td>{formatDecimals(deviation[c]!, 4)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
      <Box sx={{ color: token('muted'), fontSize: 12, mt: 2 }}>
        {broughtTo
          ? t('data.info.channels.captionResized', { count: images, ...broughtTo })
          : t('data.info.channels.caption', { count: images })}
      </Box>
    </Panel>
  );
}

const table = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: 12,
  '& td': { fontVariantNumeric: 'tabular-nums' },
  '& td, & th': { py: '4px', px: 0, fontWeight: 400, textAlign: 'left' },
  '& thead th': { color: token('muted'), fontWeight: 500 },
  '& td + td, & td + th, & th + th': { pl: 3, textAlign: 'right' },
  '& tbody th': { pr: 3 },
};
