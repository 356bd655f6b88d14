import TextField from '@mui/material/TextField';
import { t } from '../../../core/messages';
import { registerPreferences } from '../../preferences/registry';
import { usePreferences } from '../../state/preferences';
import { MONO } from '../../ui/theme/theme';

export const PROXY = 'proxy';

function ProxyControl({ label }: { label: string }) {
  const { proxy, set } = usePreferences();
  return (
    <TextField
      fullWidth
      value={proxy}
      onChange={(event) => set({ proxy: event.target.value })}
      placeholder={t('data.get.proxyPlaceholder')}
      sx={{ '& input': { fontFamily: MONO, fontSize: 12 } }}
      slotProps={{ htmlInput: { 'aria-label': label, spellCheck: false, autoComplete: 'off' } }}
    />
  );
}

registerPreferences('proxy', [
  {
    id: PROXY,
    section: 'connections',
    label: 'data.get.proxy',
    help: 'data.get.proxyHint',
    keywords: ['http', 'https', 'network', 'download', 'firewall'],
    Control: ProxyControl,
  },
]);
