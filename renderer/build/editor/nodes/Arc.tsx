import { memo } from 'react';
import { t } from '../../../../core/messages';

/** The most loops that are drawn. The number beside them is exact. */
const MOST_LOOPS = 8;

/** The shortcut of a folded block, as an arc at its side. */
export const BlockArc = memo(function BlockArc({ height, muted }: { height: number; muted: boolean }) {
  const top = -9;
  const bottom = height + 9;
  const middle = -95;
  return (
    <svg className={muted ? 'arc muted' : 'arc'} width="1" height={height} aria-hidden="true">
      <path
        d={`M ${middle} ${top} H 10 Q 24 ${top} 24 ${top + 14} V ${bottom - 14} Q 24 ${bottom} 10 ${bottom} H ${middle}`}
      />
    </svg>
  );
});

/** The shortcuts of a folded stage, a small loop each. */
export const StageLoops = memo(function StageLoops({
  height,
  live,
  muted,
}: {
  height: number;
  live: number;
  muted: number;
}) {
  const count = live + muted;
  if (count === 0) return null;
  const loops = Math.min(count, MOST_LOOPS);
  const inset = 5;
  const each = (height - 2 * inset) / loops;
  const radius = Math.min(5, each / 2 - 0.5);
  const words =
    muted === 0
      ? `${live}`
      : live === 0
        ? t('build.canvas.removedCount', { count: muted })
        : t('build.facts.shortcutsOf', { live, all: count });
  return (
    <svg className="arc" width="1" height={height} aria-hidden="true">
      {Array.from({ length: loops }, (_, index) => {
        const top = inset + index * each + 0.75;
        const bottom = top + each - 1.5;
        const dead = index >= Math.round((live / count) * loops);
        return (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: the loops are alike and never change places
            key={index}
            className={dead ? 'muted' : undefined}
            d={`M 1 ${top} H ${9 - radius} Q 9 ${top} 9 ${top + radius} V ${bottom - radius} Q 9 ${bottom} ${9 - radius} ${bottom} H 1`}
          />
        );
      })}
      <text className={live === 0 ? 'muted' : undefined} x="17" y={height / 2 + 4}>
        {words}
      </text>
    </svg>
  );
});
