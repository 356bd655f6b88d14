import { useQueue } from '../../client/queue';
import { registerPreferences } from '../../preferences/registry';
import { SlotsChoice } from './SlotsChoice';

function SlotsControl({ label }: { label: string }) {
  const queue = useQueue();
  return queue && <SlotsChoice fullWidth label={label} slots={queue.slots} />;
}

registerPreferences('queue', [
  {
    id: 'slots',
    section: 'training',
    label: 'train.queue.slots',
    help: 'preferences.slots',
    keywords: ['parallel', 'threads', 'concurrent', 'workers', 'cores'],
    Control: SlotsControl,
  },
]);
