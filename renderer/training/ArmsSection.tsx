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
import { SharedProblems } from './SharedProblems';
import { sharedProblems } from './sharedProblems';
import { SMALL_BUTTON } from './smallButton';

const SIDE_NOTE = { color: token('muted'), fontSize: 12, whiteSpace: 'nowrap' } as const;

/** The changes that make open graphs fit the data set. */
function Fixes({ arms }: { arms: readonly ArmOption[] }) {
  const fitting = arms.flatMap(({ key, fit }) => (fit ? [{ id: key.replace(/^doc:/, ''), fit }] : []));
  const first = fitting[0]?.fit;
  if (!first) return null;
  const apply = (label: string) => {
    for (const { id, fit } of fitting) {
      const one = fit.label === label ? fit : fit.frozen;
      if (one) useDocuments.getState().apply(id, one.apply, { label });
    }
  };
  const labels = [
    first.label,
    ...(first.frozen && fitting.every(({ fit }) => fit.frozen) ? [first.frozen.label] : []),
  ];
  const isForAll = arms.length > 1;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '6px',
        ...(isForAll ? { mt: 2 } : { ml: '25px', mb: '6px' }),
      }}
    >
      {labels.map((label) => (
        <Button key={label} variant="outlined" onClick={() => apply(label)} sx={SMALL_BUTTON}>
          {isForAll ? t('train.arms.fixAll', { fix: label }) : label}
        </Button>
      ))}
    </Box>
  );
}

function ArmRow({
  arm,
  isShared,
  onTick,
}: {
  arm: ArmOption;
  /** Its problem is shown above the list, with those of others. */
  isShared: boolean;
  onTick(on: boolean): void;
}) {
  const { addArm, removeArm } = useTrainForm.getState();
  const id = useId();
  const { addable, problem } = arm;
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
      {problem && !isShared && (
        <Note tone="bad" sx={{ pl: '25px', mb: '4px' }}>
          {problem}
        </Note>
      )}
      {problem && !isShared && <Fixes arms={[arm]} />}
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
  const shared = sharedProblems(arms.map((arm) => ({ ...arm, remedy: arm.fit?.label })));
  return (
    <>
      <SectionHead>{t('train.arms.title')}</SectionHead>
      <SharedProblems shared={shared} remedy={(some) => <Fixes arms={some} />} />
      <Box component="ul" aria-label={t('train.arms.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {arms.map((arm) => (
          <ArmRow
            key={arm.key}
            arm={arm}
            isShared={shared.some((one) => one.arms.some(({ key }) => key === arm.key))}
            onTick={(on) => tick(arm.key, on)}
          />
        ))}
      </Box>
      <AddArm />
    </>
  );
}
