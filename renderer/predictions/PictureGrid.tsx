/** A page of pictures with the predictions of each network. */
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { AskedPredictor } from '../../core/contract/predict';
import { message, t, textOf } from '../../core/messages';
import { describeInference } from '../../core/study/inference';
import { FoldSection } from '../layout/FoldSection';
import { type PictureSource, usePredicting } from '../state/predicting';
import { Muted, Note, StatRow } from '../ui';
import { ProgressLine } from '../ui/ProgressLine';
import { GradCamFields } from './GradCamFields';
import { PictureCard } from './PictureCard';
import { type AskedNetwork, PAGE_SIZE } from './page';
import { useMaps } from './useMaps';
import { usePage } from './usePage';

interface PictureGridProps {
  of: readonly AskedPredictor[];
  /** One for each network. */
  colors: readonly string[];
  source: PictureSource;
}

export function PictureGrid({ of, colors, source }: PictureGridProps) {
  const [number, setNumber] = useState(0);
  const { gradCam, strength, node } = usePredicting();
  const { page, loading, error } = usePage(of, source, number);
  const { networks, pictures, answers, total, found: inAll = 0 } = page;
  const found = useMaps(of, source, pictures, { on: gradCam && !loading, node });
  const progress = loading ? (page.progress ?? { phase: message('predict.view.asking') }) : found.progress;
  const failure = error ?? found.error;
  const wide = gradCam ? 150 * networks.length : 150;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '8px 20px' }}>
        <GradCamFields networks={networks} />
        <Box sx={{ flex: 1 }} />
        {total !== undefined && <Pages number={number} total={total} onNumber={setNumber} />}
      </Box>
      {progress && <ProgressLine progress={progress} label={t('predict.view.asking')} />}
      {total !== undefined && inAll > total && (
        <Note>{t('predict.view.firstShown', { count: total, total: inAll })}</Note>
      )}
      {failure && <Note tone="bad">{failure}</Note>}
      {total === 0 && !loading && <Muted>{t('predict.view.none')}</Muted>}
      <Box
        sx={{
          display: 'grid',
          gap: 3,
          gridTemplateColumns: `repeat(auto-fill, minmax(min(${Math.max(180, wide)}px, 100%), 1fr))`,
        }}
      >
        {pictures.map((picture, at) => (
          <PictureCard
            key={picture.path ?? picture.name}
            {...{ picture, at, networks, colors, strength }}
            maps={found.maps}
            answers={answers.map((one) => one[at])}
          />
        ))}
      </Box>
      {networks.length > 0 && <Pipelines networks={networks} />}
    </Box>
  );
}

function Pages({
  number,
  total,
  onNumber,
}: {
  number: number;
  total: number;
  onNumber(number: number): void;
}) {
  if (total <= PAGE_SIZE) return <Muted>{t('predict.view.count', { count: total })}</Muted>;
  const first = number * PAGE_SIZE;
  const last = Math.min(total, first + PAGE_SIZE);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <IconButton
        aria-label={t('predict.view.before')}
        disabled={number === 0}
        onClick={() => onNumber(number - 1)}
      >
        <ChevronLeft size={16} />
      </IconButton>
      <Muted sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {t('predict.view.range', { first: first + 1, last, total })}
      </Muted>
      <IconButton
        aria-label={t('predict.view.next')}
        disabled={last >= total}
        onClick={() => onNumber(number + 1)}
      >
        <ChevronRight size={16} />
      </IconButton>
    </Box>
  );
}

/** How pictures are prepared for each network; once if all are the same. */
function Pipelines({ networks }: { networks: readonly AskedNetwork[] }) {
  const facts = networks.map(({ inference }) => describeInference(inference));
  const same = facts.every((one) => JSON.stringify(one) === JSON.stringify(facts[0]));
  return (
    <FoldSection
      id="predict.pipeline"
      title={t('predict.view.pipeline')}
      summary={facts[0]!
        .slice(0, -1)
        .map(([, value]) => value)
        .filter((value) => value !== t('export.inference.normalizationNone'))
        .join(' · ')}
    >
      {(same ? networks.slice(0, 1) : networks).map((network, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: networks are named by their position.
        <Box key={index} sx={{ maxWidth: 640, mb: 3 }}>
          {!same && <Box sx={{ fontWeight: 550 }}>{textOf(network.title)}</Box>}
          {facts[index]!.map(([label, value]) => (
            <StatRow key={label} label={label} value={value} />
          ))}
        </Box>
      ))}
    </FoldSection>
  );
}
