/** The cells of the run table. Plain elements: hundreds are drawn at once, so their looks are in the table's own styles. */
import { Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { join, t } from '../../../core/messages';
import { fieldText } from '../../../core/query/field-text';
import type { FieldValue, RunField } from '../../../core/query/run-fields';
import { explanationsOf, isWarning } from '../../../core/study/describe-remark';
import { splitWords } from '../../../core/study/describe-selection';
import { runRemarks } from '../../../core/study/remarks';
import { errorOf, nameOf, type RunRecord } from '../../../core/study/run';
import { armName } from '../../../core/study/seed-groups';
import { accuracyWords } from '../../runs/accuracyWords';
import { stateName } from '../../runs/stateName';
import { Difference } from './Difference';
import { type RunRow, runsOf, summaryIn } from './model';
import { CellPart } from './parts';
import { spreadIn } from './summary';

export const shownName = (run: RunRecord): string => run.annotations?.name ?? armName(run);

interface CellContent {
  text: ReactNode;
  title?: string | undefined;
  tone?: 'bad' | 'warning' | undefined;
}

function stateContent(run: RunRecord): CellContent {
  const { epochs, settings, state } = run;
  const text =
    state === 'running'
      ? t('train.state.epochOf', {
          epoch: Math.min(epochs.length + 1, settings.epochs),
          epochs: settings.epochs,
        })
      : stateName(run);
  const tone = state === 'failed' || state === 'interrupted' ? 'bad' : undefined;
  return { text, title: errorOf(run), tone };
}

/** The number in full: which epoch, on which images, and what makes it doubtful. */
function accuracyContent(field: RunField, run: RunRecord): CellContent {
  const { epochs, split, state } = run;
  const words = accuracyWords(epochs);
  const text = fieldText(field, field.value(run));
  if (words === undefined) return { text };
  const number = split
    ? t('compare.runs.accuracyTitleOn', { accuracy: words, split: splitWords(split) })
    : t('compare.runs.accuracyTitle', { accuracy: words });
  const remarks = runRemarks([run]);
  return {
    text,
    title: join([number, ...explanationsOf(remarks)], 'sentences'),
    tone: state === 'finished' && remarks.some(isWarning) ? 'warning' : undefined,
  };
}

function notesContent({ annotations = {} }: RunRecord): CellContent {
  const { notes, setAside } = annotations;
  if (setAside !== undefined && notes === undefined) {
    const text = t('runs.annotations.setAside', { file: setAside });
    return { text, title: text, tone: 'bad' };
  }
  return { text: notes?.split('\n', 1)[0] ?? '', title: notes };
}

function contentOf(field: RunField, run: RunRecord): CellContent {
  switch (field.name) {
    case 'state':
      return stateContent(run);
    case 'accuracy':
      return accuracyContent(field, run);
    case 'notes':
      return notesContent(run);
    case 'tags':
      return {
        text: (run.annotations?.tags ?? []).map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        )),
        title: run.annotations?.tags?.join(', '),
      };
    default: {
      const text = fieldText(field, field.value(run));
      return { text, title: field.type === 'text' ? text : undefined };
    }
  }
}

/** Only of results: settings have no better or worse. */
function differenceOf(field: RunField, value: unknown, baseline: FieldValue | undefined): number | undefined {
  if (field.group !== 'results' || typeof value !== 'number' || typeof baseline !== 'number')
    return undefined;
  const difference = value - baseline;
  return Number.isFinite(difference) ? difference : undefined;
}

const cellClass = (field: RunField): string => (field.type === 'number' ? 'cell number' : 'cell');

export function RunCell({
  field,
  run,
  baseline,
}: {
  field: RunField;
  run: RunRecord;
  /** The baseline's value. */
  baseline?: FieldValue | undefined;
}) {
  const { text, title, tone } = contentOf(field, run);
  return (
    <CellPart className={cellClass(field)} title={title}>
      <Difference field={field} difference={differenceOf(field, field.value(run), baseline)} />
      <span className={tone}>{text}</span>
    </CellPart>
  );
}

export function GroupCell({
  field,
  row,
  baseline,
}: {
  field: RunField;
  row: RunRow;
  baseline?: FieldValue | undefined;
}) {
  const summary = summaryIn(row, field);
  const common = summary?.common === undefined ? undefined : contentOf(field, row.original).text;
  const text = spreadIn(field, summary) ?? common;
  const count = runsOf(row).length;
  const isPart = summary?.mean !== undefined && summary.count < count;
  return (
    <CellPart
      className={cellClass(field)}
      title={isPart ? t('compare.runTable.countOf', { count: summary.count, total: count }) : undefined}
    >
      <Difference field={field} difference={differenceOf(field, summary?.mean, baseline)} />
      <span>{text}</span>
    </CellPart>
  );
}

export function StarButton({ run, onClick }: { run: RunRecord; onClick(): void }) {
  const starred = run.annotations?.starred === true;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="star"
      aria-pressed={starred}
      aria-label={t('compare.runTable.starOf', { run: nameOf(run) })}
      title={t(starred ? 'compare.runTable.unstar' : 'compare.runTable.star')}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      <Star size={13} fill={starred ? 'currentColor' : 'none'} />
    </button>
  );
}
