/** What could not be saved, below the top bar until it is. */

import Button from '@mui/material/Button';
import { TriangleAlert } from 'lucide-react';
import { join, t } from '../../core/messages';
import { problemsOf, useUnsaved } from '../state/unsaved';
import { WindowBar } from '../ui/WindowBar';

export function UnsavedBar() {
  const things = useUnsaved((state) => state.things);
  return (
    <div aria-live="assertive">
      {problemsOf(things).map(({ whats, why, next, action }) => (
        <WindowBar
          key={why + next}
          role="alert"
          icon={TriangleAlert}
          color="bad"
          actions={
            action && (
              <Button variant="outlined" onClick={action.perform}>
                {action.label}
              </Button>
            )
          }
        >
          <strong>{t('shell.save.notSavedList', { things: join(whats) })}</strong> {why} {next}
        </WindowBar>
      ))}
    </div>
  );
}
