import { useEffect, useState } from 'react';
import { t } from '../../core/messages';
import { openFiles } from '../build/editor/files';
import { importFolder } from '../build/models/models';
import { areNetworks, entriesOf, modelFolder } from '../client/dropped';
import { addDropped } from '../data/adding/state';
import { DropSign } from '../ui/DropSign';

async function take(entries: readonly FileSystemEntry[], files: readonly File[]): Promise<void> {
  const found = await modelFolder(entries);
  if (found) await importFolder(found, files[0]);
  else addDropped(entries, files);
}

/** Drop graphs and models anywhere to open them, or a folder or archive of images to import it. */
export function FileDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // A part of the view takes them.
      setOver(!event.defaultPrevented);
      event.preventDefault();
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event) || event.defaultPrevented || !event.dataTransfer) return;
      event.preventDefault();
      const entries = entriesOf(event.dataTransfer);
      const files = [...event.dataTransfer.files];
      const folders = entries.some(({ isDirectory }) => isDirectory);
      if (!folders && areNetworks(files)) void openFiles(files);
      else if (entries.length > 0) void take(entries, files);
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
  return <DropSign title={t('shell.drop.title')}>{t('shell.drop.help')}</DropSign>;
}
