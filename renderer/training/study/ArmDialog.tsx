/** One arm of a study: where it starts, its edits, its own settings. Every change is saved at once. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { X } from 'lucide-react';
import { EDITS, type Edit, editKind } from '../../../core/ablation/edits';
import type { ArmSource } from '../../../core/ablation/source';
import type { Study, StudyArm } from '../../../core/ablation/study';
import { formatCompact, formatCount } from '../../../core/format/number';
import type { GraphDocument } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { fieldsOf, visibleFields } from '../../../core/ops/fields';
import { presets } from '../../../core/presets';
import { armNames, changeArm } from '../../settings/study/arms';
import { editStudy } from '../../settings/study/open';
import { identityOf } from '../../state/analysis';
import { openArmGraph } from '../../studies/armGraphs';
import { Card, Field, Note, SectionHead } from '../../ui';
import { AddMenu } from '../../ui/AddMenu';
import { AppDialog } from '../../ui/AppDialog';
import { Choice } from '../../ui/Choice';
import { ParamControl } from '../../ui/ParamControl';
import { TextControl } from '../../ui/TextControl';
import { ArmSettings } from './ArmSettings';
import { BlockChoice } from './BlockChoice';
import { renameArm } from './renameArm';
import type { ShownArm } from './resolve';
import { hasBlocks, paramsOf, sourceWords } from './words';

/** Kinds that a person can add here: they need nothing, or what a form gives. */
const ADDABLE = EDITS.filter(({ kind, schema }) => schema.safeParse({ kind }).success);

const newEdit = (kind: Edit['kind']): Edit => editKind(kind).schema.parse({ kind }) as Edit;

export function ArmDialog({
  study,
  shown,
  onRenamed,
  onClose,
}: {
  study: Study;
  shown: ShownArm;
  onRenamed(name: string): void;
  onClose(): void;
}) {
  const { arm, graph, problem } = shown;
  const change = (next: Partial<StudyArm>) => editStudy((now) => changeArm(now, arm.name, next));
  return (
    <AppDialog
      title={t('studies.arm.title', { arm: arm.name })}
      onClose={onClose}
      maxWidth="sm"
      aside={
        graph && (
          <Button variant="outlined" onClick={() => openArmGraph(arm.name, graph)}>
            {t('studies.armGraph.open')}
          </Button>
        )
      }
    >
      <Field label={t('studies.arm.name')} htmlFor="arm-name">
        <TextControl
          id="arm-name"
          label={t('studies.arm.name')}
          text={arm.name}
          onCommit={(typed) => onRenamed(renameArm(study, arm.name, typed))}
        />
      </Field>
      <SourceField study={study} arm={arm} onChange={(base) => change({ base })} />
      <Edits arm={arm} onChange={(edits) => change({ edits })} {...(graph && { graph })} />
      <ArmSettings study={study} arm={arm} onChange={(settings) => change({ settings })} />
      <Box role="status" sx={{ mt: 3 }}>
        {problem ? <Note tone="bad">{problem}</Note> : graph && <Note>{networkWords(graph)}</Note>}
      </Box>
    </AppDialog>
  );
}

function networkWords(graph: GraphDocument): string {
  const { depth, params, macs } = identityOf(graph);
  return t('studies.arm.network', {
    depth: t('build.facts.depthLayers', { count: depth }),
    params: formatCount(params),
    macs: formatCompact(macs),
  });
}

/** The study's network, another arm, or a preset; a graph that was added as an arm stays in the list. */
function SourceField({
  study,
  arm,
  onChange,
}: {
  study: Study;
  arm: StudyArm;
  onChange(base: ArmSource | undefined): void;
}) {
  const sources: (ArmSource | undefined)[] = [
    undefined,
    ...armNames(study)
      .filter((name) => !comesFrom(study, name, arm.name))
      .map((name) => ({ arm: name })),
    ...(arm.base && ('document' in arm.base || 'file' in arm.base) ? [arm.base] : []),
    ...presets.map(({ id }) => ({ preset: id })),
  ];
  const chosen = sources.findIndex((source) => keyOf(source) === keyOf(arm.base));
  return (
    <Field label={t('studies.arm.startsFrom')} fits>
      <Choice
        fullWidth
        label={t('studies.arm.startsFrom')}
        value={Math.max(0, chosen)}
        options={sources.map((source, index) => ({
          value: index,
          label: labelOf(source, study),
        }))}
        onChange={(index) => onChange(sources[index])}
      />
    </Field>
  );
}

