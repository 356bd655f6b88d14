/** What a data set is: counts, shapes, classes, where it comes from. */
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { DatasetInfo } from '../../core/contract/datasets';
import { Panel, StatRow } from '../app/ui';
import { formatBytes, formatCount, formatShape } from '../charts/format';
import { PanelPair } from '../layout/SideAndMain';
import { token } from '../theme/tokens';

function ClassBars({ info }: { info: DatasetInfo }) {
  const most = Math.max(1, ...info.trainPerClass, ...info.valPerClass);
  const bar = (count: number, opacity: number) => (
    <Box
      sx={{
        width: `${(100 * count) / most}%`,
        height: 5,
        borderRadius: '2px',
        backgroundColor: token('accent'),
        opacity,
      }}
    />
  );
  return (
    <Box
      component="table"
      aria-label="Images per class"
      sx={{
        width: '100%',
        borderCollapse: 'collapse',
        '& td': { fontVariantNumeric: 'tabular-nums' },
        fontSize: 12,
        '& td, & th': { py: '2px', px: 0 },
      }}
    >
      <Box component="thead" sx={{ color: token('muted'), '& th': { fontWeight: 500, textAlign: 'left' } }}>
        <tr>
          <th scope="col">class</th>
          <Box component="td" sx={{ width: '50%' }} />
          <Box component="th" scope="col" sx={{ '&&': { textAlign: 'right', pl: 3 } }}>
            training
          </Box>
          <Box component="th" scope="col" sx={{ '&&': { textAlign: 'right', pl: 3 } }}>
            validation
          </Box>
        </tr>
      </Box>
      <tbody>
        {info.classes.map((name, index) => {
          const train = info.trainPerClass[index] ?? 0;
          const validation = info.valPerClass[index] ?? 0;
          return (
            <tr key={name}>
              <Box
                component="th"
                scope="row"
                sx={{ fontWeight: 400, textAlign: 'left', pr: 3, '&&': { pr: 3 } }}
              >
                {name}
              </Box>
              <td>
                <Box aria-hidden="true" sx={{ display: 'flex', flexDirection: 'column', gap: '2px' }}>
                  {bar(train, 1)}
                  {bar(validation, 0.45)}
                </Box>
              </td>
              <Box component="td" sx={{ textAlign: 'right' }}>
                {formatCount(train)}
              </Box>
              <Box component="td" sx={{ textAlign: 'right' }}>
                {formatCount(validation)}
              </Box>
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
}

export function InfoPanels({ info }: { info: DatasetInfo }) {
  return (
    <PanelPair>
      <Panel title="About">
        <StatRow label="training images" value={formatCount(info.trainCount)} />
        <StatRow label="validation images" value={formatCount(info.valCount)} />
        <StatRow label="classes" value={formatCount(info.classes.length)} />
        <StatRow label="image, height × width × channels" value={formatShape(info.imageShape)} mono />
        <StatRow label="on this machine" value={formatBytes(info.bytes)} />
        <Box sx={{ mt: 3 }}>A run on it is {info.splitDescription}.</Box>
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
      <Panel title="Images per class">
        <ClassBars info={info} />
      </Panel>
    </PanelPair>
  );
}
