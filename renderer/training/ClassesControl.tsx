/** Which classes the network tells apart: a list with check boxes, and merging several into one. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { Field } from '../app/ui';
import { formatCount } from '../charts/format';
import { token } from '../theme/tokens';
import { isMerged, merged, nameProblem, outputsOf, split, textOf, ticked } from './classes';
import { useTrainForm } from './form';
import { fieldOf } from './settings/fields';

const KEY = 'selection.classes';
/** From so many classes on there is a field to look for one. */
const SEARCHED = 13;
const LIST_HEIGHT = 232;

const small = { minHeight: 24, px: '8px', fontSize: 12 } as const;

function Row({
  name,
  note,
  count,
  on,
  onChange,
  onSplit,
}: {
  name: string;
  /** Of which classes it is made. */
  note?: string | undefined;
  count: number | undefined;
  on: boolean;
  onChange(on: boolean): void;
  onSplit?: (() => void) | undefined;
}) {
  const id = useId();
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', minHeight: 26, ml: '-5px' }}>
      <Checkbox
        id={id}
        size="small"
        checked={on}
        onChange={(_event, next) => onChange(next)}
        slotProps={{ input: { 'aria-label': note ? `${name}: ${note}` : name } }}
        sx={{ p: '3px' }}
      />
      <Box
        component="label"
        htmlFor={id}
        title={note ? `${name}: ${note}` : name}
        sx={{
          flex: 1,
          minWidth: 0,
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
          cursor: 'pointer',
          color: on ? token('text') : token('muted'),
        }}
      >
        {note ? <b>{name}</b> : name}
        {note && (
          <Box component="span" sx={{ color: token('muted'), fontSize: 12 }}>
            {' '}
            {note}
          </Box>
        )}
      </Box>
      {onSplit ? (
        <Button variant="text" onClick={onSplit} aria-label={`Split ${name}`} sx={small}>
          Split
        </Button>
      ) : (
        count !== undefined && (
          <Box
            component="span"
            sx={{ color: token('muted'), fontSize: 12, pl: 1, fontVariantNumeric: 'tabular-nums' }}
          >
            {formatCount(count)}
          </Box>
        )
      )}
    </Box>
  );
}

/** "all 10", "2 of 10: pets, truck". */
export function classesSummary(text: string, classes: readonly string[]): string {
  if (text.trim() === '') return `all ${classes.length}`;
  const outputs = outputsOf(text, classes);
  const names = outputs.map(({ name }) => name).join(', ');
  return `${outputs.length} of ${classes.length}${outputs.length > 0 && outputs.length <= 4 ? `: ${names}` : ''}`;
}

export function ClassesControl({ info, error }: { info: DatasetInfo; error: string | undefined }) {
  const text = useTrainForm((form) => String(form.draft[KEY] ?? ''));
  const set = useTrainForm((form) => form.set);
  const [open, setOpen] = useState(false);
  const [sought, setSought] = useState('');
  /** Names of the outputs that are to be one; undefined while nothing is merged. */
  const [merging, setMerging] = useState<readonly string[]>();
  const [name, setName] = useState('');
  const list = useId();
  const { classes, trainPerClass } = info;
  const outputs = outputsOf(text, classes);
  const put = (next: ReturnType<typeof outputsOf>) => set({ [KEY]: textOf(next, classes) });
  const groups = outputs.filter(isMerged);
  const inGroup = new Set(groups.flatMap(({ of }) => of));
  const rows = [
    ...groups.map(({ name, of }) => ({ name, note: of.join(' + '), count: undefined, group: true })),
    ...classes.flatMap((name, index) =>
      inGroup.has(name) ? [] : [{ name, note: undefined, count: trainPerClass[index], group: false }],
    ),
  ];
  const shown = rows.filter((row) =>
    `${row.name} ${row.note ?? ''}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
  const included = new Set(outputs.map((one) => one.name));
  const problem = merging && nameProblem(outputs, merging, name.trim());
  const finish = () => {
    if (!merging || problem) return;
    put(merged(outputs, merging, name.trim()));
    setMerging(undefined);
    setName('');
  };
  return (
    <>
      <Field label="classes" help={fieldOf(KEY).help} error={error}>
        <Button
          variant="outlined"
          fullWidth
          aria-expanded={open}
          aria-controls={open ? list : undefined}
          aria-label={`classes: ${classesSummary(text, classes)}`}
          onClick={() => setOpen(!open)}
          sx={{ justifyContent: 'flex-start', fontWeight: 400, overflow: 'hidden', whiteSpace: 'nowrap' }}
        >
          <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
            {classesSummary(text, classes)}
          </Box>
        </Button>
      </Field>
      {open && (
        <Box id={list} sx={{ p: '8px 10px', mb: 2, borderRadius: '7px', backgroundColor: token('raised') }}>
          {classes.length >= SEARCHED && (
            <TextField
              fullWidth
              value={sought}
              placeholder={`Find among ${classes.length} classes`}
              onChange={(event) => setSought(event.target.value)}
              slotProps={{ htmlInput: { 'aria-label': 'Find a class', autoComplete: 'off' } }}
              sx={{ mb: 1 }}
            />
          )}
          {merging && (
            <Box sx={{ fontSize: 12, lineHeight: '16px', color: token('muted'), mb: 1 }}>
              Tick the classes that are to be one.
            </Box>
          )}
          <Box
            component="ul"
            aria-label={merging ? 'Classes to merge' : 'Classes'}
            sx={{ m: 0, p: 0, pr: '4px', listStyle: 'none', maxHeight: LIST_HEIGHT, overflowY: 'auto' }}
          >
            {shown.map((row) => (
              <Row
                key={row.name}
                name={row.name}
                note={row.note}
                count={row.count}
                on={(merging ?? [...included]).includes(row.name)}
                onChange={(on) => {
                  if (merging) {
                    setMerging(on ? [...merging, row.name] : merging.filter((one) => one !== row.name));
                  } else put(ticked(outputs, row.name, on));
                }}
                onSplit={row.group && !merging ? () => put(split(outputs, row.name)) : undefined}
              />
            ))}
          </Box>
          {merging ? (
            <Box sx={{ mt: 1 }}>
              <TextField
                fullWidth
                value={name}
                placeholder={merging.length > 1 ? merging.join(' and ') : 'name of the new class'}
                onChange={(event) => setName(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && merging.length > 1) finish();
                }}
                slotProps={{ htmlInput: { 'aria-label': 'Name of the new class', autoComplete: 'off' } }}
              />
              {problem && name.trim() !== '' && (
                <Box role="alert" sx={{ fontSize: 12, lineHeight: '16px', mt: '3px', color: token('bad') }}>
                  {problem}
                </Box>
              )}
              <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
                <Button
                  variant="contained"
                  color="primary"
                  disabled={merging.length < 2 || problem !== undefined}
                  onClick={finish}
                  sx={small}
                >
                  Merge {merging.length > 1 ? merging.length : ''}
                </Button>
                <Button variant="text" onClick={() => setMerging(undefined)} sx={small}>
                  Cancel
                </Button>
              </Box>
            </Box>
          ) : (
            <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
              {classes.length > 2 && (
                <Button variant="outlined" onClick={() => setMerging([])} sx={small}>
                  Merge…
                </Button>
              )}
              <Button variant="text" disabled={text === ''} onClick={() => set({ [KEY]: '' })} sx={small}>
                All
              </Button>
              {classes.length > 2 && (
                <Button variant="text" disabled={outputs.length === 0} onClick={() => put([])} sx={small}>
                  None
                </Button>
              )}
            </Box>
          )}
        </Box>
      )}
    </>
  );
}
