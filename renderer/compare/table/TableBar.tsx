/** Above the run table: the filter, groups, columns and saved views. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import MenuItem from '@mui/material/MenuItem';
import { Check, Columns3, Group, LayoutList, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { join, t } from '../../../core/messages';
import { headingOf } from '../../../core/query/field-text';
import { findRunField } from '../../../core/query/run-fields';
import type { RunRecord } from '../../../core/study/run';
import { SETTINGS } from '../../../core/study/setting/list';
import { useOffers } from '../../commands/offers';
import { RunFilter } from '../../runs/RunFilter';
import { notify } from '../../state/notices';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { OnceOpen } from '../../ui/OnceOpen';
import { token } from '../../ui/theme/tokens';
import { FieldMenu } from './FieldMenu';
import { NAME } from './model';
import { SaveViewDialog } from './SaveViewDialog';
import { arrange, fieldsOf, keepView, showView, useRunTable, useRunViews } from './view';

/** Settings that are not the same in all of these runs. */
const varying = (runs: readonly RunRecord[]): string[] =>
  SETTINGS.map(({ path }) => path).filter((path) => {
    const field = findRunField(path)!;
    return new Set(runs.map((run) => field.value(run))).size > 1;
  });

export function TableBar({ shown, total }: { shown: readonly RunRecord[]; total: number }) {
  const { columns, groups, hidden, archived } = useRunTable(({ table }) => table);
  const filter = useRef<HTMLElement>(null);
  useOffers({ 'compare.filter': { perform: () => filter.current?.querySelector('input')?.focus() } });
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: '4px 8px', px: 3, py: 2 }}>
      <Box ref={filter} sx={{ flex: '1 1 240px', maxWidth: 520 }}>
        <RunFilter matching={shown.length > 0} />
      </Box>
      <FieldMenu
        label={
          groups.length > 0
            ? t('compare.runTable.groupedBy', { fields: join(fieldsOf(groups).map(headingOf), 'unit') })
            : t('compare.runTable.group')
        }
        icon={<Group size={14} />}
        names={groups}
        isOffered={({ name }) => name !== NAME && name !== 'notes' && name !== 'id'}
        onChange={(next) => arrange({ groups: next })}
      />
      <FieldMenu
        label={t('compare.runTable.columns')}
        icon={<Columns3 size={14} />}
        names={columns}
        isOffered={({ name }) => name !== NAME}
        first={
          <Button
            variant="text"
            color="primary"
            sx={{ mt: 1, px: 2 }}
            onClick={() =>
              arrange({
                columns: [...columns, ...varying(shown).filter((name) => !columns.includes(name))],
              })
            }
          >
            {t('compare.runTable.addVarying')}
          </Button>
        }
        onChange={(next) => arrange({ columns: next })}
      />
      <ViewsMenu hidden={hidden} archived={archived} />
      <Box sx={{ ml: 'auto', fontSize: 12, lineHeight: '30px', color: token('muted'), whiteSpace: 'nowrap' }}>
        {t('compare.runTable.shownOf', { shown: shown.length, total })}
      </Box>
    </Box>
  );
}

function ViewsMenu({ hidden, archived }: { hidden: boolean; archived: boolean }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [saving, setSaving] = useState(false);
  const views = useRunViews((state) => state.views);
  const close = () => setAnchor(null);
  const flag = (name: 'hidden' | 'archived', on: boolean) => (
    <MenuItem
      role="menuitemcheckbox"
      aria-checked={on}
      onClick={() => {
        close();
        arrange({ [name]: !on });
      }}
    >
      <Box sx={{ width: 22, display: 'flex' }}>{on && <Check size={14} />}</Box>
      {t(name === 'hidden' ? 'compare.runTable.showHidden' : 'compare.runTable.showArchived')}
    </MenuItem>
  );
  useOffers({
    'compare.show-hidden': { perform: () => arrange({ hidden: !hidden }) },
    'compare.show-archived': { perform: () => arrange({ archived: !archived }) },
    'compare.save-view': { perform: () => setSaving(true) },
  });
  const saved = Object.entries(views).flatMap(([name, view]) => (view ? [{ name, view }] : []));
  const remove = ({ name, view }: (typeof saved)[number]) => {
    keepView(name, null);
    notify({
      severity: 'info',
      text: t('compare.runTable.viewDeleted', { name }),
      action: { label: t('shell.undo'), perform: () => keepView(name, view) },
    });
  };
  return (
    <>
      <Button
        variant="text"
        startIcon={<LayoutList size={14} />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ px: '8px', whiteSpace: 'nowrap' }}
      >
        {t('compare.runTable.views')}
      </Button>
      <OnceOpen open={anchor !== null}>
        {() => (
          <ButtonMenu anchor={anchor} onClose={close}>
            {saved.map((one) => (
              <MenuItem
                key={one.name}
                onClick={() => {
                  close();
                  showView(one.view);
                }}
                onKeyDown={(event) => event.key === 'Delete' && remove(one)}
              >
                <Box sx={{ flex: 1, mr: 4 }}>{one.name}</Box>
                <Button
                  component="span"
                  variant="text"
                  tabIndex={-1}
                  aria-label={t('compare.runTable.deleteView', { name: one.name })}
                  onClick={(event) => {
                    event.stopPropagation();
                    remove(one);
                  }}
                  sx={{ minWidth: 22, minHeight: 22, p: 0 }}
                >
                  <X size={13} />
                </Button>
              </MenuItem>
            ))}
            {saved.length > 0 && <Divider />}
            <MenuItem
              onClick={() => {
                close();
                setSaving(true);
              }}
            >
              {t('compare.runTable.saveView')}
            </MenuItem>
            <Divider />
            {flag('hidden', hidden)}
            {flag('archived', archived)}
          </ButtonMenu>
        )}
      </OnceOpen>
      {saving && <SaveViewDialog names={saved.map(({ name }) => name)} onClose={() => setSaving(false)} />}
    </>
  );
}
