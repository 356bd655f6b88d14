import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../core/messages';
import { useNavigation, type View } from '../state/navigation';
import { type Notice, useNotices } from '../state/notices';
import { token } from '../ui/theme/tokens';

const SECONDS = { success: 5, info: 6, warning: 8, error: 10 };
/** With a button. */
const SECONDS_TO_ACT = { success: 20, info: 20, warning: 60, error: 60 };

/** Messages at the bottom right, away from what starts or stops something. Each disappears after a while; errors, and those with a button, take longer. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <Box
      aria-live="polite"
      sx={{
        position: 'fixed',
        // Above the status bar.
        bottom: 42,
        right: 12,
        zIndex: 1500,
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'flex-end',
        gap: 2,
        width: 'max-content',
        maxWidth: 'min(420px, 90vw)',
      }}
    >
      {notices
        .filter(({ view }) => view === undefined)
        .map((notice) => (
          <One key={notice.id} notice={notice} />
        ))}
    </Box>
  );
}

/** Messages about what the view shows, above it. */
export function ViewNotices({ view }: { view: View }) {
  const notices = useNotices((state) => state.notices);
  useEffect(
    () => () => {
      if (useNavigation.getState().view !== view) useNotices.getState().leave(view);
    },
    [view],
  );
  return notices
    .filter((notice) => notice.view === view)
    .map((notice) => <One key={notice.id} notice={notice} />);
}

function One({ notice }: { notice: Notice }) {
  const dismiss = useNotices((state) => state.dismiss);
  const floats = notice.view === undefined;
  useEffect(() => {
    if (!floats) return;
    const seconds = (notice.action ? SECONDS_TO_ACT : SECONDS)[notice.severity];
    const timer = setTimeout(() => dismiss(notice.id), seconds * 1000);
    return () => clearTimeout(timer);
  }, [notice, dismiss, floats]);
  const { action } = notice;
  return (
    <Alert
      role={notice.severity === 'error' ? 'alert' : 'status'}
      severity={notice.severity}
      variant="outlined"
      onClose={() => dismiss(notice.id)}
      action={
        action && (
          <>
            <Button
              onClick={() => {
                dismiss(notice.id);
                action.perform();
              }}
            >
              {action.label}
            </Button>
            <IconButton aria-label={t('common.close')} onClick={() => dismiss(notice.id)}>
              <X size={16} />
            </IconButton>
          </>
        )
      }
      sx={{
        backgroundColor: token('panel'),
        color: token('text'),
        whiteSpace: 'pre-line',
        flexShrink: 0,
        ...(floats && { boxShadow: '0 6px 24px rgb(0 0 0 / 0.2)' }),
        alignItems: 'center',
      }}
    >
      {notice.text}
    </Alert>
  );
}
