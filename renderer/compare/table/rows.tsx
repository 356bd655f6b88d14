/** The rows of the run table: runs, groups of runs, and the baseline. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { t } from '../../../core/messages';
import { fieldText, headingOf } from '../../../core/query/field-text';
import { type FieldValue, findRunField, type RunField } from '../../../core/query/run-fields';
import { nameOf, type RunRecord } from '../../../core/study/run';
import { annotate } from '../../runs/annotate';
import { GroupCell, RunCell, StarButton, shownName } from './cells';
import { type RunRow, runsOf } from './model';
import { RowHeadPart, RowPart } from './parts';

/** Pixels for each level of groups. */
const INDENT = 16;

export type Baseline = ReadonlyMap<string, FieldValue | undefined>;

export const valuesOf = (run: RunRecord | undefined, fields: readonly RunField[]): Baseline =>
  new Map(run && fields.map((field) => [field.name, field.value(run)]));

function NameCell({
  run,
  ticked,
  isBaseline = false,
  onTick,
}: {
  run: RunRecord;
  ticked: boolean;
  /** In the pinned row. */
  isBaseline?: boolean;
  onTick(on: boolean): void;
}) {
  const { starred = false, hidden, archived, name } = run.annotations ?? {};
  const shown = shownName(run);
  return (
    <RowHeadPart
      className={hidden || archived ? 'name away' : 'name'}
      title={name === undefined ? shown : t('compare.runTable.armOf', { name, arm: run.arm })}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        checked={ticked}
        aria-label={nameOf(run)}
        onChange={(event) => onTick(event.target.checked)}
      />
      <span className="text">{isBaseline ? t('statistics.baseline', { name: shown }) : shown}</span>
      <span className="seed">{t('train.card.seed', { seed: run.settings.seed })}</span>
      <StarButton run={run} onClick={() => void annotate([run], { starred: !starred })} />
    </RowHeadPart>
  );
}

export interface RowActions {
  tick(runs: readonly RunRecord[], on: boolean): void;
  fold(id: string): void;
}

interface RowProps {
  row: RunRow;
  fields: readonly RunField[];
  baseline: Baseline;
  color: string;
  id: string;
  index: number;
  top: number;
  isActive: boolean;
  isSelected: boolean;
  isFolded: boolean;
  /** How many of its runs are charted. */
  ticked: 'all' | 'some' | 'none';
  actions: RowActions;
}

export const TableRow = memo(function TableRow({
  row,
  fields,
  baseline,
  color,
  id,
  index,
  top,
  isActive,
  isSelected,
  isFolded,
  ticked,
  actions,
}: RowProps) {
  const isGroup = row.groupingColumnId !== undefined;
  const run = row.original;
  const style = {
    transform: `translateY(${top}px)`,
    '--indent': `${row.depth * INDENT}px`,
    ...(isGroup ? {} : { '--run': color }),
  };
  const className = `row virtual${isGroup ? ' group' : ''}${isActive ? ' active' : ''}`;
  return (
    <RowPart
      id={id}
      data-row={row.id}
      className={className}
      style={style}
      aria-level={row.depth + 1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-expanded={isGroup ? !isFolded : undefined}
    >
      {isGroup ? (
        <GroupName row={row} isFolded={isFolded} ticked={ticked} actions={actions} />
      ) : (
        <NameCell run={run} ticked={ticked === 'all'} onTick={(on) => actions.tick([run], on)} />
      )}
      {fields
        .slice(1)
        .map((field) =>
          isGroup ? (
            <GroupCell key={field.name} field={field} row={row} baseline={baseline.get(field.name)} />
          ) : (
            <RunCell key={field.name} field={field} run={run} baseline={baseline.get(field.name)} />
          ),
        )}
    </RowPart>
  );
});

function GroupName({
  row,
  isFolded,
  ticked,
  actions,
}: Pick<RowProps, 'row' | 'isFolded' | 'ticked' | 'actions'>) {
  const runs = runsOf(row);
  const field = findRunField(row.groupingColumnId!)!;
  const value = fieldText(field, row.groupingValue as FieldValue | undefined);
  const name =
    field.name === 'study' ? value : t('compare.runTable.groupIs', { field: headingOf(field), value });
  return (
    <RowHeadPart className="name" title={name}>
      <button
        type="button"
        tabIndex={-1}
        className="fold"
        aria-label={t(isFolded ? 'compare.runTable.unfold' : 'compare.runTable.fold', { group: name })}
        onClick={() => actions.fold(row.id)}
      >
        {isFolded ? <ChevronRight size={14} /> : <ChevronDown size={14} />}
      </button>
      <input
        type="checkbox"
        tabIndex={-1}
        checked={ticked === 'all'}
        ref={(box) => {
          if (box) box.indeterminate = ticked === 'some';
        }}
        aria-label={t('compare.runTable.tickGroup', { group: name })}
        onChange={() => actions.tick(runs, ticked !== 'all')}
      />
      <span className="text">{name}</span>
      <span className="seed">{t('compare.runTable.count', { count: runs.length })}</span>
    </RowHeadPart>
  );
}

export function BaselineRow({
  run,
  fields,
  color,
  ticked,
  isSelected,
  actions,
}: {
  run: RunRecord;
  color: string;
  fields: readonly RunField[];
  ticked: boolean;
  isSelected: boolean;
  actions: RowActions;
}) {
  return (
    <RowPart
      data-row={run.id}
      className="row baseline"
      style={{ '--run': color } as object}
      aria-selected={isSelected}
    >
      <NameCell isBaseline run={run} ticked={ticked} onTick={(on) => actions.tick([run], on)} />
      {fields.slice(1).map((field) => (
        <RunCell key={field.name} field={field} run={run} />
      ))}
    </RowPart>
  );
}

export const tickedOf = (row: RunRow, chosen: ReadonlySet<string>): RowProps['ticked'] => {
  if (row.groupingColumnId === undefined) return chosen.has(row.id) ? 'all' : 'none';
  const runs = runsOf(row);
  const count = runs.filter(({ id }) => chosen.has(id)).length;
  return count === 0 ? 'none' : count === runs.length ? 'all' : 'some';
};
