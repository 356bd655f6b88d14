import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Workflow } from 'lucide-react';
import { t } from '../../core/messages';
import { palette } from '../../core/ops/palette';
import { FirstStudyButton } from '../firstStudy/FirstStudyButton';
import { firstStudyWords } from '../firstStudy/texts';
import { openEmpty } from '../state/documents';
import { EmptyState, Kbd } from '../ui';
import { Rich } from '../ui/Rich';
import { addByClick } from './editor/actions';
import { pickFiles } from './editor/files';
import { openPreset } from './presets/openPreset';

/** Shown while no graph is open: choose one. */
export function StartHere() {
  return (
    <EmptyState
      icon={<Workflow size={34} strokeWidth={1.4} />}
      title={t('build.start.title')}
      action={
        <>
          <FirstStudyButton />
          <Button variant="outlined" onClick={() => openPreset('resnet50')}>
            {t('build.start.openResNet')}
          </Button>
          <Button variant="outlined" onClick={() => openEmpty()}>
            {t('build.start.emptyGraph')}
          </Button>
          <Button variant="outlined" onClick={pickFiles}>
            {t('build.start.openFile')}
          </Button>
        </>
      }
    >
      {t('build.start.orDraw', { study: firstStudyWords() })}
    </EmptyState>
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
        <Rich of="build.start.how" values={{ key: (children) => <Kbd>{children}</Kbd> }} />
      </EmptyState>
    </Box>
  );
}
