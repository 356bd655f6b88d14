/** Imported models in the menu of presets. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { FileText, Trash2 } from 'lucide-react';
import { formatCompact } from '../../../core/format/number';
import { t } from '../../../core/messages';
import { useModels } from '../../client/models';
import { ellipsis, Muted, RowButton, SectionHead } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { openModel, removeModel, showReport } from './models';

export function MyModels({ close }: { close(): void }) {
  const models = useModels();
  if (models.length === 0) return null;
  return (
    <Box component="section" aria-label={t('build.presets.mine')}>
      <SectionHead>{t('build.presets.mine')}</SectionHead>
      {models.map((model) => {
        const actions = [
          {
            label: t('build.presets.report', { name: model.name }),
            icon: FileText,
            act: () => void showReport(model),
          },
          {
            label: t('build.presets.remove', { name: model.name }),
            icon: Trash2,
            act: () => void removeModel(model),
          },
        ];
        return (
          <Box key={model.id} sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: '4px' }}>
            <RowButton
              onClick={() => {
                close();
                void openModel(model);
              }}
              sx={{
                flex: 1,
                minWidth: 0,
                height: 30,
                px: 2,
                gap: 2,
                border: `1px solid ${token('line')}`,
                fontWeight: 500,
              }}
            >
              <Box component="span" title={model.source} sx={{ flex: 1, ...ellipsis }}>
                {model.name}
              </Box>
              <Muted sx={{ fontSize: 12, fontWeight: 400 }}>{formatCompact(model.totalParams)}</Muted>
            </RowButton>
            {actions.map(({ label, icon: Icon, act }) => (
              <Tooltip key={label} title={label}>
                <IconButton
                  aria-label={label}
                  onClick={() => {
                    close();
                    act();
                  }}
                >
                  <Icon size={14} />
                </IconButton>
              </Tooltip>
            ))}
          </Box>
        );
      })}
    </Box>
  );
}
