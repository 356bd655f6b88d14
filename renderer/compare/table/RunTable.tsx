/**
 * The run table: a treegrid with one tab stop for its rows. Ticked runs are charted; selected rows are what keys and the menu act on.
 */
import Box from '@mui/material/Box';
import { defaultRangeExtractor, elementScroll, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import { t } from '../../../core/messages';
import type { RunRecord } from '../../../core/study/run';
import { explanationOf } from '../../../core/study/setting/texts';
import { deleteRuns } from '../../bin/bin';
import { useRunColor } from '../../client/runs';
import { useOffers } from '../../commands/offers';
import { canDelete } from '../../runs/allowedActions';
import { annotate } from '../../runs/annotate';
import type { MenuPlace } from '../../runs/RunMenu';
import { choose } from '../../runs/selection';
import { ROW } from '../../ui/theme/theme';
import { AnnotateDialog } from './AnnotateDialog';
import { HeadCell } from './HeadCell';
import { between, rowAfter } from './keys';
import { NAME, runsOf, unfolded, useRunTableModel } from './model';
import { RowPart, RowsPart } from './parts';
import { BaselineRow, type RowActions, TableRow, tickedOf, valuesOf } from './rows';
import { tableStyles } from './styles';
import { TableMenu } from './TableMenu';
import { arrange, useRunTable } from './view';

export function RunTable({
  runs,
  all,
  chosen,
}: {
  /** Those that the filter leaves, in the order that they have unsorted. */
  runs: readonly RunRecord[];
  all: readonly RunRecord[];
  /** Ids of the charted ones. */
  chosen: ReadonlySet<string>;
}) {
  const view = useRunTable(({ table }) => table);
  const colorOf = useRunColor();
  const { table, fields } = useRunTableModel(runs, view);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string>();
  /** Where a selection with Shift begins. */
  const anchor = useRef<string>(undefined);
  /** The menu of the selected runs; closed without a place, when its dialog may still be open. */
  const [menu, setMenu] = useState<{ place?: MenuPlace }>();
  const [writing, setWriting] = useState<{ runs: readonly RunRecord[]; field: 'name' | 'tags' | 'notes' }>();
  const scroller = useRef<HTMLDivElement>(null);
  const domId = useId();
  const rowId = (id: string) => `${domId}-${id}`;

  const sorted = table.getRowModel().rows;
  const rows = useMemo(() => unfolded(sorted, folded), [sorted, folded]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const baselineRun = all.find(({ id }) => id === view.baseline);
  const baseline = useMemo(() => valuesOf(baselineRun, fields), [baselineRun, fields]);
  const at = active === undefined ? -1 : ids.indexOf(active);
  const head = ROW * (baselineRun ? 2 : 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: head,
    initialRect: { width: 1000, height: 10 * ROW },
    observeElementRect: observeSize,
    // At the top already; the browser would have to lay out all of the view to scroll there.
    scrollToFn: (offset, how, list) => {
      if (offset !== 0 || how.adjustments || list.scrollOffset !== 0) elementScroll(offset, how, list);
    },
    // The row with the focus stays, for screen readers.
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return at < 0 || indexes.includes(at) ? indexes : [...indexes, at].sort((a, b) => a - b);
    },
  });

  const state = useRef({ chosen, rows, ids, selected, at });
  state.current = { chosen, rows, ids, selected, at };
  const actions = useMemo<RowActions>(
    () => ({
      tick: (which, on) =>
        choose(
          state.current.chosen,
          which.map(({ id }) => id),
          on,
        ),
      fold: (id) =>
        setFolded((before) => {
          const after = new Set(before);
          if (!after.delete(id)) after.add(id);
          return after;
        }),
    }),
    [],
  );

  /** The runs that a command is for: of the selected rows, in their order. */
  const selectedRuns = (): RunRecord[] => {
    const which = rows.filter(({ id }) => selected.has(id)).flatMap(runsOf);
    // Its row stays when a filter or a closed group leaves it out below.
    if (baselineRun && selected.has(baselineRun.id)) which.push(baselineRun);
    return [...new Map(which.map((run) => [run.id, run])).values()];
  };
  const select = (to: string, how: { extend: boolean; toggle: boolean }) => {
    setMenu(undefined);
    setActive(to);
    if (how.extend) {
      const range = between(ids, anchor.current ?? to, to);
      setSelected(new Set(how.toggle ? [...selected, ...range] : range));
      return;
    }
    anchor.current = to;
    if (!how.toggle) return setSelected(new Set([to]));
    const after = new Set(selected);
    if (!after.delete(to)) after.add(to);
    setSelected(after);
  };

  const rowAt = (event: MouseEvent): string | undefined =>
    (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row;
  const isControl = (event: MouseEvent) => (event.target as HTMLElement).closest('input, button') !== null;
  const onClick = (event: MouseEvent) => {
    const id = rowAt(event);
    if (id === undefined || isControl(event)) return;
    scroller.current?.focus({ preventScroll: true });
    select(id, { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
  };
  const onContextMenu = (event: MouseEvent) => {
    const id = rowAt(event);
    if (id === undefined) return;
    event.preventDefault();
    if (!selected.has(id)) select(id, { extend: false, toggle: false });
    setMenu({ place: { left: event.clientX, top: event.clientY } });
  };
  /** Below the row that the keyboard is in. */
  const openMenu = (id: string) => {
    if (!selected.has(id)) select(id, { extend: false, toggle: false });
    const box = document.getElementById(rowId(id))?.getBoundingClientRect();
    if (box) setMenu({ place: { left: box.left + ROW, top: box.bottom } });
  };
  const onDoubleClick = (event: MouseEvent) => {
    const row = rows.find(({ id }) => id === rowAt(event));
    if (!row || isControl(event)) return;
    if (row.groupingColumnId === undefined) setWriting({ runs: [row.original], field: 'notes' });
    else actions.fold(row.id);
  };

  const remove = () => {
    const ended = selectedRuns().filter(canDelete);
    if (ended.length > 0) void deleteRuns(ended.map(({ id }) => id));
  };
  const write = (field: 'name' | 'tags' | 'notes') => setWriting({ runs: selectedRuns(), field });
  const any = selected.size > 0;
  useOffers({
    'compare.tick-all': { perform: () => actions.tick(runs, true) },
    'compare.tick': any ? { perform: () => actions.tick(selectedRuns(), true) } : undefined,
    'compare.star': any ? { perform: () => annotate(selectedRuns(), { starred: true }) } : undefined,
    'compare.rename': any ? { perform: () => write('name') } : undefined,
    'compare.tags': any ? { perform: () => write('tags') } : undefined,
    'compare.notes': any ? { perform: () => write('notes') } : undefined,
    'compare.delete': any ? { perform: remove } : undefined,
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current && !(event.target as HTMLElement).closest('.row')) return;
    const row = rows[at];
    const to = rowAfter(event.key, {
      at,
      count: rows.length,
      page: Math.max(1, pageRows(scroller.current, head)),
    });
    const isFolded = row !== undefined && folded.has(row.id);
    const isGroup = row?.groupingColumnId !== undefined;
    const act = (): boolean => {
      if (event.altKey) return false;
      if (to !== undefined) {
        select(ids[to]!, { extend: event.shiftKey, toggle: false });
        virtual.scrollToIndex(to);
        return true;
      }
      switch (event.key) {
        case 'a':
          if (!event.ctrlKey && !event.metaKey) return false;
          setSelected(new Set(ids));
          return true;
        case ' ': {
          // A box that was clicked ticks itself.
          if (event.target instanceof HTMLInputElement) return false;
          const which = selectedRuns();
          actions.tick(which, !which.every(({ id }) => chosen.has(id)));
          return true;
        }
        case 'Enter':
          if (!row) return false;
          if (isGroup) actions.fold(row.id);
          else setWriting({ runs: [row.original], field: 'notes' });
          return true;
        case 'ArrowRight':
          if (isGroup && isFolded) actions.fold(row.id);
          else scroller.current?.scrollBy({ left: 120 });
          return true;
        case 'ArrowLeft':
          if ((scroller.current?.scrollLeft ?? 0) > 0) scroller.current?.scrollBy({ left: -120 });
          else if (isGroup && !isFolded) actions.fold(row.id);
          else if (row && row.depth > 0) {
            const parent = rows.findLastIndex((one, index) => index < at && one.depth < row.depth);
            if (parent >= 0) select(ids[parent]!, { extend: false, toggle: false });
          }
          return true;
        case 'F2': {
          const which = selectedRuns();
          if (which.length > 0) setWriting({ runs: which, field: 'name' });
          return true;
        }
        case 'F10':
        case 'ContextMenu':
          if (!row || (event.key === 'F10' && !event.shiftKey)) return false;
          openMenu(row.id);
          return true;
        case 'Delete':
          remove();
          return true;
        case 'Escape':
          setSelected(new Set());
          return true;
        default:
          return false;
      }
    };
    if (!act()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const sizes = fields.map(({ name }) => table.getColumn(name)?.getSize() ?? 0);
  const style = {
    '--columns': `${sizes.map((size) => `${size}px`).join(' ')} 1fr`,
    '--width': `${sizes.reduce((sum, size) => sum + size, 0)}px`,
  };
  const allTicked = runs.length > 0 && runs.every(({ id }) => chosen.has(id));
  return (
    <>
      <Box
        ref={scroller}
        role="treegrid"
        tabIndex={0}
        aria-label={t('compare.runs.title')}
        aria-multiselectable
        aria-rowcount={rows.length + 1}
        aria-colcount={fields.length}
        aria-activedescendant={at >= 0 ? rowId(ids[at]!) : undefined}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          if (event.target === scroller.current && at < 0 && ids[0] !== undefined) setActive(ids[0]);
        }}
        style={style as object}
        sx={tableStyles}
      >
        <RowPart className="head" aria-rowindex={1}>
          {fields.map((field) => (
            <HeadCell
              key={field.name}
              field={field}
              header={headers.find(({ column }) => column.id === field.name)!}
              help={field.setting ? explanationOf(field.setting) : field.name}
              {...(field.name === NAME && {
                before: (
                  <input
                    type="checkbox"
                    checked={allTicked}
                    aria-label={t('compare.runTable.tickAll')}
                    onChange={() => actions.tick(runs, !allTicked)}
                  />
                ),
              })}
            />
          ))}
        </RowPart>
        {baselineRun && (
          <BaselineRow
            run={baselineRun}
            fields={fields}
            color={colorOf(baselineRun)}
            ticked={chosen.has(baselineRun.id)}
            isSelected={selected.has(baselineRun.id)}
            actions={actions}
          />
        )}
        <RowsPart style={{ position: 'relative', height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]!;
            return (
              <TableRow
                key={row.id}
                row={row}
                fields={fields}
                baseline={baseline}
                color={colorOf(row.original)}
                id={rowId(row.id)}
                index={index}
                top={start}
                isActive={index === at}
                isSelected={selected.has(row.id)}
                isFolded={folded.has(row.id)}
                ticked={tickedOf(row, chosen)}
                actions={actions}
              />
            );
          })}
        </RowsPart>
      </Box>
      {menu && (
        <TableMenu
          runs={selectedRuns()}
          place={menu.place}
          chosen={chosen}
          baseline={view.baseline}
          onClose={() => {
            setMenu({});
            scroller.current?.focus({ preventScroll: true });
          }}
          onWrite={write}
          onBaseline={(id) => arrange({ baseline: id })}
          onDelete={remove}
        />
      )}
      {writing && <AnnotateDialog {...writing} onClose={() => setWriting(undefined)} />}
    </>
  );
}

const pageRows = (scroller: HTMLElement | null, head: number): number =>
  Math.floor(((scroller?.clientHeight ?? 0) - head) / ROW) - 1;

/** Without a first look at the size, for which the browser would have to lay out all of the view at once. */
function observeSize(
  { scrollElement }: { scrollElement: Element | null },
  tell: (rect: { width: number; height: number }) => void,
): (() => void) | undefined {
  if (!scrollElement) return undefined;
  const observer = new ResizeObserver(([entry]) => entry && tell(entry.contentRect));
  observer.observe(scrollElement);
  return () => observer.disconnect();
}
