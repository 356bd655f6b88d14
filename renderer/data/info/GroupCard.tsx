/** A group of duplicates: its pictures side by side, each with its split and class. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { DuplicateGroup, Place } from '../../../core/contract/report';
import { t } from '../../../core/messages';
import { ellipsis, visuallyHidden } from '../../ui';
import { token } from '../../ui/theme/tokens';
import { ExampleImage } from '../ExampleImage';
import { roleOf } from '../splits';
import { keyOf, type Picture, shownMembers } from './useGroupImages';

const classOf = (info: DatasetInfo, label: number): string =>
  info.classes[label] ?? t('data.class', { index: label });

export function groupFacts({ kind, mirrored, labelsDiffer, crossesSplits }: DuplicateGroup): string[] {
  return [
    t('data.info.duplicates.group', { kind }),
    ...(crossesSplits ? [t('data.info.duplicates.groupCrossing')] : []),
    ...(labelsDiffer ? [t('data.info.duplicates.groupLabels')] : []),
    ...(mirrored ? [t('data.info.duplicates.groupMirrored')] : []),
  ];
}

export function PlacePicture({
  info,
  place,
  picture,
  numbered,
}: {
  info: DatasetInfo;
  place: Place;
  picture: Picture | undefined;
  /** Shows its position in the split. */
  numbered?: boolean;
}) {
  return (
    <Box sx={{ minWidth: 0, width: '100%' }}>
      <Box
        sx={{
          borderRadius: '5px',
          overflow: 'hidden',
          backgroundColor: token('raised'),
          aspectRatio: '1',
          display: 'flex',
          alignItems: 'center',
        }}
      >
        {picture && <ExampleImage example={picture.example} imageShape={picture.imageShape} size="100%" />}
      </Box>
      <Box title={place.name} sx={{ fontSize: 11, lineHeight: '15px', mt: '3px', ...ellipsis }}>
        {classOf(info, place.label)}
      </Box>
      <Box sx={{ fontSize: 11, lineHeight: '14px', color: token('muted'), ...ellipsis }}>
        {t('data.split', { split: roleOf(info, place.split) })}
        {numbered && ` ${place.index}`}
      </Box>
    </Box>
  );
}

export function GroupCard({
  info,
  group,
  pictures,
  onOpen,
}: {
  info: DatasetInfo;
  group: DuplicateGroup;
  pictures: ReadonlyMap<string, Picture>;
  onOpen(): void;
}) {
  const shown = shownMembers(group, 4);
  const rest = group.size - shown.length;
  const facts = groupFacts(group);
  const members = shown.map(
    ({ split, index, label }) =>
      `${classOf(info, label)}, ${t('data.example.imageAt', { split: roleOf(info, split), index })}`,
  );
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <ButtonBase
        onClick={onOpen}
        sx={{
          display: 'block',
          position: 'relative',
          width: '100%',
          textAlign: 'left',
          p: '10px',
          borderRadius: '8px',
          border: `1px solid ${token('line')}`,
          '&:hover': { borderColor: token('lineStrong') },
        }}
      >
        <Box component="span" sx={visuallyHidden}>
          {t(rest > 0 ? 'data.info.duplicates.groupMore' : 'data.info.duplicates.groupLabel', {
            what: facts.join(', '),
            members: members.join('; '),
            count: rest,
          })}
        </Box>
        <Box aria-hidden sx={{ display: 'grid', gridTemplateColumns: 'repeat(4, 1fr)', gap: '6px' }}>
          {shown.map((place) => (
            <PlacePicture key={keyOf(place)} info={info} place={place} picture={pictures.get(keyOf(place))} />
          ))}
        </Box>
        <Box aria-hidden sx={{ fontSize: 11, lineHeight: '15px', mt: '6px', color: token('muted') }}>
          <Box component="span" sx={group.labelsDiffer ? { color: token('warning') } : undefined}>
            {facts.join(' · ')}
          </Box>
          {rest > 0 && ` · ${t('data.info.duplicates.more', { count: rest })}`}
        </Box>
      </ButtonBase>
    </Box>
  );
}
