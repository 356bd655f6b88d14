import Box from '@mui/material/Box';
import { useEffect, useState } from 'react';
import { openFiles } from '../editor/files';
import { token } from '../theme/tokens';

/** Graph files dropped anywhere on the window open as tabs. */
export function FileDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      void openFiles(event.dataTransfer?.files ?? []);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <Box
      sx={{
        position: 'fixed',
        inset: 8,
        zIndex: 1600,
        display: 'grid',
        placeItems: 'center',
        border: `2px dashed ${token('accent')}`,
        borderRadius: '12px',
        backgroundColor: 'color-mix(in srgb, var(--sw-background) 82%, transparent)',
        fontSize: 15,
        fontWeight: 600,
        pointerEvents: 'none',
      }}
    >
      Drop graph files to open them
    </Box>
  );
}
