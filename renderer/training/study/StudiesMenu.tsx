/** Opens, closes, imports, exports and deletes studies. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import MenuItem from '@mui/material/MenuItem';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { STUDY_TEMPLATES, type StudyTemplate } from '../../../core/ablation/catalogue';
import type { GraphSource } from '../../../core/ablation/source';
import type { Study } from '../../../core/ablation/study';
import { t, textOf } from '../../../core/messages';
import { useOffers } from '../../commands/offers';
import { openStudyNow, useOpenStudy } from '../../settings/study/open';
import { deleteOpenStudy, exportStudy, pickStudy, refreshStudies, useStudies } from '../../studies/list';
import { leaveStudy, openKeptStudy, openNew } from '../../studies/sync';
import { ellipsis, Note } from '../../ui';
import { ButtonMenu } from '../../ui/ButtonMenu';
import { menuHead } from '../presetItems';
import { SMALL_BUTTON } from '../smallButton';
import { type FormStudy, studyFrom } from './fromForm';

/** For templates with networks of their own. */
const NO_BASE: GraphSource = { preset: 'resnet20' };

function TemplateItem({
  template,
  base,
  onChoose,
}: {
  template: StudyTemplate;
  base: GraphSource;
  onChoose(study: Study): void;
}) {
  const study = template.make(base);
  const { arms, seeds } = study;
  return (
    <MenuItem onClick={() => onChoose(study)} sx={{ display: 'block', whiteSpace: 'normal', py: '6px' }}>
      {t(template.label)}
      <Note>
        {t(template.help)}. {t('studies.size', { arms: arms.length, runs: arms.length * seeds.length })}
      </Note>
    </MenuItem>
  );
}

export function StudiesMenu({ form }: { form: FormStudy | undefined }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const open = useOpenStudy((state) => state.open);
  const { studies = [] } = useStudies();
  const [first] = form?.arms ?? [];
  const base: GraphSource | undefined = open?.study.base ?? (first && { document: first.graph });
  const others = studies.filter(({ id }) => id !== open?.id);
  const templates = STUDY_TEMPLATES.filter(({ needsBase }) => !needsBase || base);
  const begin = async (study: Study) => {
    await leaveStudy();
    if (!openStudyNow()) openNew(study);
  };
  useOffers({
    'study.new': !open && form ? { perform: () => openNew(studyFrom(form)) } : undefined,
    ...Object.fromEntries(
      templates.map(({ id, make }) => [`study.new.${id}`, { perform: () => begin(make(base ?? NO_BASE)) }]),
    ),
  });
  const item = (key: string, label: string, act: () => unknown, disabled = false) => (
    <MenuItem
      key={key}
      disabled={disabled}
      onClick={() => {
        setAnchor(null);
        void act();
      }}
    >
      {label}
    </MenuItem>
  );
  return (
    <>
      <Button
        variant="text"
        endIcon={<ChevronDown size={13} />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => {
          setAnchor(event.currentTarget);
          void refreshStudies();
        }}
        sx={{ ...SMALL_BUTTON, mr: '-6px', '& .MuiButton-endIcon': { ml: '3px' } }}
      >
        {t('studies.menu')}
      </Button>
      <ButtonMenu
        anchor={anchor}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { sx: { maxHeight: 'min(440px, calc(100% - 32px))', width: 300 } } }}
      >
        {open
          ? [
              item('close', t('studies.close'), leaveStudy),
              item('export', t('studies.export'), () => exportStudy(open.study)),
              item('delete', t('studies.delete'), deleteOpenStudy),
            ]
          : item('new', t('studies.new'), () => form && openNew(studyFrom(form)), form === undefined)}
        {item('import', t('studies.import'), pickStudy)}
        <Divider />
        {menuHead('ready', t('studies.ready'))}
        {templates.map((template) => (
          <TemplateItem
            key={template.id}
            template={template}
            base={base ?? NO_BASE}
            onChoose={(study) => {
              setAnchor(null);
              void begin(study);
            }}
          />
        ))}
        {others.length > 0 && [
          <Divider key="line" />,
          menuHead('saved', t('studies.saved')),
          ...others.map(({ id, name, arms, runs, problem }) => (
            <MenuItem
              key={id}
              disabled={problem !== undefined}
              onClick={() => {
                setAnchor(null);
                void openKeptStudy(id);
              }}
              sx={{ display: 'block', py: '6px' }}
            >
              <Box sx={ellipsis} title={name}>
                {name}
              </Box>
              <Note tone={problem === undefined ? 'muted' : 'bad'} sx={{ whiteSpace: 'normal' }}>
                {problem === undefined ? t('studies.size', { arms, runs }) : textOf(problem)}
              </Note>
            </MenuItem>
          )),
        ]}
      </ButtonMenu>
    </>
  );
}
