import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { t } from '../../core/messages';
import { SearchField } from '../ui/SearchField';
import { token } from '../ui/theme/tokens';
import { readFilter } from './filter';
import { useSelection } from './selection';

/** @param matching whether a run is shown */
export function RunFilter({ matching }: { matching: boolean }) {
  const filter = useSelection((selection) => selection.filter);
  const read = readFilter(filter);
  const problem = 'problem' in read ? read.problem : undefined;
  const said = problem ?? (matching ? undefined : t('query.noMatches', { filter }));
  return (
    <Box>
      <Tooltip describeChild title={t('query.help')} placement="right">
        <Box>
          <SearchField
            fullWidth
            label={t('query.label')}
            value={filter}
            error={problem !== undefined}
            onChange={(next) => useSelection.setState({ filter: next })}
          />
        </Box>
      </Tooltip>
      <Box role="status" sx={{ mt: said ? '4px' : 0, color: token(problem ? 'bad' : 'muted'), fontSize: 12 }}>
        {said}
      </Box>
    </Box>
  );
}
