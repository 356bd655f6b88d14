/** Which networks are trained: open graphs, their plain twins, presets. */

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import IconButton from '@mui/material/IconButton';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { formatCompact } from '../../core/format/number';
import { t } from '../../core/messages';
import { presets } from '../../core/presets';
import { type ArmOption, plainName } from '../settings/arms';
import { useTrainForm } from '../settings/form';
import { identityOf } from '../state/analysis';
import { useDocuments } from '../state/documents';
import { SectionHead } from '../ui';
import { token } from '../ui/theme/tokens';

/** An edit like any other: it can be undone in Build. */
function mend({ key, mend: fit }: ArmOption): void {
  if (!fit) return;
  useDocuments.getState().apply(key.replace(/^doc:/, ''), fit.apply, { label: fit.label });
}

function ArmRow({ arm }: { arm: ArmOption }) {
  const { tick, addArm, removeArm } = useTrainForm.getState();
  const id = useId();
  const { params } = identityOf(arm.graph);
  const { addable } = arm;
  return (
    <Box component="li" sx={{ mb: '2px' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 30, ml: '-5px' }}>
        <Checkbox
          id={id}
          checked={arm.ticked}
          disabled={arm.problem !== undefined}
          onChange={(_event, on) => tick(arm.key, on)}
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
          <Box
            component="span"
            title={arm.name}
            sx={{ fontWeight: 500, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
          >
            {arm.name}
          </Box>
          <Box
            component="span"
            id={`${id}-note`}
            sx={{ color: token('muted'), fontSize: 12, whiteSpace: 'nowrap', flexShrink: 0 }}
          >
            {arm.note}
          </Box>
        </Box>
        {arm.removable && (
          <IconButton
            aria-label={t('train.arms.remove', { name: arm.name })}
            onClick={() => removeArm(arm.key)}
            sx={{ width: 24, height: 24 }}
          >
            <X size={14} />
          </IconButton>
        )}
        {!arm.removable && (
          <Box component="span" sx={{ color: token('muted'), fontSize: 12, whiteSpace: 'nowrap', pl: 1 }}>
            {formatCompact(params)}
          </Box>
        )}
      </Box>
      {arm.problem && (
        <Box
          role="alert"
          sx={{ pl: '25px', mb: '4px', fontSize: 12, lineHeight: '16px', color: token('bad') }}
        >
          {arm.problem}
        </Box>
      )}
      {arm.problem && arm.mend && (
        <Button
          variant="outlined"
          onClick={() => mend(arm)}
          sx={{ minHeight: 24, ml: '25px', mb: '6px', px: '8px', fontSize: 12 }}
        >
          {arm.mend.label}
        </Button>
      )}
      {addable && !arm.problem && (
        <Tooltip describeChild title={t('train.arms.addTwinHelp')}>
          <Button
            variant="text"
            color="primary"
            startIcon={<Plus size={14} />}
            onClick={() => addArm(addable)}
            sx={{ minHeight: 24, ml: '17px', px: '8px', fontSize: 12 }}
          >
            {t('train.arms.addNamed', { name: plainName(arm.graph.name) })}
          </Button>
        </Tooltip>
      )}
    </Box>
  );
}

function AddArm() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { addArm } = useTrainForm.getState();
  const choose = (id: string) => {
    addArm(`preset:${id}`);
    setAnchor(null);
  };
  const group = (kind: 'imagenet' | 'cifar', title: string) => [
    <ListSubheader key={kind} sx={{ lineHeight: '28px', fontSize: 11, backgroundColor: 'transparent' }}>
      {title}
    </ListSubheader>,
    ...presets
      .filter((preset) => preset.kind === kind)
      .map((preset) => (
        <MenuItem key={preset.id} onClick={() => choose(preset.id)}>
          {preset.title}
        </MenuItem>
      )),
  ];
  return (
    <>
      <Button
        variant="text"
        color="primary"
        startIcon={<Plus size={14} />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ ml: '-4px', px: '8px' }}
      >
        {t('train.arms.add')}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { sx: { maxHeight: 380 } } }}
      >
        {[...group('imagenet', t('train.arms.imagenet')), ...group('cifar', t('train.arms.cifar'))]}
      </Menu>
    </>
  );
}

export function ArmsSection({ arms }: { arms: readonly ArmOption[] }) {
  return (
    <>
      <SectionHead>{t('train.arms.title')}</SectionHead>
      <Box component="ul" aria-label={t('train.arms.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {arms.map((arm) => (
          <ArmRow key={arm.key} arm={arm} />
        ))}
      </Box>
      <AddArm />
    </>
  );
}
