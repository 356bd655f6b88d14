/** A run's input pipeline as a graph from top to bottom, with the same few images beside each step. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { ImageOff, Shuffle } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { DatasetInfo } from '../../core/contract/datasets';
import type { PreviewStep } from '../../core/contract/preview';
import { t, textOf } from '../../core/messages';
import type { OperatorKind } from '../../core/ops/operator';
import { batchText, spread } from '../pipeline/request';
import { StepImage } from '../pipeline/StepImage';
import { KINDS, rangeText, stepTitle, wireText } from '../pipeline/steps';
import { useNavigation } from '../state/navigation';
import { EmptyState, Note } from '../ui';
import { MONO } from '../ui/theme/theme';
import { kindColor, token } from '../ui/theme/tokens';
import { SplitToggle } from './SplitRows';
import { type SplitId, type SplitRole, splitsOf } from './splits';
import { useSeen } from './useSeen';

const IMAGES = 8;
const SIDE = 96;
const NODE = 220;

/** A node that looks like those on the canvas. */
function StepNode({ kind, title, words }: { kind: OperatorKind; title: string; words: string }) {
  return (
    <Box
      sx={{
        position: 'relative',
        minHeight: 44,
        p: '7px 12px 7px 16px',
        border: `1px solid ${token('line')}`,
        borderRadius: '9px',
        backgroundColor: token('node'),
        '&::before': {
          content: '""',
          position: 'absolute',
          left: -1,
          top: 7,
          bottom: 7,
          width: 3.5,
          borderRadius: '2px',
          backgroundColor: kindColor(kind),
        },
      }}
    >
      <Box sx={{ fontWeight: 550, lineHeight: '17px' }}>{title}</Box>
      <Box sx={{ color: token('muted'), fontSize: 11.5, lineHeight: '15px', mt: '2px' }}>{words}</Box>
    </Box>
  );
}

function Row({ children, beside, wire }: { children: ReactNode; beside: ReactNode; wire?: string }) {
  return (
    <Box component="li" sx={{ display: 'flex', gap: 5, alignItems: 'stretch' }}>
      <Box sx={{ width: NODE, flexShrink: 0, display: 'flex', flexDirection: 'column' }}>
        {children}
        {wire !== undefined && (
          <Box sx={{ flex: 1, minHeight: 26, display: 'flex', alignItems: 'center' }}>
            <Box
              aria-hidden
              sx={{ alignSelf: 'stretch', width: 2, ml: `${NODE / 2 - 1}px`, backgroundColor: token('wire') }}
            />
            <Box sx={{ ml: 2, color: token('muted'), fontFamily: MONO, fontSize: 11 }}>{wire}</Box>
          </Box>
        )}
      </Box>
      <Box sx={{ flex: 1, minWidth: 0, pb: 4 }}>{beside}</Box>
    </Box>
  );
}

function StepImages({
  step,
  indices,
  split,
}: {
  step: PreviewStep;
  indices: readonly number[];
  split: SplitRole;
}) {
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: '8px', maxHeight: SIDE, overflow: 'hidden' }}>
        {step.images.map((image, position) => (
          <StepImage
            key={indices[position] ?? position}
            image={image}
            side={SIDE}
            alt={t('data.pipeline.stepImage', {
              title: stepTitle(step.name),
              split,
              index: indices[position] ?? position,
            })}
          />
        ))}
      </Box>
      {step.range && <Box sx={{ mt: 1, color: token('muted'), fontSize: 11 }}>{rangeText(step.range)}</Box>}
    </>
  );
}

function Steps({
  steps,
  indices,
  split,
  batch,
}: {
  steps: readonly PreviewStep[];
  indices: readonly number[];
  split: SplitRole;
  batch: string;
}) {
  return (
    <Box component="ol" aria-label={t('data.pipeline.title')} sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {steps.map((step) => (
        <Row
          key={step.name}
          wire={wireText(step)}
          beside={<StepImages step={step} indices={indices} split={split} />}
        >
          <StepNode kind={KINDS[step.name]} title={stepTitle(step.name)} words={textOf(step.words)} />
        </Row>
      ))}
      <Row beside={null}>
        <StepNode kind={KINDS.batch} title={t('data.pipeline.batch')} words={batch} />
      </Row>
    </Box>
  );
}

export function PipelineView({ info }: { info: DatasetInfo }) {
  const splits = splitsOf(info);
  const [wanted, setWanted] = useState<SplitId>('train');
  const [turn, setTurn] = useState(0);
  const go = useNavigation((state) => state.go);
  const split = splits.find(({ id }) => id === wanted) ?? splits[0];
  const indices = split ? spread(split.count, IMAGES, turn) : [];
  const { settings, shape, preview, problem, loading, anotherEpoch, progress, epochText } = useSeen(
    info,
    split?.id,
    indices,
  );
  if (!split) return <EmptyState icon={<ImageOff size={26} />} title={t('data.examples.noImages')} />;
  return (
    <Box component="section" aria-label={t('data.pipeline.seen')}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: '8px 12px', flexWrap: 'wrap', mb: 3 }}>
        <SplitToggle splits={splits} value={split.id} onChange={setWanted} />
        {anotherEpoch}
        <Button variant="outlined" startIcon={<Shuffle size={15} />} onClick={() => setTurn(turn + 1)}>
          {t('data.pipeline.otherImages')}
        </Button>
        <Button onClick={() => go('train')}>{t('data.pipeline.change')}</Button>
        <Box aria-live="polite" sx={{ flex: 1, minWidth: 300, color: token('muted'), fontSize: 12 }}>
          {epochText}
        </Box>
      </Box>
      {progress}
      {problem && (
        <Note tone="bad" sx={{ mb: 3 }}>
          {problem}
        </Note>
      )}
      {preview && settings && (
        <Box sx={{ opacity: loading ? 0.6 : 1, transition: 'opacity 120ms' }}>
          <Steps
            steps={preview.steps}
            indices={indices}
            split={split.role}
            batch={batchText(settings, shape)}
          />
        </Box>
      )}
    </Box>
  );
}
