/** The proxy for downloads is set in Settings. */
import Link from '@mui/material/Link';
import { t } from '../../../core/messages';
import { openSettings } from '../../preferences/dialog';
import { usePreferences } from '../../state/preferences';
import { Note } from '../../ui';
import { PROXY } from './preferences';

export function ProxyLink() {
  const proxy = usePreferences((state) => state.proxy.trim());
  return (
    <Note sx={{ mt: '6px', overflowWrap: 'anywhere' }}>
      <Link
        component="button"
        type="button"
        onClick={() => openSettings(PROXY)}
        sx={{ fontSize: 12, textAlign: 'left' }}
      >
        {proxy === '' ? t('data.get.useProxy') : t('data.get.proxyIs', { proxy })}
      </Link>
    </Note>
  );
}
