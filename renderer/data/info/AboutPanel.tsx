/** Facts about a data set: counts, shape, license, origin. */
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { formatMoment } from '../../../core/format/moment';
import { formatCount } from '../../../core/format/number';
import { formatImageShape } from '../../../core/format/shape';
import { t, textOf } from '../../../core/messages';
import { lastPart } from '../../client/provenance';
import { Note, Panel, StatRow } from '../../ui';
import { SplitRows } from '../SplitRows';

export function AboutPanel({ info }: { info: DatasetInfo }) {
  return (
    <Panel title={t('data.about.title')}>
      <SplitRows info={info} />
      <StatRow label={t('data.about.classes')} value={formatCount(info.classes.length)} />
      <StatRow
        label={t(info.sizes === 'varied' ? 'data.about.bestInput' : 'data.about.imageShape')}
        value={formatImageShape(info.imageShape)}
        mono
      />
      {info.photoSize && (
        <StatRow
          label={t('data.about.photoSize')}
          value={t('data.pixels', { width: info.photoSize[1], height: info.photoSize[0] })}
          mono
        />
      )}
      {info.state === 'ready' && <StatRow label={t('data.about.size')} value={formatBytes(info.bytes)} />}
      {info.importedAt && (
        <StatRow label={t('data.about.importedAt')} value={formatMoment(info.importedAt)} />
      )}
      {info.kind === 'own' && info.origin && (
        <StatRow
          label={t('data.about.importedFrom')}
          value={<span title={info.origin}>{lastPart(info.origin)}</span>}
        />
      )}
      {info.license && <StatRow label={t('data.about.license')} value={textOf(info.license)} />}
      <Box sx={{ mt: 3, '&::first-letter': { textTransform: 'uppercase' } }}>
        {t('data.about.sentence', { sentence: info.splitDescription })}
      </Box>
      <Note sx={{ mt: 3, overflowWrap: 'anywhere' }}>
        {info.citation && <div>{info.citation}</div>}
        {info.homepage && (
          <Link href={info.homepage} target="_blank" rel="noreferrer">
            {info.homepage}
          </Link>
        )}
      </Note>
    </Panel>
  );
}
