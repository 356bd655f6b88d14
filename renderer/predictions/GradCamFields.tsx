import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Slider from '@mui/material/Slider';
import Switch from '@mui/material/Switch';
import Tooltip from '@mui/material/Tooltip';
import { formatPercent } from '../../core/format/number';
import { t } from '../../core/messages';
import { usePredicting } from '../state/predicting';
import { Choice } from '../ui/Choice';
import type { AskedNetwork } from './page';

/** The network's default node; no id contains a space. */
const AUTO = ' ';

export function GradCamFields({ networks }: { networks: readonly AskedNetwork[] }) {
  const { gradCam, strength, node } = usePredicting();
  const [first, ...others] = networks;
  // Nodes that all of them have.
  const nodes =
    first?.gradCamNodes.filter((id) => others.every(({ gradCamNodes }) => gradCamNodes.includes(id))) ?? [];
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '6px 16px' }}>
      <Tooltip describeChild title={t('predict.view.gradCamHelp')}>
        <FormControlLabel
          control={
            <Switch checked={gradCam} onChange={(_event, on) => usePredicting.setState({ gradCam: on })} />
          }
          label="Grad-CAM"
          sx={{ m: 0, gap: 2 }}
        />
      </Tooltip>
      {gradCam && (
        <>
          <Slider
            size="small"
            aria-label={t('predict.view.strength')}
            min={0}
            max={1}
            step={0.05}
            value={strength}
            onChange={(_event, value) => usePredicting.setState({ strength: value as number })}
            getAriaValueText={(value) => formatPercent(value, 0)}
            sx={{ width: 120 }}
          />
          {nodes.length > 0 && (
            <Choice
              label={t('predict.view.node')}
              value={node !== undefined && nodes.includes(node) ? node : AUTO}
              onChange={(value) => usePredicting.setState({ node: value === AUTO ? undefined : value })}
              options={[
                { value: AUTO, label: t('predict.view.nodeAuto', { node: first?.gradCamNode ?? '' }) },
                ...[...nodes].reverse().map((id) => ({ value: id, label: id })),
              ]}
              sx={{ maxWidth: 260 }}
            />
          )}
        </>
      )}
    </Box>
  );
}
