/** How many runs this machine trains at once. */
import type { Queue } from '../../../core/contract/queue';
import { t } from '../../../core/messages';
import { setSlots } from '../../client/queue';
import { Choice } from '../../ui/Choice';

const SLOTS: readonly number[] = [1, 2, 3, 4, 6, 8];

export function SlotsChoice({
  slots: { chosen, now },
  ...select
}: {
  slots: Queue['slots'];
  label: string;
  plain?: boolean;
  fullWidth?: boolean;
}) {
  const others = chosen !== null && !SLOTS.includes(chosen) ? [chosen] : [];
  return (
    <Choice
      value={chosen ?? 0}
      options={[0, ...SLOTS, ...others].map((slots) => ({
        value: slots,
        label: slots === 0 ? t('train.queue.automatic', { now }) : t('train.queue.atOnce', { slots }),
      }))}
      onChange={(slots) => void setSlots(slots === 0 ? null : slots)}
      {...select}
    />
  );
}
