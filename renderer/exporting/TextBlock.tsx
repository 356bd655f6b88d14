import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Copy } from 'lucide-react';
import { t } from '../../core/messages';
import { copyText } from '../layout/copy';
import { MONO } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';

/** Text as it is, with a button that copies it. @param what goes into a sentence: "Python code" */
export function TextBlock({ text, what }: { text: string; what: string }) {
  const label = t('export.copy', { what });
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'flex-start',
        gap: 1,
        p: '6px 6px 6px 12px',
        borderRadius: '7px',
        backgroundColor: token('raised'),
        border: `1px solid ${token('line')}`,
      }}
    >
      <Box
        component="pre"
        sx={{
          m: 0,
          py: '6px',
          flex: 1,
          minWidth: 0,
          overflowX: 'auto',
          fontFamily: MONO,
          fontSize: 12,
          lineHeight: '18px',
        }}
      >
        {text}
      </Box>
      <Tooltip title={label}>
        <IconButton aria-label={label} onClick={() => void copyText(text, what)}>
          <Copy size={15} />
        </IconButton>
      </Tooltip>
    </Box>
  );
}
