import Box from '@mui/material/Box';
import { useColorScheme } from '@mui/material/styles';
import { Moon, Sun, SunMoon } from 'lucide-react';
import { t } from '../../core/messages';
import { deviceRemark, engineWords, useEngineStatus } from '../client/engine';
import { useStatus } from '../state/status';
import { token } from '../ui/theme/tokens';
import { LanguageMenu } from './LanguageMenu';
import { SaveStatus } from './SaveStatus';
import { StatusButton } from './StatusButton';
import { TrainingStatus } from './TrainingStatus';

/** At 200% zoom nothing may be cut off: what has no room goes into further lines. */
const NARROW = '@media (max-width: 900px)';

export function StatusBar() {
  const left = useStatus((state) => state.left);
  const engine = useEngineStatus();
  const words = engineWords(engine);
  const remark = deviceRemark(engine);
  const state = engine.connection === 'lost' ? 'bad' : engine.status?.state === 'broken' ? 'bad' : 'muted';
  return (
    <Box
      component="footer"
      sx={{
        height: 30,
        flexShrink: 0,
        display: 'flex',
        alignItems: 'center',
        columnGap: 5,
        pl: '14px',
        pr: '6px',
        fontSize: 12,
        color: token('muted'),
        backgroundColor: token('panel'),
        borderTop: `1px solid ${token('line')}`,
        whiteSpace: 'nowrap',
        overflow: 'hidden',
        [NARROW]: { height: 'auto', minHeight: 30, flexWrap: 'wrap', py: '2px' },
      }}
    >
      <TrainingStatus />
      <Box
        sx={{
          flexShrink: 0,
          maxWidth: '75%',
          display: 'flex',
          alignItems: 'center',
          columnGap: 5,
          overflow: 'clip',
          [NARROW]: { flexShrink: 1, maxWidth: 'none', flexWrap: 'wrap' },
        }}
      >
        {left}
      </Box>
      <Box
        component="span"
        role="status"
        // That all is well is no news.
        aria-live={state === 'bad' ? 'polite' : 'off'}
        aria-label={t('shell.runtime')}
        title={remark ? t('shell.runtimeWithRemark', { status: words, remark }) : words}
        sx={{
          color: token(state),
          flex: 1,
          minWidth: 0,
          textAlign: 'right',
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          [NARROW]: { flexBasis: 160 },
        }}
      >
        {words}
        {remark && (
          <Box component="span" sx={{ color: token('warning') }}>
            {' '}
            · {remark}
          </Box>
        )}
      </Box>
      <SaveStatus />
      <Box sx={{ display: 'flex', ml: 'auto' }}>
        <LanguageMenu />
        <ModeSwitch />
      </Box>
    </Box>
  );
}

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const;
const MODE_LABELS = {
  system: 'shell.colors.system',
  light: 'shell.colors.light',
  dark: 'shell.colors.dark',
} as const;

function ModeSwitch() {
  const { mode = 'system', setMode } = useColorScheme();
  const now = mode ?? 'system';
  const Icon = now === 'system' ? SunMoon : now === 'light' ? Sun : Moon;
  const label = t(MODE_LABELS[now]);
  return (
    <StatusButton label={label} onClick={() => setMode(NEXT[now])}>
      <Icon size={15} />
    </StatusButton>
  );
}
