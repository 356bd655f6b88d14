import Box from '@mui/material/Box';
import type { Picture } from '../../core/contract/predict';
import { t, textOf } from '../../core/messages';
import { Card, Dot, ellipsis, Muted, Note } from '../ui';
import { token } from '../ui/theme/tokens';
import { Guesses } from './Guesses';
import { HeatImage } from './HeatImage';
import { type Answer, type AskedNetwork, classOf } from './page';
import type { Maps } from './useMaps';

export interface Shown {
  networks: readonly AskedNetwork[];
  /** One for each network. */
  colors: readonly string[];
  maps: Maps;
  /** Opacity of the maps, 0..1. */
  strength: number;
}

/** Space for a pending picture, so that nothing moves when it arrives. */
function Awaited({ network }: { network: AskedNetwork }) {
  const [height, width] = network.inference.input.shape;
  return (
    <Box
      aria-hidden
      sx={{ aspectRatio: `${width} / ${height}`, borderRadius: '6px', backgroundColor: token('raised') }}
    />
  );
}

interface PictureCardProps extends Shown {
  picture: Picture;
  /** Its place on the page. */
  at: number;
  answers: readonly (Answer | null | undefined)[];
}

/** One picture: as each network sees it, and their predictions. */
export function PictureCard({ picture, at, answers, networks, colors, maps, strength }: PictureCardProps) {
  const { label, problem, position } = picture;
  const name = position === undefined ? picture.name : t('predict.view.image', { position });
  // Without maps, networks that see the same picture share one image.
  const images = networks.flatMap((network, index) => {
    const map = maps[index]?.[at];
    const seen = map?.seen ?? answers[index]?.seen;
    return seen ? [{ network, index, seen, map }] : [];
  });
  const apart =
    images.some(({ map }) => map) || images.some(({ seen }) => seen.pixels !== images[0]!.seen.pixels);
  return (
    <Card as="article" aria-label={name} sx={{ p: 3, display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: `repeat(${apart ? images.length : 1}, minmax(0, 1fr))`,
        }}
      >
        {images.length === 0 && !problem && networks[0] && <Awaited network={networks[0]} />}
        {(apart ? images : images.slice(0, 1)).map(({ network, index, seen, map }) => (
          <HeatImage
            key={index}
            seen={seen}
            heat={map?.heat}
            strength={strength}
            alt={
              map
                ? t('predict.view.heat', {
                    picture: name,
                    class: classOf(network, map.of.class) ?? map.of.class,
                    network: network.title,
                  })
                : t('predict.view.seen', { picture: name })
            }
          />
        ))}
      </Box>
      <Box sx={{ fontSize: 12, lineHeight: '16px' }}>
        <Box title={picture.path ?? name} sx={ellipsis}>
          {name}
        </Box>
        {label !== undefined && <Muted>{t('predict.view.is', { class: label })}</Muted>}
      </Box>
      {problem && <Note tone="bad">{textOf(problem)}</Note>}
      {networks.map((network, index) => {
        const answer = answers[index];
        if (!answer) return null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: networks are named by their position.
          <Box key={index}>
            {networks.length > 1 && (
              <Box sx={{ display: 'flex', alignItems: 'center', gap: '6px', mb: '2px', fontSize: 12 }}>
                <Dot color={colors[index]!} />
                <Muted sx={ellipsis}>{textOf(network.title)}</Muted>
              </Box>
            )}
            <Guesses network={network} color={colors[index]!} answer={answer} label={label} />
          </Box>
        );
      })}
    </Card>
  );
}
