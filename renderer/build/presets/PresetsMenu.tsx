import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Popover from '@mui/material/Popover';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { KINDS, type Preset, presetKinds, presets } from '../../../core/presets';
import { usePreferences } from '../../state/preferences';
import { Field, Muted, RowButton, SectionHead } from '../../ui';
import { received } from '../../ui/readNumbers';
import { TextControl } from '../../ui/TextControl';
import { kindColor, token } from '../../ui/theme/tokens';
import { checkWhole } from '../../ui/wholeNumbers';
import { MyModels } from '../models/MyModels';
import { openPreset, parseInputShape } from './openPreset';
import { StyleOptions } from './StyleOptions';

const CLASSES = { min: 1, max: 100_000 };

/** The presets: one click opens one, with the options below. */
export function PresetsMenu() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  return (
    <>
      <Button
        data-tour="presets"
        variant="outlined"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        endIcon={<ChevronDown size={14} />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ '& .MuiButton-endIcon': { ml: '3px', mr: '-4px' } }}
      >
        {t('build.presets.title')}
      </Button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': t('build.presets.title'),
            sx: {
              mt: 1,
              width: 400,
              maxHeight: 'calc(100vh - 80px)',
              p: '4px 14px 12px',
              border: `1px solid ${token('line')}`,
              borderRadius: '10px',
              boxShadow: '0 12px 36px rgb(0 0 0 / 0.24)',
            },
          },
        }}
      >
        {presetKinds.map((kind) => (
          <Family key={kind} kind={kind} close={close} />
        ))}
        <MyModels close={close} />
        <Divider sx={{ mt: 3, mb: 1 }} />
        <Options />
      </Popover>
    </>
  );
}

function Family({ kind, close }: { kind: Preset['kind']; close(): void }) {
  const { title, help } = KINDS[kind];
  const members = presets.filter((preset) => preset.kind === kind);
  const depths = [...new Set(members.map((preset) => preset.depth))];
  return (
    <Box component="section" aria-label={t(title)}>
      <SectionHead action={<Muted sx={{ fontSize: 11 }}>{t(help)}</Muted>}>{t(title)}</SectionHead>
      {depths.map((depth) => (
        <Box key={depth} sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '6px', mb: '4px' }}>
          {(['resnet', 'plain'] as const).map((family) => {
            const preset = members.find((each) => each.depth === depth && each.family === family);
            if (!preset) return <span key={family} />;
            return (
              <RowButton
                key={family}
                aria-label={preset.title}
                onClick={() => {
                  close();
                  openPreset(preset.id);
                }}
                sx={{
                  height: 30,
                  px: 2,
                  gap: 2,
                  border: `1px solid ${token('line')}`,
                  fontWeight: 500,
                  '&:hover': { borderColor: token('lineStrong') },
                }}
              >
                <Glyph residual={family === 'resnet'} />
                {preset.title}
              </RowButton>
            );
          })}
        </Box>
      ))}
    </Box>
  );
}

/** A path with a shortcut around it, or without. */
function Glyph({ residual }: { residual: boolean }) {
  return (
    <svg width="14" height="16" viewBox="0 0 14 16" aria-hidden="true">
      <path d="M5 1v14" stroke={token('wire')} strokeWidth="1.6" />
      {residual && (
        <path d="M5 3h2.5a5 5 0 0 1 0 10H5" fill="none" stroke={token('shortcut')} strokeWidth="1.6" />
      )}
      <rect x="2.4" y="5.6" width="5.2" height="4.8" rx="1.2" fill={kindColor('convolution')} />
    </svg>
  );
}

function Options() {
  const preset = usePreferences((state) => state.preset);
  const set = usePreferences((state) => state.set);
  const change = (next: Partial<typeof preset>) => set({ preset: { ...preset, ...next } });
  return (
    <Box component="section" aria-label={t('build.presets.options')}>
      <SectionHead>{t('build.presets.options')}</SectionHead>
      <StyleOptions />
      <Option
        id="preset-input"
        label={t('build.presets.inputShape')}
        text={preset.input.replaceAll('x', ' × ')}
        mono
        take={(text) => {
          const shape = parseInputShape(text);
          if (!shape) return received(t('build.presets.inputShapeRule'), text);
          change({ input: shape.join('x') });
        }}
      />
      <Option
        id="preset-classes"
        label={t('build.presets.classes')}
        text={String(preset.classes)}
        take={(text) => {
          const { value, error } = checkWhole(t('build.presets.classes'), text, CLASSES);
          if (value !== undefined) change({ classes: value });
          return error;
        }}
      />
    </Box>
  );
}

/** @param take uses the text, or says what is wrong with it */
function Option({
  take,
  ...control
}: {
  id: string;
  label: string;
  text: string;
  mono?: boolean;
  take(text: string): string | undefined;
}) {
  const [error, setError] = useState<string>();
  return (
    <Field label={control.label} htmlFor={control.id} error={error}>
      <TextControl
        {...control}
        invalid={error !== undefined}
        onText={(text) => setError(take(text))}
        onCommit={() => setError(undefined)}
      />
    </Field>
  );
}
