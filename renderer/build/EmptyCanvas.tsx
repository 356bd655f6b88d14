import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { t } from '../../core/messages';
import { palette } from '../../core/ops/palette';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { keysInText } from '../layout/CommandKeys';
import { EmptyState, Kbd } from '../ui';
import { Rich } from '../ui/Rich';
import { Doors } from './Doors';
import { addByClick } from './editor/actions';
import { openPreset } from './presets/openPreset';

/** Shown while no graph is open: choose one. */
export function StartHere() {
  return (
    <Box sx={{ height: '100%', overflowY: 'auto', display: 'grid', placeItems: 'center', p: 6 }}>
      <Box sx={{ display: 'flex', flexDirection: 'column', alignItems: 'center', width: '100%' }}>
        <Box component="h2" sx={{ m: 0, mb: 5, fontSize: 18, lineHeight: '26px', fontWeight: 620 }}>
          {t('build.start.title')}
        </Box>
        <Doors />
      </Box>
    </Box>
  );
}

/** Shown on an empty graph: what to do first. Mouse events reach the canvas. */
export function EmptyCanvas() {
  const input = palette.flatMap((section) => section.items).find((item) => item.id === 'layer.Input');
  return (
    <Box
      sx={{ position: 'absolute', inset: 0, pointerEvents: 'none', '& button': { pointerEvents: 'auto' } }}
    >
      <EmptyState
        title={t('build.start.withInput')}
        action={
          <>
            {input && (
              <Button variant="contained" color="primary" onClick={() => addByClick(input)}>
                {t('build.start.addInput')}
              </Button>
            )}
            <FirstStudyButton variant="outlined" />
            <Button variant="outlined" onClick={() => openPreset('resnet50')}>
              {t('build.start.openResNetInstead')}
            </Button>
          </>
        }
      >
        <Rich
          of="build.start.how"
          values={{ keys: keysInText('graph.search'), key: (children) => <Kbd>{children}</Kbd> }}
        />
      </EmptyState>
    </Box>
  );
}
