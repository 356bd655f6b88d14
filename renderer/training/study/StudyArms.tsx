/** The arms of the open study: which one is the baseline, what each changes. */
import Box from '@mui/material/Box';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import Tooltip from '@mui/material/Tooltip';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import type { Study, StudyArm } from '../../../core/ablation/study';
import type { GraphDocument } from '../../../core/graph/document';
import { t } from '../../../core/messages';
import { addArms, armNames, moveArm, removeArm, startingFrom } from '../../settings/study/arms';
import { editStudy } from '../../settings/study/open';
import { useDocuments } from '../../state/documents';
import { openArmGraph } from '../../studies/armGraphs';
import { Note, SectionHead, Tag } from '../../ui';
import { AddMenu } from '../../ui/AddMenu';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { MoreButton } from '../../ui/MoreButton';
import { TextControl } from '../../ui/TextControl';
import { menuHead, presetItems } from '../presetItems';
import { SharedProblems } from '../SharedProblems';
import { sharedProblems } from '../sharedProblems';
import { ArmDialog } from './ArmDialog';
import { HalvingControl } from './HalvingControl';
import { armsPerShortcut } from './perShortcut';
import { renameArm } from './renameArm';
import type { ShownArm } from './resolve';
import { armWords } from './words';

function ArmMenu({ study, shown, onEdit }: { study: Study; shown: ShownArm; onEdit(): void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { arm, graph } = shown;
  const { name } = arm;
  const at = armNames(study).indexOf(name);
  const item = (label: string, act: () => void, disabled = false) => (
    <MenuItem
      disabled={disabled}
      onClick={() => {
        setAnchor(null);
        act();
      }}
    >
      {label}
    </MenuItem>
  );
  return (
    <>
      <MoreButton label={t('studies.arm.menu', { arm: name })} isOpen={anchor !== null} onOpen={setAnchor} />
      <ButtonMenu anchor={anchor} onClose={() => setAnchor(null)}>
        {item(t('studies.arm.edit'), onEdit)}
        {item(t('studies.armGraph.open'), () => graph && openArmGraph(name, graph), !graph)}
        {item(t('studies.arm.duplicate'), () => editStudy((now) => addArms(now, [arm])))}
        {item(t('studies.arm.up'), () => editStudy((now) => moveArm(now, name, -1)), at === 0)}
        {item(
          t('studies.arm.down'),
          () => editStudy((now) => moveArm(now, name, 1)),
          at === study.arms.length - 1,
        )}
        {item(
          t('studies.arm.remove'),
          () => editStudy((now) => removeArm(now, name)),
          study.arms.length === 1 || startingFrom(study, name).length > 0,
        )}
      </ButtonMenu>
    </>
  );
}

function ArmRow({
  study,
  shown,
  isShared,
  onEdit,
}: {
  study: Study;
  shown: ShownArm;
  /** Its problem is shown above the list, with those of others. */
  isShared: boolean;
  onEdit(): void;
}) {
  const { arm, problem } = shown;
  const { name } = arm;
  const words = armWords(arm, study.baseline);
  return (
    <Box component="li" sx={{ mb: '4px' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', minHeight: 30, ml: '-7px' }}>
        <Tooltip title={t('studies.arm.baselineHelp')} describeChild>
          <Radio
            size="small"
            name="baseline"
            checked={study.baseline === name}
            onChange={() => editStudy((now) => ({ ...now, baseline: name }))}
            slotProps={{ input: { 'aria-label': t('studies.arm.baseline', { arm: name }) } }}
            sx={{ p: '4px' }}
          />
        </Tooltip>
        <TextControl
          id={`arm-${name}`}
          plain
          label={t('studies.arm.nameOf', { arm: name })}
          text={name}
          onCommit={(typed) => void renameArm(study, name, typed)}
        />
        <IconButton
          aria-label={t('studies.arm.editNamed', { arm: name })}
          onClick={onEdit}
          sx={{ width: 24, height: 24, flexShrink: 0 }}
        >
          <Pencil size={13} />
        </IconButton>
        <ArmMenu study={study} shown={shown} onEdit={onEdit} />
      </Box>
      {words.length > 0 && (
        <Box
          component="ul"
          aria-label={t('studies.arm.changes', { arm: name })}
          sx={{ m: 0, p: 0, pl: '22px', listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: '4px' }}
        >
          {words.map((one) => (
            <Tag as="li" key={one} sx={{ lineHeight: '18px', px: '6px', overflowWrap: 'anywhere' }}>
              {one}
            </Tag>
          ))}
        </Box>
      )}
      {problem && !isShared && (
        <Note tone="bad" sx={{ pl: '22px', mt: '3px' }}>
          {problem}
        </Note>
      )}
    </Box>
  );
}

function AddArm({
  study,
  base,
  onAdded,
}: {
  study: Study;
  base?: GraphDocument;
  onAdded(name: string): void;
}) {
  const documents = useDocuments((state) => state.documents);
  const drawn = documents.filter(({ document }) => document.nodes.length > 0);
  const perShortcut = base ? armsPerShortcut(study.baseline, base) : [];
  /** @returns the name of the last one */
  const add = (...arms: StudyArm[]): string => {
    let last = '';
    editStudy((now) => {
      const next = addArms(now, arms);
      last = next.arms.at(-1)!.name;
      return next;
    });
    return last;
  };
  const { baseline } = study;
  return (
    <AddMenu label={t('train.arms.add')}>
      {(close) => {
        const adds = (...arms: StudyArm[]) => ({
          onClick: () => {
            close();
            add(...arms);
          },
        });
        return [
          <MenuItem
            key="edit"
            onClick={() => {
              close();
              onAdded(add({ name: baseline, base: { arm: baseline }, edits: [] }));
            }}
          >
            {t('studies.add.edit', { arm: baseline })}
          </MenuItem>,
          perShortcut.length > 1 && (
            <MenuItem key="perShortcut" {...adds(...perShortcut)}>
              {t('studies.add.perShortcut', { count: perShortcut.length })}
            </MenuItem>
          ),
          <Divider key="divider" />,
          drawn.length > 0 && [
            menuHead('open', t('studies.add.open')),
            ...drawn.map(({ id, document }) => (
              <MenuItem key={id} {...adds({ name: document.name, base: { document }, edits: [] })}>
                {document.name}
              </MenuItem>
            )),
          ],
          presetItems(({ id, title }) => adds({ name: title, base: { preset: id }, edits: [] }).onClick()),
        ];
      }}
    </AddMenu>
  );
}

export function StudyArms({ study, arms }: { study: Study; arms: readonly ShownArm[] }) {
  const [edited, setEdited] = useState<string>();
  const base = arms.find(({ arm }) => arm.name === study.baseline)?.graph;
  const shown = arms.find(({ arm }) => arm.name === edited);
  const shared = sharedProblems(arms.map(({ arm: { name }, problem }) => ({ name, problem })));
  return (
    <>
      <SectionHead>{t('train.arms.title')}</SectionHead>
      <SharedProblems shared={shared} />
      <Box component="ul" aria-label={t('train.arms.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {arms.map((one) => (
          <ArmRow
            key={one.arm.name}
            study={study}
            shown={one}
            isShared={shared.some((problem) => problem.arms.some(({ name }) => name === one.arm.name))}
            onEdit={() => setEdited(one.arm.name)}
          />
        ))}
      </Box>
      <AddArm study={study} {...(base && { base })} onAdded={setEdited} />
      <HalvingControl study={study} arms={arms} />
      {shown && (
        <ArmDialog study={study} shown={shown} onRenamed={setEdited} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}
