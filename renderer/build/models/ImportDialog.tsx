/** The report of an import, layer by layer. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Select from '@mui/material/Select';
import type { ModelInfo } from '../../../core/contract/models';
import { formatCount } from '../../../core/format/number';
import { type Key, t, textOf } from '../../../core/messages';
import { pixelValuesSchema, pixelWords } from '../../../core/ops/pixels';
import {
  countEntries,
  type ImportOutcome,
  type ImportReport,
  importOutcomeSchema,
  type ReportedPixels,
} from '../../../core/study/import-report';
import { Field, Note, StatRow } from '../../ui';
import { AppDialog } from '../../ui/AppDialog';
import { ProgressLine } from '../../ui/ProgressLine';
import { token } from '../../ui/theme/tokens';
import { progressWords } from '../../ui/transfer';
import { choosePixels, closeImporting, useImporting } from './models';

const OUTCOMES: Readonly<Record<ImportOutcome, { words: Key; tone: 'good' | 'muted' | 'warning' | 'bad' }>> =
  {
    understood: { words: 'import.outcome.understood', tone: 'good' },
    folded: { words: 'import.outcome.folded', tone: 'muted' },
    approximated: { words: 'import.outcome.approximated', tone: 'warning' },
    refused: { words: 'import.outcome.refused', tone: 'bad' },
  };

/** The worst first. */
const ORDER = [...importOutcomeSchema.options].reverse();

function Entries({ report }: { report: ImportReport }) {
  const entries = ORDER.flatMap((outcome) =>
    report.entries.filter((entry) => entry.outcome === outcome && entry.reason !== undefined),
  );
  if (entries.length === 0) return null;
  return (
    <Box
      component="table"
      aria-label={t('import.dialog.layers')}
      sx={{
        width: '100%',
        mt: 4,
        borderCollapse: 'collapse',
        fontSize: 12,
        '& td, & th': {
          textAlign: 'left',
          verticalAlign: 'top',
          p: '5px 12px 5px 0',
          borderTop: `1px solid ${token('line')}`,
        },
        '& th': { fontWeight: 500, color: token('muted'), borderTop: 0 },
      }}
    >
      <thead>
        <tr>
          <th>{t('import.dialog.layer')}</th>
          <th>{t('import.dialog.type')}</th>
          <th>{t('import.dialog.outcome')}</th>
          <th>{t('import.dialog.reason')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ layer, type, outcome, reason }) => (
          <tr key={`${layer} ${type}`}>
            <td style={{ overflowWrap: 'anywhere' }}>{layer}</td>
            <td>{type}</td>
            <td style={{ color: token(OUTCOMES[outcome].tone), whiteSpace: 'nowrap' }}>
              {t(OUTCOMES[outcome].words)}
            </td>
            <td>{reason && textOf(reason)}</td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

function Pixels({ model, pixels }: { model: ModelInfo; pixels: ReportedPixels }) {
  const label = t('import.dialog.pixels');
  return (
    <Field label={label} htmlFor="import-pixels" note={textOf(pixels.why)}>
      <Select
        fullWidth
        value={pixels.values}
        onChange={({ target }) => void choosePixels(model, target.value)}
        inputProps={{ id: 'import-pixels', 'aria-label': label }}
      >
        {pixelValuesSchema.options.map((values) => (
          <MenuItem key={values} value={values}>
            {textOf(pixelWords(values))}
          </MenuItem>
        ))}
      </Select>
    </Field>
  );
}

export function ImportDialog() {
  const importing = useImporting((state) => state.importing);
  if (importing.step === 'closed') return null;
  if (importing.step === 'working') {
    return (
      <AppDialog
        title={t('import.dialog.of', { file: importing.file })}
        onClose={closeImporting}
        closeKey="common.cancel"
        maxWidth="sm"
      >
        <ProgressLine progress={progressWords(importing.progress)} label={t('import.dialog.reading')} />
      </AppDialog>
    );
  }
  const { model, report } = importing;
  return (
    <AppDialog
      title={t('import.dialog.imported', { name: model.name })}
      onClose={closeImporting}
      action={
        <Button variant="contained" color="primary" onClick={closeImporting}>
          {t('import.dialog.show')}
        </Button>
      }
    >
      <StatRow label={t('import.dialog.file')} value={report.source} />
      <StatRow
        label={t('export.facts.parameters')}
        value={t('import.dialog.parameters', {
          total: formatCount(report.totalParams),
          trainable: formatCount(report.trainableParams),
        })}
      />
      <Box
        sx={{
          borderTop: `1px solid ${token('line')}`,
          '& span:first-of-type': {
            display: 'inline-block',
            '&::first-letter': { textTransform: 'uppercase' },
          },
        }}
      >
        {ORDER.toReversed().map((outcome) => {
          const count = countEntries(report, outcome);
          return (
            count > 0 && (
              <StatRow
                key={outcome}
                label={t(OUTCOMES[outcome].words)}
                value={t('import.dialog.count', { count })}
              />
            )
          );
        })}
      </Box>
      {report.pixels && <Pixels model={model} pixels={report.pixels} />}
      {report.hasWeights && <Note sx={{ mt: 3 }}>{t('import.dialog.weights')}</Note>}
      {report.remarks.map((remark) => (
        <Note key={textOf(remark)} tone="warning" sx={{ mt: 2 }}>
          {textOf(remark)}
        </Note>
      ))}
      <Entries report={report} />
    </AppDialog>
  );
}
