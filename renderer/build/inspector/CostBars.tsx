/** How the stages share what the network costs: a bar for each measure. A part selects its stage. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { type Costs, costsByStage } from '../../../core/analysis/costs';
import type { GraphAnalysis } from '../../../core/analysis/types';
import { stageColor } from '../../../core/figures/network';
import { formatBytes } from '../../../core/format/bytes';
import { formatCompact, formatPercent } from '../../../core/format/number';
import type { GraphDocument } from '../../../core/graph/document';
import { groupTitle } from '../../../core/graph/group-title';
import { type Key, t } from '../../../core/messages';
import { useSelection } from '../../state/selection';
import { Dot, SectionHead } from '../../ui';
import { focusRing } from '../../ui/theme/theme';
import { token } from '../../ui/theme/tokens';
import { groupKey } from '../editor/outline';

const MEASURES = [
  { of: 'macs', label: 'build.facts.multiplyAdds', format: formatCompact },
  { of: 'params', label: 'build.facts.parameters', format: formatCompact },
  { of: 'activations', label: 'build.facts.activations', format: formatBytes },
] as const satisfies readonly { of: keyof Costs; label: Key; format(value: number): string }[];

/** Nothing for a graph without stages. */
export function CostBars({ document, analysis }: { document: GraphDocument; analysis: GraphAnalysis }) {
  const parts = costsByStage(document, analysis);
  if (parts.filter(({ group }) => group).length < 2) return null;
  let stages = 0;
  const shown = parts.map(({ group, costs }) => ({
    group,
    costs,
    title: group ? groupTitle(group, group.parent) : t('build.views.otherLayers'),
    color: group ? stageColor(group.kind === 'stem' ? undefined : stages++) : token('lineStrong'),
  }));
  return (
    <>
      <SectionHead>{t('build.views.byStage')}</SectionHead>
      {MEASURES.map(({ of, label, format }) => {
        const total = parts.reduce((sum, { costs }) => sum + costs[of], 0);
        return (
          <Box key={of} role="group" aria-label={t(label)} sx={{ mb: '8px' }}>
            <Box sx={{ fontSize: 12, lineHeight: '17px', color: token('muted') }}>{t(label)}</Box>
            <Box sx={{ display: 'flex', gap: '1px', height: 12, borderRadius: '3px', overflow: 'hidden' }}>
              {shown
                .filter(({ costs }) => costs[of] > 0)
                .map(({ group, title, color, costs }) => {
                  const words = t('build.views.share', {
                    part: title,
                    value: format(costs[of]),
                    share: formatPercent(costs[of] / total),
                  });
                  const look = { flex: `${costs[of]} 0 2px`, height: '100%', backgroundColor: color };
                  return group ? (
                    <ButtonBase
                      key={group.id}
                      aria-label={words}
                      title={words}
                      onClick={() => useSelection.getState().select({ items: [groupKey(group.id)] })}
                      sx={{ ...look, '&:hover': { opacity: 0.75 }, '&:focus-visible': focusRing }}
                    />
                  ) : (
                    <Box key="rest" title={words} role="img" aria-label={words} sx={look} />
                  );
                })}
            </Box>
          </Box>
        );
      })}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: '10px', fontSize: 12, color: token('muted') }}>
        {shown.map(({ group, title, color }) => (
          <Box key={group?.id ?? 'rest'} sx={{ display: 'flex', alignItems: 'center', gap: '5px' }}>
            <Dot color={color} /> {title}
          </Box>
        ))}
      </Box>
    </>
  );
}
