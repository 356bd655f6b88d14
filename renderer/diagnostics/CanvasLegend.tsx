/** Colors the open graph's blocks while it trains, with a legend. */

import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { Panel } from '@xyflow/react';
import { Activity } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { MEASURES } from '../../core/figures/measures';
import type { GraphDocument } from '../../core/graph/document';
import { t } from '../../core/messages';
import { useTraining } from '../client/training';
import { identityOf } from '../state/analysis';
import { CanvasBox, ellipsis } from '../ui';
import { token } from '../ui/theme/tokens';
import { MeasureSelect } from './DepthPanel';
import { blockColors, runToShow, useBlockColors, useDiagnosticsChoice } from './onCanvas';
import { colorOf, legendTicks } from './scale';

export function CanvasLegend({ document }: { document: GraphDocument }) {
  const order = useTraining((state) => state.order);
  const runs = useTraining((state) => state.runs);
  const { measure, on } = useDiagnosticsChoice();
  // The fingerprint of the graph is computed only if blocks are measured.
  const measured = useMemo(
    () => order.flatMap((id) => (runs[id]?.diagnostics.length ? [runs[id]] : [])),
    [order, runs],
  );
  const graphKey = measured.length > 0 ? identityOf(document).graphKey : undefined;
  const run = runToShow(measured, graphKey);
  const newest = run?.diagnostics.at(-1);
  const colors = useMemo(
    () => (newest ? blockColors(document, newest, measure) : undefined),
    [document, newest, measure],
  );
  const shown = on ? colors?.of : undefined;
  const step = newest?.step ?? 0;
  useEffect(() => {
    useBlockColors.setState({ step, of: shown ?? {} });
    return () => useBlockColors.setState({ of: {} });
  }, [shown, step]);

  if (!run || !colors) return null;
  const ticks = legendTicks(colors.scale);
  const name = t('ui.measures.runSeed', { run: run.record.arm, seed: run.record.settings.seed });
  const toggle = t(on ? 'ui.measures.colorOff' : 'ui.measures.colorOn');
  return (
    <Panel position="top-center" style={{ margin: 8 }}>
      <CanvasBox
        role="group"
        aria-label={t('ui.measures.colorsLabel')}
        sx={{
          gap: '10px',
          pl: on ? '12px' : '3px',
          fontSize: 12,
          color: token('muted'),
          whiteSpace: 'nowrap',
        }}
      >
        {on && (
          <>
            <MeasureSelect
              label={t('ui.measures.colorBy')}
              value={measure}
              onChange={(next) => useDiagnosticsChoice.setState({ measure: next })}
            />
            <Box title={t(MEASURES[measure].help)} sx={{ fontVariantNumeric: 'tabular-nums', fontSize: 11 }}>
              <Box
                aria-hidden
                sx={{
                  width: 150,
                  height: 7,
                  borderRadius: '3px',
                  background: `linear-gradient(to right in oklab, ${colorOf(0)}, ${colorOf(1)})`,
                }}
              />
              <Box sx={{ display: 'flex', justifyContent: 'space-between', lineHeight: '13px', mt: '2px' }}>
                {ticks.map((tick) => (
                  <span key={tick}>{tick}</span>
                ))}
              </Box>
            </Box>
            <Box title={name} sx={{ maxWidth: 220, ...ellipsis }}>
              {t('ui.measures.runStep', { run: name, step })}
            </Box>
          </>
        )}
        <IconButton
          aria-label={toggle}
          aria-pressed={on}
          title={toggle}
          onClick={() => useDiagnosticsChoice.setState({ on: !on })}
          sx={{ width: 26, height: 26, ...(on && { color: token('accent') }) }}
        >
          <Activity size={15} />
        </IconButton>
      </CanvasBox>
    </Panel>
  );
}
