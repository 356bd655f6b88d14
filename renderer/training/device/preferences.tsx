import Box from '@mui/material/Box';
import { useId, useState } from 'react';
import { t, textOf } from '../../../core/messages';
import { chooseDevice, deviceRemark, useEngineStatus } from '../../client/engine';
import { notifyError } from '../../client/errors';
import { registerPreferences } from '../../preferences/registry';
import { useTrainForm } from '../../settings/form';
import { useFieldValue } from '../../settings/ownDraft';
import { validateForm } from '../../settings/validate';
import { Note } from '../../ui';
import { Choice } from '../../ui/Choice';
import { TextControl } from '../../ui/TextControl';

function DeviceControl({ label }: { label: string }) {
  const engine = useEngineStatus();
  const [busy, setBusy] = useState(false);
  const { status } = engine;
  if (!status?.choice || !status.processor) return null;
  const { choice, processor, deviceName, gpus = [] } = status;
  const isGiven = choice.by === 'environment';
  const automatic =
    choice.device === 'auto' && deviceName !== undefined
      ? t('preferences.device.automaticNow', { name: deviceName })
      : t('preferences.device.automatic');
  const options = [
    { value: 'auto', label: automatic },
    { value: 'cpu', label: textOf(processor) },
    ...gpus.map(({ index, name }) => ({ value: `gpu:${index}`, label: name })),
  ];
  // "gpu" was given, which names no card.
  if (!options.some(({ value }) => value === choice.device))
    options.push({ value: choice.device, label: choice.device });
  const change = async (device: string) => {
    setBusy(true);
    try {
      await chooseDevice(device);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  const notes = [
    isGiven && t('preferences.device.given'),
    deviceRemark(engine),
    !isGiven && gpus.length === 0 && t('preferences.device.noGpu'),
  ].filter(Boolean);
  return (
    <Box>
      <Choice
        fullWidth
        label={label}
        value={choice.device}
        disabled={isGiven || busy}
        options={options}
        onChange={(device) => void change(device)}
      />
      {notes.length > 0 && <Note sx={{ mt: 1 }}>{notes.join(' ')}</Note>}
    </Box>
  );
}

/** The field of the form in Train: what counts for the next runs. */
function ThreadsControl({ label }: { label: string }) {
  const { value, change } = useFieldValue('threads');
  const error = useTrainForm(({ draft, seeds }) => validateForm(draft, seeds).errors.threads);
  const id = useId();
  return (
    <Box>
      <TextControl
        id={id}
        label={label}
        text={String(value ?? '')}
        invalid={error !== undefined}
        onText={change}
      />
      {error !== undefined && <Note tone="bad">{error}</Note>}
    </Box>
  );
}

registerPreferences('device', [
  {
    id: 'device',
    section: 'training',
    label: 'preferences.device.label',
    help: 'preferences.device.help',
    keywords: ['gpu', 'cpu', 'cuda', 'nvidia', 'graphics card', 'SKIPWIRE_DEVICE'],
    Control: DeviceControl,
  },
  {
    id: 'threads',
    section: 'training',
    label: 'settings.threads.label',
    help: 'preferences.threads',
    keywords: ['cpu', 'cores', 'parallel'],
    Control: ThreadsControl,
  },
]);
