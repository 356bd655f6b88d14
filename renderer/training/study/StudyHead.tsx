/** The name of the study, its question, and the menu of all studies. */
import TextField from '@mui/material/TextField';
import { LONGEST_NAME, LONGEST_TEXT } from '../../../core/basics/limits';
import { t } from '../../../core/messages';
import { useTrainForm } from '../../settings/form';
import { editStudy, useOpenStudy } from '../../settings/study/open';
import { SectionHead } from '../../ui';
import { TextControl } from '../../ui/TextControl';
import type { FormStudy } from './fromForm';
import { StudiesMenu } from './StudiesMenu';

export function StudyHead({ suggestedName, form }: { suggestedName: string; form: FormStudy | undefined }) {
  const open = useOpenStudy((state) => state.open);
  const name = useTrainForm((state) => state.name);
  return (
    <>
      <SectionHead action={<StudiesMenu form={form} />}>{t('studies.title')}</SectionHead>
      {open ? (
        <TextControl
          id="train-name"
          label={t('settings.studyName')}
          text={open.study.name}
          onCommit={(typed) => {
            const next = typed.trim().slice(0, LONGEST_NAME);
            if (next) editStudy((study) => ({ ...study, name: next }));
          }}
        />
      ) : (
        <TextField
          fullWidth
          value={name}
          placeholder={suggestedName}
          onChange={(event) => useTrainForm.setState({ name: event.target.value })}
          slotProps={{ htmlInput: { 'aria-label': t('settings.studyName') } }}
        />
      )}
      {open && (
        <TextField
          fullWidth
          multiline
          maxRows={6}
          value={open.study.question}
          placeholder={t('studies.questionExample')}
          onChange={(event) => {
            const question = event.target.value.slice(0, LONGEST_TEXT);
            editStudy((study) => ({ ...study, question }));
          }}
          slotProps={{ htmlInput: { 'aria-label': t('studies.question') } }}
          sx={{ mt: '6px', '& .MuiInputBase-root': { p: '4px 8px' }, '& textarea': { p: 0 } }}
        />
      )}
    </>
  );
}
