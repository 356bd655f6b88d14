import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { fieldsOf, visibleFields } from '../../../core/ops/fields';
import { publishedStyle, styleArgumentsSchema, styleNames } from '../../../core/styles';
import { usePreferences } from '../../state/preferences';
import { setSectionOpen, useSections } from '../../state/sections';
import { useStyles } from '../../state/styles';
import { Field } from '../../ui';
import { FoldButton } from '../../ui/FoldButton';
import { ParamControl } from '../../ui/ParamControl';
import { TextControl } from '../../ui/TextControl';
import {
  changeStyle,
  chooseStyle,
  chosenStyle,
  customNames,
  deleteStyle,
  nameProblem,
  saveStyle,
} from './style';

const SECTION = 'presets.style';
const fields = fieldsOf(styleArgumentsSchema);

/** The style of a preset: its choice, its arguments, and saving them under a name. */
export function StyleOptions() {
  const preset = usePreferences((state) => state.preset);
  const changes = usePreferences((state) => state.styleChanges);
  const custom = useStyles((state) => state.custom);
  const open = useSections((state) => state.open[SECTION] ?? false);
  const { base, style, changed, custom: isCustom } = chosenStyle(preset, changes, custom);
  const published = publishedStyle(base.name);
  const help = changed
    ? t('build.presets.styleChanged', { style: published?.title ?? base.name })
    : t(published?.help ?? 'build.presets.ownStyle');
  return (
    <>
      <Field label={t('build.presets.style')} htmlFor="preset-style" note={help}>
        <Select
          fullWidth
          value={base.name}
          onChange={(event) => chooseStyle(event.target.value)}
          inputProps={{ id: 'preset-style', 'aria-label': t('build.presets.style') }}
        >
          {[...styleNames, ...customNames(custom)].map((name) => (
            <MenuItem key={name} value={name}>
              {publishedStyle(name)?.title ?? name}
              {changed && name === base.name ? ' *' : ''}
            </MenuItem>
          ))}
        </Select>
      </Field>
      <FoldButton open={open} onClick={() => setSectionOpen(SECTION, !open)} sx={{ height: 30 }}>
        {t('build.presets.arguments')}
      </FoldButton>
      <Collapse in={open} unmountOnExit>
        <Box component="section" aria-label={t('build.presets.arguments')}>
          {visibleFields(fields, style).map((field) => (
            <ParamControl
              key={`${base.name} ${field.name}`}
              field={field}
              place="style"
              value={style[field.name as keyof typeof style]}
              onChange={(value) =>
                field.accepts(value) && !Array.isArray(value) && changeStyle(field.name, value)
              }
            />
          ))}
          <Saving key={`${base.name} ${changed}`} name={isCustom ? base.name : ''} changed={changed} />
          <Box sx={{ display: 'flex', gap: 2, mb: 2 }}>
            {changed && <Button onClick={() => chooseStyle(base.name)}>{t('build.presets.reset')}</Button>}
            {isCustom && (
              <Button onClick={() => deleteStyle(base.name)}>{t('build.presets.deleteStyle')}</Button>
            )}
          </Box>
        </Box>
      </Collapse>
    </>
  );
}

function Saving({ name: initial, changed }: { name: string; changed: boolean }) {
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const save = () => {
    const wrong = nameProblem(name.trim());
    setProblem(wrong);
    if (!wrong) saveStyle(name.trim());
  };
  if (!changed) return undefined;
  return (
    <Field label={t('build.presets.saveAs')} htmlFor="style-name" error={problem}>
      <Box sx={{ display: 'flex', gap: 2 }}>
        <TextControl
          id="style-name"
          label={t('build.presets.styleName')}
          text={name}
          invalid={problem !== undefined}
          onText={setName}
        />
        <Button variant="outlined" onClick={save}>
          {t('build.presets.save')}
        </Button>
      </Box>
    </Field>
  );
}
