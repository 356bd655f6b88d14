/** A new run that begins with a checkpoint's weights, under the settings of the form. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useId, useMemo, useState } from 'react';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { useTrainForm } from '../settings/form';
import { settingDifferences } from '../settings/rows';
import { validateForm } from '../settings/validate';
import { useNavigation } from '../state/navigation';
import { Field } from '../ui';
import { token } from '../ui/theme/tokens';
import { restartRun } from './actions';
import { CheckpointToggle } from './CheckpointToggle';
import { checkpointOptions } from './can';

export function RestartDialog({ run, onClose }: { run: RunRecord; onClose(): void }) {
  const title = useId();
  const { draft, seeds } = useTrainForm();
  const go = useNavigation((navigation) => navigation.go);
  const options = checkpointOptions(run);
  const [chosen, setChosen] = useState<'last' | 'best'>();
  const which = options.find((option) => option.which === chosen)?.which ?? options[0]?.which ?? 'last';
  const { settings } = useMemo(() => validateForm(draft, seeds), [draft, seeds]);
  const differing = useMemo(
    () => (settings ? settingDifferences(run.settings, settings) : []),
    [run.settings, settings],
  );
  const cell = { py: '5px', borderBottom: `1px solid ${token('line')}`, fontWeight: 400 } as const;
  return (
    <Dialog open onClose={onClose} aria-labelledby={title} maxWidth="sm" fullWidth>
      <DialogTitle id={title} sx={{ fontSize: 15, fontWeight: 600, pb: 2 }}>
        {t('train.restart.title', { run: nameOf(run) })}
      </DialogTitle>
      <DialogContent sx={{ pb: 2 }}>
        <Box sx={{ color: token('muted'), mb: 3 }}>{t('train.restart.about')}</Box>
        <Field label={t('train.checkpoint.label')}>
          <CheckpointToggle options={options} value={which} onChange={setChosen} />
        </Field>
        {!settings && (
          <Box role="alert" sx={{ color: token('bad'), mt: 3 }}>
            {t('train.restart.fixForm')}
          </Box>
        )}
        {settings && differing.length === 0 && (
          <Box sx={{ color: token('muted'), mt: 3 }}>{t('train.restart.same')}</Box>
        )}
        {differing.length > 0 && (
          <Box
            component="table"
            aria-label={t('train.restart.differing')}
            sx={{ width: '100%', mt: 3, borderCollapse: 'collapse', fontVariantNumeric: 'tabular-nums' }}
          >
            <Box component="thead" sx={{ color: token('muted'), fontSize: 12 }}>
              <tr>
                <Box component="th" scope="col" sx={{ ...cell, textAlign: 'left' }}>
                  {t('train.restart.setting')}
                </Box>
                <Box component="th" scope="col" sx={{ ...cell, textAlign: 'right' }}>
                  {t('train.restart.thisRun')}
                </Box>
                <Box component="th" scope="col" sx={{ ...cell, textAlign: 'right' }}>
                  {t('train.restart.newRun')}
                </Box>
              </tr>
            </Box>
            <tbody>
              {differing.map(({ what, first, second }) => (
                <tr key={what}>
                  <Box component="th" scope="row" sx={{ ...cell, textAlign: 'left', color: token('muted') }}>
                    {what}
                  </Box>
                  <Box component="td" sx={{ ...cell, textAlign: 'right' }}>
                    {first}
                  </Box>
                  <Box component="td" sx={{ ...cell, textAlign: 'right' }}>
                    {second}
                  </Box>
                </tr>
              ))}
            </tbody>
          </Box>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 6, pb: 4, gap: 1 }}>
        <Button
          variant="text"
          onClick={() => {
            onClose();
            go('train');
          }}
          sx={{ mr: 'auto' }}
        >
          {t('train.restart.changeSettings')}
        </Button>
        <Button variant="outlined" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={!settings}
          onClick={() => {
            if (!settings) return;
            onClose();
            void restartRun(run, which, settings);
          }}
        >
          {t('train.restart.start')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
