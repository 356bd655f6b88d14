/** Starts a new run with a checkpoint's weights and the settings of the form. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { useTrainForm } from '../settings/form';
import { settingDifferences } from '../settings/rows';
import { validateForm } from '../settings/validate';
import { useNavigation } from '../state/navigation';
import { Field } from '../ui';
import { AppDialog } from '../ui/AppDialog';
import { Toggle } from '../ui/Choice';
import { token } from '../ui/theme/tokens';
import { restartRun } from './actions';
import { checkpointOptions } from './allowedActions';
import { DifferencesTable } from './DifferencesTable';

export function RestartDialog({ run, onClose }: { run: RunRecord; onClose(): void }) {
  const { draft, seeds } = useTrainForm();
  const go = useNavigation((navigation) => navigation.go);
  const options = checkpointOptions(run);
  const [chosen, setChosen] = useState<'last' | 'best'>();
  const which = (options.find(({ value }) => value === chosen) ?? options[0])?.value ?? 'last';
  const { settings } = useMemo(() => validateForm(draft, seeds), [draft, seeds]);
  const differing = useMemo(
    () => (settings ? settingDifferences(run.settings, settings) : []),
    [run.settings, settings],
  );
  return (
    <AppDialog
      title={t('train.restart.title', { run: nameOf(run) })}
      onClose={onClose}
      maxWidth="sm"
      closeKey="common.cancel"
      aside={
        <Button
          variant="text"
          onClick={() => {
            onClose();
            go('train');
          }}
        >
          {t('train.restart.changeSettings')}
        </Button>
      }
      action={
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
      }
    >
      <Box sx={{ color: token('muted'), mb: 3 }}>{t('train.restart.about')}</Box>
      <Field label={t('train.checkpoint.label')}>
        <Toggle label={t('train.checkpoint.label')} options={options} value={which} onChange={setChosen} />
      </Field>
      <Box role={settings ? undefined : 'alert'} sx={{ color: token(settings ? 'muted' : 'bad'), my: 3 }}>
        {!settings && t('train.restart.fixForm')}
        {settings && differing.length === 0 && t('train.restart.same')}
      </Box>
      {differing.length > 0 && (
        <DifferencesTable
          label={t('train.restart.differing')}
          head={[t('train.restart.setting'), t('train.restart.thisRun'), t('train.restart.newRun')]}
          rows={differing}
        />
      )}
    </AppDialog>
  );
}