function labelOf(source: ArmSource | undefined, { base }: Study): string {
  if (!source) return t('studies.arm.base', { network: sourceWords(base) });
  return 'arm' in source ? t('studies.arm.title', { arm: source.arm }) : sourceWords(source);
}

const keyOf = (source: ArmSource | undefined): string => {
  if (!source) return '';
  if ('arm' in source) return `arm ${source.arm}`;
  return 'preset' in source ? `preset ${source.preset}` : 'own';
};

/** Whether `name` is `arm`, or starts from it. */
function comesFrom({ arms }: Study, name: string, arm: string): boolean {
  const seen = new Set<string>();
  let at: string | undefined = name;
  while (at !== undefined && !seen.has(at)) {
    if (at === arm) return true;
    seen.add(at);
    const base: ArmSource | undefined = arms.find((one) => one.name === at)?.base;
    at = base && 'arm' in base ? base.arm : undefined;
  }
  return false;
}

function Edits({
  arm: { edits },
  graph,
  onChange,
}: {
  arm: StudyArm;
  graph?: GraphDocument;
  onChange(edits: Edit[]): void;
}) {
  return (
    <>
      <SectionHead>{t('studies.edits.title')}</SectionHead>
      {edits.map((edit, index) => (
        <EditForm
          // biome-ignore lint/suspicious/noArrayIndexKey: edits have no ids, and the same kind may occur twice
          key={`${index} ${edit.kind}`}
          edit={edit}
          place={`edit-${index}`}
          onChange={(next) => onChange(edits.with(index, next))}
          onRemove={() => onChange(edits.toSpliced(index, 1))}
          {...(graph && { graph })}
        />
      ))}
      <AddMenu label={t('studies.edits.add')} width={340}>
        {(close) =>
          ADDABLE.map(({ kind, label, help }) => (
            <MenuItem
              key={kind}
              onClick={() => {
                close();
                onChange([...edits, newEdit(kind)]);
              }}
              sx={{ display: 'block', whiteSpace: 'normal', py: '6px' }}
            >
              {t(label)}
              <Note>{t(help)}</Note>
            </MenuItem>
          ))
        }
      </AddMenu>
    </>
  );
}

/** The form of an edit, derived from its schema. */
function EditForm({
  edit,
  place,
  graph,
  onChange,
  onRemove,
}: {
  edit: Edit;
  place: string;
  graph?: GraphDocument;
  onChange(edit: Edit): void;
  onRemove(): void;
}) {
  const { label, help, schema } = editKind(edit.kind);
  const params = paramsOf(edit);
  const name = t(label);
  return (
    <Card aria-label={name} sx={{ p: '8px 12px', mb: 2 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box sx={{ flex: 1, fontWeight: 550 }}>{name}</Box>
        <IconButton
          aria-label={t('studies.edits.remove', { edit: name })}
          onClick={onRemove}
          sx={{ width: 24, height: 24, mr: '-6px' }}
        >
          <X size={14} />
        </IconButton>
      </Box>
      <Note sx={{ mb: 1 }}>{t(help)}</Note>
      {visibleFields(fieldsOf(schema), params).map((field) => (
        <ParamControl
          key={field.name}
          place={place}
          field={field}
          value={params[field.name]}
          onChange={(value) => {
            const next = schema.safeParse({ ...edit, [field.name]: value });
            if (next.success) onChange(next.data as Edit);
          }}
        />
      ))}
      {hasBlocks(edit) && (
        <BlockChoice
          id={`${place}-blocks`}
          chosen={edit.blocks ?? []}
          {...(graph && { graph })}
          onChange={(blocks) => {
            const { blocks: _, ...rest } = edit;
            onChange((blocks.length > 0 ? { ...rest, blocks } : rest) as Edit);
          }}
        />
      )}
    </Card>
  );
}
