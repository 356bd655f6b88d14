/** The images to train on, and what to do if the data set is not on this machine. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import { own } from '../../core/basics/own-property';
import type { DatasetInfo } from '../../core/contract/datasets';
import { formatShare } from '../../core/format/number';
import type { Shape } from '../../core/graph/document';
import { message, t } from '../../core/messages';
import { datasetTitle } from '../../core/study/data';
import { labelOf } from '../../core/study/setting/texts';
import type { DatasetId } from '../../core/study/settings';
import { generateShapes, useDatasets } from '../client/datasets';
import { originText } from '../client/provenance';
import { FoldSection } from '../layout/FoldSection';
import type { Draft, SettingField } from '../settings/field';
import { fieldOf, selectionFields } from '../settings/fields';
import { datasetOf, useTrainForm } from '../settings/form';
import { SettingControl, SettingControls } from '../settings/SettingControl';
import type { Validated } from '../settings/validate';
import { validationOptions } from '../settings/validationOptions';
import { useDataSelection } from '../state/dataSelection';
import { useNavigation } from '../state/navigation';
import { Field, Note, SectionHead } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { token } from '../ui/theme/tokens';
import { ClassesControl } from './ClassesControl';
import { classesSummary } from './classRows';
import { SHAPES_TO_GENERATE } from './drawShapes';
import { imageSizeWords } from './imageSize';
import { type Chosen, chosenOf } from './plannedSplit';

const isValidation = ({ key }: SettingField) => key.startsWith('selection.validation.');
const validationFields = selectionFields.filter(isValidation);
const chosenFields = selectionFields.filter((field) => !isValidation(field));

function AbsentNote({ info, datasets }: { info: DatasetInfo; datasets: readonly DatasetInfo[] }) {
  const go = useNavigation((state) => state.go);
  const set = useTrainForm((form) => form.set);
  const job = own(useDatasets().jobs, info.id);
  const shapes = datasets.find(({ id }) => id === 'shapes');
  const get = () => {
    useDataSelection.setState({ id: info.id });
    go('data');
  };
  if (job?.running) {
    return (
      <Box sx={{ mb: 3 }}>
        <ProgressLine
          label={t('train.data.getting', { name: info.name })}
          progress={job.progress ?? { phase: message('data.job.starting') }}
        />
      </Box>
    );
  }
  return (
    <Box sx={{ p: '10px', mb: 2, borderRadius: '7px', backgroundColor: token('raised') }}>
      <Note role="status" sx={{ mb: 2, color: token('text') }}>
        {info.id === 'shapes' ? t('train.data.shapesAbsent') : t('train.data.absent', { name: info.name })}
        {job?.error && <Note tone="bad">{job.error}</Note>}
      </Note>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '6px' }}>
        {info.id === 'shapes' ? (
          <Button variant="outlined" onClick={() => void generateShapes(SHAPES_TO_GENERATE)}>
            {t('train.data.generate', { count: SHAPES_TO_GENERATE.trainCount })}
          </Button>
        ) : (
          <>
            <Button variant="contained" color="primary" onClick={get}>
              {t('train.data.get', { name: info.name })}
            </Button>
            {shapes && (
              <Button variant="outlined" onClick={() => set({ dataset: 'shapes' })}>
                {t('train.data.useShapes')}
              </Button>
            )}
          </>
        )}
      </Box>
    </Box>
  );
}

/** "10% of the images, every class alike, 2 of 10: pets, truck". */
function chosenWords(draft: Draft, info: DatasetInfo | undefined): string {
  const share = Number(draft['selection.trainShare']);
  const classes = String(draft['selection.classes'] ?? '');
  return [
    share < 1 && t('train.data.share', { share: formatShare(share) }),
    draft['selection.limit'] === 'stratified' && t('train.data.stratified'),
    classes !== '' && info
      ? t('train.data.classes', { summary: classesSummary(classes, info.classes) })
      : t('train.data.allClasses'),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Fewer images, other classes. */
function ChosenImages({ info, checked }: { info: DatasetInfo | undefined; checked: Validated }) {
  const draft = useTrainForm((form) => form.draft);
  const { errors } = checked;
  const wrong = chosenFields.some(({ key }) => errors[key] !== undefined);
  return (
    <Box sx={{ mt: '-4px', mb: 3 }}>
      <FoldSection
        id="train.selection"
        title={t('train.data.shareAndClasses')}
        wrong={wrong}
        summary={wrong ? t('train.data.fieldWrong') : chosenWords(draft, info)}
      >
        <SettingControls
          fields={chosenFields.filter(({ control }) => control !== 'classes')}
          errors={errors}
        />
        {info && <ClassesControl key={info.id} info={info} error={errors['selection.classes']} />}
      </FoldSection>
    </Box>
  );
}

export function DataSection({
  info,
  datasets,
  checked,
  chosen,
  inputs,
}: {
  info: DatasetInfo | undefined;
  datasets: readonly DatasetInfo[];
  checked: Validated;
  /** Absent while a field is wrong or the data set is unknown. */
  chosen: Chosen | undefined;
  /** Input shapes of the chosen networks. */
  inputs: readonly Shape[];
}) {
  const dataset = useTrainForm((form) => datasetOf(form.draft));
  const set = useTrainForm((form) => form.set);
  const { settings, errors } = checked;
  // Without limits, for the placeholders of the limits.
  const whole = info && settings && chosenOf(info, { ...settings, trainLimit: null, valLimit: null }).plan;
  const all = (count: number | undefined) =>
    count ? t('train.classes.allOf', { count }) : t('train.data.all');
  return (
    <>
      <SectionHead>{t('train.data.title')}</SectionHead>
      <Field label={labelOf({ path: 'dataset' })} htmlFor="train-dataset" fits>
        <Select<DatasetId>
          fullWidth
          value={dataset}
          onChange={(event) => set({ dataset: event.target.value })}
          renderValue={(id) => {
            const name = datasets.find((one) => one.id === id)?.name;
            return name === undefined ? id : datasetTitle(name, id);
          }}
          slotProps={{ input: { id: 'train-dataset' } }}
          SelectDisplayProps={{ 'aria-label': labelOf({ path: 'dataset' }) }}
        >
          {datasets.length === 0 && <MenuItem value={dataset}>{dataset}</MenuItem>}
          {datasets.map((one) => (
            <MenuItem key={one.id} value={one.id}>
              {datasetTitle(one.name, one.id)}
              <Box component="span" sx={{ color: token('muted') }}>
                {one.state === 'absent' ? t('train.data.notHere') : originText(one)}
              </Box>
            </MenuItem>
          ))}
        </Select>
      </Field>
      {info?.state === 'absent' && <AbsentNote info={info} datasets={datasets} />}
      <SettingControl
        field={fieldOf('trainLimit')}
        placeholder={all(whole ? whole.train.count : info?.trainCount)}
        error={errors.trainLimit}
      />
      <SettingControl
        field={fieldOf('valLimit')}
        placeholder={all(whole ? whole.validation.count : info?.valCount)}
        error={errors.valLimit}
      />
      <SettingControls
        fields={validationFields}
        errors={errors}
        options={{ 'selection.validation.kind': validationOptions(info) }}
      />
      <ChosenImages info={info} checked={checked} />
      {info && (
        <Note>
          {imageSizeWords(info, inputs)}{' '}
          {info.state === 'ready' &&
            (chosen?.plan ? chosen.words : chosen && <Note tone="bad">{chosen.words}</Note>)}
        </Note>
      )}
    </>
  );
}
