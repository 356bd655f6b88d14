/** All members of a group of duplicates, large. */
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import IconButton from '@mui/material/IconButton';
import { X } from 'lucide-react';
import { useId } from 'react';
import type { DatasetInfo } from '../../../core/contract/datasets';
import type { DatasetReport, DuplicateGroup } from '../../../core/contract/report';
import { t } from '../../../core/messages';
import { Note } from '../../ui';
import { groupFacts, PlacePicture } from './GroupCard';
import { keyOf, useGroupImages } from './useGroupImages';

export function GroupDialog({
  info,
  report,
  group,
  onClose,
}: {
  info: DatasetInfo;
  report: DatasetReport;
  group: DuplicateGroup;
  onClose(): void;
}) {
  const { members, size } = group;
  const title = useId();
  const { pictures, error } = useGroupImages(report, members);
  return (
    <Dialog open onClose={onClose} maxWidth="md" aria-labelledby={title}>
      <Box sx={{ p: 4, minWidth: 'min(460px, 80vw)' }}>
        <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 2, mb: 3 }}>
          <Box sx={{ flex: 1 }}>
            <Box component="h2" id={title} sx={{ m: 0, fontSize: 15, fontWeight: 600 }}>
              {t('data.info.duplicates.groupTitle', { count: size, kind: group.kind })}
            </Box>
            <Note>
              {groupFacts(group).join(' · ')}
              {size > members.length &&
                ` · ${t('data.info.duplicates.someShown', { count: members.length })}`}
            </Note>
          </Box>
          <IconButton aria-label={t('common.close')} onClick={onClose}>
            <X size={18} />
          </IconButton>
        </Box>
        {error && <Note tone="bad">{error}</Note>}
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3 }}>
          {members.map((place) => (
            <Box key={keyOf(place)} sx={{ width: 180, minWidth: 0 }}>
              <PlacePicture info={info} place={place} picture={pictures.get(keyOf(place))} numbered />
              {place.name && (
                <Note sx={{ fontSize: 11, lineHeight: '15px', overflowWrap: 'anywhere' }}>{place.name}</Note>
              )}
            </Box>
          ))}
        </Box>
      </Box>
    </Dialog>
  );
}
