/** The menu of the selected runs. */
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { t } from '../../../core/messages';
import type { RunRecord } from '../../../core/study/run';
import { keysText } from '../../commands/keys';
import { canDelete } from '../../runs/allowedActions';
import { annotate } from '../../runs/annotate';
import { type MenuPlace, RunPopup } from '../../runs/RunMenu';
import { choose } from '../../runs/selection';
import { Kbd } from '../../ui';

export function TableMenu({
  runs,
  place,
  chosen,
  baseline,
  onClose,
  onWrite,
  onBaseline,
  onDelete,
}: {
  runs: readonly RunRecord[];
  /** Absent: closed. */
  place: MenuPlace | undefined;
  chosen: ReadonlySet<string>;
  /** Id of a run; empty: none. */
  baseline: string;
  onClose(): void;
  onWrite(field: 'name' | 'tags' | 'notes'): void;
  onBaseline(id: string): void;
  onDelete(): void;
}) {
  const only = runs.length === 1 ? runs[0] : undefined;
  const count = runs.length;
  const every = (of: (run: RunRecord) => boolean | undefined) => runs.every((run) => of(run) === true);
  const item = (key: string, label: string, act: () => void, keys?: string) => (
    <MenuItem
      key={key}
      onClick={() => {
        onClose();
        act();
      }}
      sx={{ gap: 6 }}
    >
      {label}
      {keys !== undefined && <Kbd style={{ marginLeft: 'auto' }}>{keysText(keys)}</Kbd>}
    </MenuItem>
  );
  const ticked = every(({ id }) => chosen.has(id));
  const starred = every(({ annotations }) => annotations?.starred);
  const hidden = every(({ annotations }) => annotations?.hidden);
  const archived = every(({ annotations }) => annotations?.archived);
  const items = [
    item(
      'tick',
      t(ticked ? 'compare.runTable.untick' : 'compare.runTable.tick'),
      () =>
        choose(
          chosen,
          runs.map(({ id }) => id),
          !ticked,
        ),
      'Space',
    ),
    item(
      'star',
      t(starred ? 'compare.runTable.unstar' : 'compare.runTable.star'),
      () => void annotate(runs, { starred: !starred }),
    ),
    item('rename', t('compare.runTable.rename'), () => onWrite('name'), 'F2'),
    item('tags', t('compare.runTable.editTags'), () => onWrite('tags')),
    item('notes', t('compare.runTable.editNotes'), () => onWrite('notes'), ...(only ? ['Enter'] : [])),
    only &&
      item(
        'baseline',
        t(only.id === baseline ? 'compare.runTable.noBaseline' : 'compare.runTable.asBaseline'),
        () => onBaseline(only.id === baseline ? '' : only.id),
      ),
    item(
      'hide',
      t(hidden ? 'compare.runTable.unhide' : 'compare.runTable.hide'),
      () =>
        void annotate(
          runs,
          { hidden: !hidden },
          t(hidden ? 'compare.runTable.unhidden' : 'compare.runTable.hiddenNow', { count }),
        ),
    ),
    item(
      'archive',
      t(archived ? 'compare.runTable.unarchive' : 'compare.runTable.archive'),
      () =>
        void annotate(
          runs,
          { archived: !archived },
          t(archived ? 'compare.runTable.unarchived' : 'compare.runTable.archivedNow', { count }),
        ),
    ),
  ];
  if (only) {
    return (
      <RunPopup
        run={only}
        place={place}
        first={[...items, <Divider key="own" />]}
        onClose={onClose}
        onDelete={onDelete}
      />
    );
  }
  const deletable = runs.filter(canDelete).length;
  return (
    <Menu
      open={place !== undefined && count > 0}
      anchorReference="anchorPosition"
      {...(place && !(place instanceof HTMLElement) ? { anchorPosition: place } : {})}
      onClose={onClose}
      slotProps={{ list: { 'aria-label': t('compare.runTable.selected', { count }) } }}
    >
      <MenuItem disabled key="head">
        {t('compare.runTable.selected', { count })}
      </MenuItem>
      {items}
      <Divider key="before-delete" />
      {deletable > 0 &&
        item('delete', t('compare.runTable.deleteRuns', { count: deletable }), onDelete, 'Delete')}
    </Menu>
  );
}
