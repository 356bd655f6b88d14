/** Name, tags and notes of one run or several, and for one run everything that is known of it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { t } from '../../../core/messages';
import { fieldText, headingOf } from '../../../core/query/field-text';
import { RUN_FIELDS } from '../../../core/query/run-fields';
import type { AnnotationChange } from '../../../core/study/annotations';
import { nameOf, type RunRecord } from '../../../core/study/run';
import { annotate } from '../../runs/annotate';
import { AppDialog } from '../../ui/AppDialog';
import { FactList } from './FactList';

/** What all runs have; undefined if they differ. */
function shared<Value>(runs: readonly RunRecord[], of: (run: RunRecord) => Value): Value | undefined {
  const [first, ...others] = runs.map(of);
  return others.every((value) => value === first) ? first : undefined;
}

const tagsIn = (typed: string): string[] => [
  ...new Set(
    typed
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

export function AnnotateDialog({
  runs,
  field,
  onClose,
}: {
  runs: readonly RunRecord[];
  /** Gets the focus. */
  field: 'name' | 'tags' | 'notes';
  onClose(): void;
}) {
  const names = shared(runs, ({ annotations }) => annotations?.name ?? '');
  const notes = shared(runs, ({ annotations }) => annotations?.notes ?? '');
  /** On all of them. */
  const tags = (runs[0]?.annotations?.tags ?? []).filter((tag) =>
    runs.every(({ annotations }) => annotations?.tags?.includes(tag)),
  );
  const [typed, setTyped] = useState({ name: names, tags: tags.join(', '), notes });
  const only = runs.length === 1 ? runs[0]! : undefined;
  const save = () => {
    const after = tagsIn(typed.tags);
    const change: AnnotationChange = {
      ...(typed.name !== names && { name: typed.name?.trim() || null }),
      ...(typed.notes !== notes && { notes: typed.notes?.trimEnd() || null }),
    };
    const addTags = after.filter((tag) => !tags.includes(tag));
    const removeTags = tags.filter((tag) => !after.includes(tag));
    if (addTags.length > 0) change.addTags = addTags;
    if (removeTags.length > 0) change.removeTags = removeTags;
    onClose();
    if (Object.keys(change).length === 0) return;
    void annotate(runs, change, t('compare.runTable.written', { count: runs.length }));
  };
  const several = t('compare.runTable.differ');
  return (
    <AppDialog
      title={only ? nameOf(only) : t('compare.runTable.selected', { count: runs.length })}
      onClose={onClose}
      closeKey="common.cancel"
      maxWidth="sm"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
      }}
      action={
        <Button variant="contained" color="primary" onClick={save}>
          {t('compare.runTable.save')}
        </Button>
      }
    >
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        sx={{ display: 'grid', gap: 3, pt: 2 }}
      >
        <TextField
          label={t('compare.runTable.name')}
          value={typed.name ?? ''}
          placeholder={typed.name === undefined ? several : (only?.arm ?? '')}
          helperText={t('compare.runTable.nameHelp')}
          autoFocus={field === 'name'}
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <TextField
          label={t('query.heading.tags')}
          value={typed.tags}
          helperText={t(only ? 'compare.runTable.tagsHelp' : 'compare.runTable.tagsOfAll')}
          autoFocus={field === 'tags'}
          onChange={(event) => setTyped({ ...typed, tags: event.target.value })}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <TextField
          label={t('query.heading.notes')}
          value={typed.notes ?? ''}
          placeholder={typed.notes === undefined ? several : ''}
          multiline
          minRows={3}
          maxRows={10}
          autoFocus={field === 'notes'}
          onChange={(event) => setTyped({ ...typed, notes: event.target.value })}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <button type="submit" hidden />
      </Box>
      {only && (
        <FactList
          facts={RUN_FIELDS.filter(({ group }) => group !== 'notes').flatMap((one) => {
            const value = one.value(only);
            return value === undefined ? [] : [{ label: headingOf(one), value: fieldText(one, value) }];
          })}
        />
      )}
    </AppDialog>
  );
}
