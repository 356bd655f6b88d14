/** The networks to train: open graphs, their plain twins, presets. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { formatCompact } from '../../core/format/number';
import { t } from '../../core/messages';
import { plainName } from '../../core/network/shortcuts';
import type { ArmOption } from '../settings/arms';
import { useTrainForm } from '../settings/form';
import { identityOf } from '../state/analysis';
import { useDocuments } from '../state/documents';
import { ellipsis, Note, SectionHead } from '../ui';
import { AddMenu } from '../ui/AddMenu';
import { token } from '../ui/theme/tokens';
import { presetItems } from './presetItems';
import { SMALL_BUTTON } from './smallButton';

const SIDE_NOTE = { color: token('muted'), fontSize: 12, whiteSpace: 'nowrap' } as const;

function ArmRow({ arm, onTick }: { arm: ArmOption; onTick(on: boolean): void }) {
  const { addArm, removeArm } = useTrainForm.getState();
  const id = useId();
  const { addable, problem, fit } = arm;
  return (
    <Box component="li" sx={{ mb: '2px' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 30, ml: '-5px' }}>
        <Checkbox
          id={id}
          checked={arm.ticked}
          disabled={problem !== undefined}
          onChange={(_event, on) => onTick(on)}
          slotProps={{ input: { 'aria-label': arm.name, 'aria-describedby': `${id}-note` } }}
        />
        <Box
          component="label"
          htmlFor={id}
          sx={{
            flex: 1,
            minWidth: 0,
            display: 'flex',
            alignItems: 'baseline',
            gap: '7px',
            cursor: 'pointer',
          }}
        >
          <Box component="span" title={arm.name} sx={{ ...ellipsis, fontWeight: 500 }}>
            {arm.name}
          </Box>
          <Box component="span" id={`${id}-note`} sx={{ ...SIDE_NOTE, flexShrink: 0 }}>
            {arm.note}
          </Box>
        </Box>
        {arm.removable ? (
          <IconButton
            aria-label={t('train.arms.remove', { name: arm.name })}
            onClick={() => removeArm(arm.key)}
            sx={{ width: 24, height: 24 }}
          >
            <X size={14} />
          </IconButton>
        ) : (
          <Box component="span" sx={{ ...SIDE_NOTE, pl: 1 }}>
            {formatCompact(identityOf(arm.graph).params)}
          </Box>
        )}
      </Box>
      {arm.tuning && <Note sx={{ pl: '25px', mb: '4px' }}>{arm.tuning}</Note>}
      {problem && (
        <Note tone="bad" sx={{ pl: '25px', mb: '4px' }}>
          {problem}
        </Note>
      )}
      {problem && fit && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '6px', ml: '25px', mb: '6px' }}>
          {[fit, ...(fit.frozen ? [fit.frozen] : [])].map(({ label, apply }) => (
            <Button
              key={label}
              variant="outlined"
              onClick={() => useDocuments.getState().apply(arm.key.replace(/^doc:/, ''), apply, { label })}
              sx={SMALL_BUTTON}
            >
              {label}
            </Button>
          ))}
        </Box>
      )}
      {addable && !problem && (
        <Tooltip describeChild title={t('train.arms.addTwinHelp')}>
          <Button
            variant="text"
            color="primary"
            startIcon={<Plus size={14} />}
            onClick={() => addArm(addable)}
            sx={{ ...SMALL_BUTTON, ml: '17px' }}
          >
            {t('train.arms.addNamed', { name: plainName(arm.graph.name) })}
          </Button>
        </Tooltip>
      )}
    </Box>
  );
}

function AddArm() {
  return (
    <AddMenu label={t('train.arms.add')}>
      {(close) =>
        presetItems(({ id }) => {
          useTrainForm.getState().addArm(`preset:${id}`);
          close();
        })
      }
    </AddMenu>
  );
}

export function ArmsSection({ arms }: { arms: readonly ArmOption[] }) {
  // What was ticked without having been chosen stays so.
  const tick = (key: string, on: boolean) =>
    useTrainForm.getState().tick({
      ...Object.fromEntries(
        arms.filter(({ problem }) => problem === undefined).map((arm) => [arm.key, arm.ticked]),
      ),
      [key]: on,
    });
  return (
    <>
      <SectionHead>{t('train.arms.title')}</SectionHead>
      <Box component="ul" aria-label={t('train.arms.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {arms.map((arm) => (
          <ArmRow key={arm.key} arm={arm} onTick={(on) => tick(arm.key, on)} />
        ))}
      </Box>
      <AddArm />
    </>
  );
}
