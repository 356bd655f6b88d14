import Box from '@mui/material/Box';
import { memo } from 'react';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { formatCount } from '../../../core/format/number';
import { formatShape } from '../../../core/format/shape';
import { t } from '../../../core/messages';
import { ellipsis } from '../../ui';
import { focusRing, MONO } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { reveal } from '../editor/actions';

/** Layer by layer: name, output shape, parameters; a click shows the layer. */
export const SummaryTable = memo(function SummaryTable({ analysis }: { analysis: GraphAnalysis }) {
  return (
    <Box
      component="table"
      sx={{
        width: '100%',
        tableLayout: 'fixed',
        borderCollapse: 'collapse',
        fontSize: 11,
        fontFamily: MONO,
        '& th': { fontWeight: 500, color: token('muted'), textAlign: 'left', pb: 1 },
        '& td': {
          py: '3px',
          borderTop: `1px solid ${token('line')}`,
          ...ellipsis,
        },
        '& tr:hover td': { backgroundColor: token('raised') },
        '& :is(th, td):nth-of-type(n+2)': { textAlign: 'right' },
        '& th:nth-of-type(2)': { width: '30%' },
        '& th:nth-of-type(3)': { width: '27%' },
        '& button': { all: 'unset', cursor: 'pointer' },
        '& button:focus-visible': focusRing,
      }}
    >
      <thead>
        <tr>
          <th>{t('build.inspector.table.layer')}</th>
          <th>{t('build.inspector.table.output')}</th>
          <th>{t('build.inspector.table.parameters')}</th>
        </tr>
      </thead>
      <tbody>
        {analysis.order.map((id) => {
          const node = analysis.nodes[id];
          if (!node) return null;
          return (
            <tr key={id}>
              <td title={`${id} (${node.type})`}>
                <button type="button" onClick={() => reveal({ nodeId: id })}>
                  {id}
                </button>
              </td>
              <td>{node.outputShape ? formatShape(node.outputShape) : '?'}</td>
              <td>{formatCount(node.paramCount)}</td>
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
});
