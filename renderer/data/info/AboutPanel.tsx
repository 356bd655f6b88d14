/** What a data set is: counts, shape, license, where it comes from. */
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { DatasetInfo } from '../../../core/contract/datasets';
import { formatBytes } from '../../../core/format/bytes';
import { formatMoment } from '../../../core/format/moment';
import { formatCount, formatShape } from '../../../core/format/number';
import { lastPart } from '../../client/provenance';
import { Panel, StatRow } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { splitsOf } from '../splits';

export function AboutPanel({ info }: { info: DatasetInfo }) {
  return (
    <Panel title="About">
      {splitsOf(info).map(({ id, word, count }) => (
        <StatRow key={id} label={`${word} images`} value={formatCount(count)} />
      ))}
      <StatRow label="classes" value={formatCount(info.classes.length)} />
      <StatRow
        label={info.sizes === 'varied' ? 'best given to a network as' : 'image, height × width × channels'}
        value={formatShape(info.imageShape)}
        mono
      />
      {info.photoSize && (
        <StatRow label="every photograph" value={`${info.photoSize[1]} × ${info.photoSize[0]} px`} mono />
      )}
      <StatRow label="on this machine" value={formatBytes(info.bytes)} />
      {info.importedAt && <StatRow label="since" value={formatMoment(info.importedAt)} />}
      {info.kind === 'own' && info.origin && (
        <StatRow label="imported from" value={<span title={info.origin}>{lastPart(info.origin)}</span>} />
      )}
      {info.license && <StatRow label="license" value={info.license} />}
      <Box sx={{ mt: 3, '&::first-letter': { textTransform: 'uppercase' } }}>{info.splitDescription}.</Box>
      {(info.citation || info.homepage) && (
        <Box sx={{ mt: 3, color: token('muted'), fontSize: 12, overflowWrap: 'anywhere' }}>
          {info.citation}
          {info.homepage && (
            <>
              {info.citation && <br />}
              <Link href={info.homepage} target="_blank" rel="noreferrer">
                {info.homepage}
              </Link>
            </>
          )}
        </Box>
      )}
    </Panel>
  );
}
