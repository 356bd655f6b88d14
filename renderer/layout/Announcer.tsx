/** The live regions of the window, which are always there: screen readers say what is added to them. */
import Box from '@mui/material/Box';
import { t } from '../../core/messages';
import { useAnnounced } from '../state/announce';
import { visuallyHidden } from '../ui';

export function Announcer() {
  const said = useAnnounced((state) => state.said);
  const lines = (urgent: boolean) =>
    said.filter((one) => (one.urgent ?? false) === urgent).map(({ id, text }) => <div key={id}>{text}</div>);
  return (
    <Box component="section" aria-label={t('shell.announcements')} sx={visuallyHidden}>
      <div role="log" aria-live="polite">
        {lines(false)}
      </div>
      <div role="alert" aria-atomic="false">
        {lines(true)}
      </div>
    </Box>
  );
}
