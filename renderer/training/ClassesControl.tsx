/** The classes to tell apart: they can be searched, ticked alone or together, and merged. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useId, useMemo, useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import { t } from '../../core/messages';
import type { ClassMerge } from '../../core/study/data';
import { settingAt } from '../../core/study/setting/list';
import { explanationOf, labelOf } from '../../core/study/setting/texts';
import { inverted, isMerged, merged, outputsOf, split, textOf, ticked, tickedAll } from '../settings/classes';
import { useTrainForm } from '../settings/form';
import { Field, Note, SearchField } from '../ui';
import { token } from '../ui/theme/tokens';
import { ClassList } from './ClassList';
import { ClassMergeForm } from './ClassMergeForm';
import { chosenWords, classesSummary, classRows, matching } from './classRows';
import { SMALL_BUTTON } from './smallButton';

const KEY = 'selection.classes';
/** With this many classes there is a search field. */
const SEARCHED = 13;

export function ClassesControl({ info, error }: { info: DatasetInfo; error: string | undefined }) {
  const text = useTrainForm((form) => String(form.draft[KEY] ?? ''));
  const [open, setOpen] = useState(false);
  const panel = useId();
  const summary = classesSummary(text, info.classes);
  return (
    <>
      <Field label={labelOf({ path: KEY })} help={explanationOf(settingAt(KEY))} error={error}>
        <Button
          variant="outlined"
          fullWidth
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          aria-label={t('train.classes.summary', { summary })}
          title={summary}
          onClick={() => setOpen(!open)}
          sx={{ justifyContent: 'flex-start', fontWeight: 400, overflow: 'hidden', whiteSpace: 'nowrap' }}
        >
          <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
            {summary}
          </Box>
        </Button>
      </Field>
      {open && <Chooser id={panel} info={info} text={text} />}
    </>
  );
}

function Chooser({
  id,
  info: { classes, trainPerClass },
  text,
}: {
  id: string;
  info: DatasetInfo;
  text: string;
}) {
  const set = useTrainForm((form) => form.set);
  const [looking, setLooking] = useState('');
  /** Names of the outputs to merge; undefined while nothing is merged. */
  const [merging, setMerging] = useState<readonly string[]>();
  const outputs = useMemo(() => outputsOf(text, classes), [text, classes]);
  const rows = useMemo(() => classRows(outputs, classes, trainPerClass), [outputs, classes, trainPerClass]);
  const included = useMemo(() => new Set(merging ?? outputs.map(({ name }) => name)), [merging, outputs]);
  const shown = useMemo(() => matching(rows, looking), [rows, looking]);
  const put = (next: readonly ClassMerge[]) => set({ [KEY]: textOf(next, classes) });
  const change = (name: string, on: boolean) => {
    if (!merging) put(ticked(outputs, name, on));
    else setMerging(on ? [...merging, name] : merging.filter((one) => one !== name));
  };
  return (
    <Box id={id} sx={{ p: '8px 10px', mb: 2, borderRadius: '7px', backgroundColor: token('raised') }}>
      {classes.length >= SEARCHED && (
        <SearchField
          fullWidth
          label={t('train.classes.find')}
          placeholder={t('train.classes.findAmong', { count: classes.length })}
          value={looking}
          onChange={setLooking}
          sx={{ mb: 1 }}
        />
      )}
      {!merging && classes.length > 2 && (
        <Together
          found={looking.trim() === '' ? undefined : shown.map(({ name }) => name)}
          all={text === ''}
          none={outputs.length === 0}
          onAll={(names) => (names ? put(tickedAll(outputs, names, true)) : set({ [KEY]: '' }))}
          onNone={(names) => put(names ? tickedAll(outputs, names, false) : [])}
          onInvert={(names) => put(inverted(outputs, classes, names))}
        />
      )}
      {shown.length === 0 && <Note sx={{ py: 1 }}>{t('train.classes.noMatch')}</Note>}
      <ClassList
        // A new list, which shows its top, where the merged classes are.
        key={outputs.filter(isMerged).length}
        label={t(merging ? 'train.classes.toMerge' : 'train.classes.title')}
        rows={shown}
        isOn={(name) => included.has(name)}
        onChange={change}
        onSplit={merging ? undefined : (name) => put(split(outputs, name))}
      />
      {merging ? (
        <ClassMergeForm
          outputs={outputs}
          names={merging}
          onMerge={(name) => {
            put(merged(outputs, merging, name));
            setMerging(undefined);
          }}
          onCancel={() => setMerging(undefined)}
        />
      ) : (
        <Box sx={{ display: 'flex', gap: 2, mt: 1, alignItems: 'center' }}>
          <Note aria-live="polite" sx={{ flex: 1, fontVariantNumeric: 'tabular-nums' }}>
            {chosenWords(outputs, classes, trainPerClass)}
          </Note>
          {classes.length > 2 && (
            <Button variant="outlined" onClick={() => setMerging([])} sx={SMALL_BUTTON}>
              {t('train.classes.merge')}
            </Button>
          )}
        </Box>
      )}
    </Box>
  );
}

/** What is done to all classes at once, or to those that were found. */
function Together({
  found,
  all,
  none,
  onAll,
  onNone,
  onInvert,
}: {
  /** Names that match the search; undefined if nothing is searched. */
  found: readonly string[] | undefined;
  all: boolean;
  none: boolean;
  onAll(names: readonly string[] | undefined): void;
  onNone(names: readonly string[] | undefined): void;
  onInvert(names: readonly string[] | undefined): void;
}) {
  const count = found?.length ?? 0;
  const nothing = found?.length === 0;
  return (
    <Box
      role="group"
      aria-label={t('train.classes.many')}
      sx={{ display: 'flex', gap: 1, mb: '2px', ml: '-8px' }}
    >
      <Button
        variant="text"
        disabled={nothing || (!found && all)}
        onClick={() => onAll(found)}
        sx={SMALL_BUTTON}
      >
        {found ? t('train.classes.take', { count }) : t('train.classes.all')}
      </Button>
      <Button variant="text" disabled={nothing || none} onClick={() => onNone(found)} sx={SMALL_BUTTON}>
        {found ? t('train.classes.leaveOut', { count }) : t('train.classes.none')}
      </Button>
      <Button variant="text" disabled={nothing} onClick={() => onInvert(found)} sx={SMALL_BUTTON}>
        {found ? t('train.classes.invertSome', { count }) : t('train.classes.invert')}
      </Button>
    </Box>
  );
}
