/** The plot of a chart, and how it is read, zoomed and moved by pointer and keys. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { nextX, readAt } from '../../core/figures/curves';
import { layoutScene, type Scene, type SceneInput } from '../../core/figures/scene';
import type { Mark } from '../../core/figures/types';
import { t } from '../../core/messages';
import { pointerIn } from '../ui/pointer';
import { focusRing } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { useWidth } from '../ui/useSize';
import { type ChartLink, move, showAll, showPart, zoom } from './link';
import { type BestPoint, Plot } from './Plot';
import { Readings } from './Readings';

export interface ChartBodyProps extends Omit<SceneInput, 'width' | 'view'> {
  title: string;
  link: ChartLink;
  marks?: readonly Mark[] | undefined;
  best: readonly BestPoint[];
  emphasis: string | undefined;
  format(value: number): string;
  nameX(x: number): string;
}

/** Smallest step of a key, as a share of the axis. */
const KEY_STEP = 1 / 50;
const KEY_MOVE = 1 / 8;
const KEY_ZOOM = 1.5;

/** Pixels that the pointer may tremble while it clicks. */
const LEAST_DRAG = 5;

/** How far a curve is read beyond its ends, as a share of the axis. */
const REACH = 0.02;

interface Drag {
  /** Pixels. */
  from: number;
  to: number;
  isMove: boolean;
}

/** Two fingers to the side move, Ctrl and the wheel zoom. React's own listeners cannot prevent scrolling. */
function useWheel(element: HTMLElement | null, scene: Scene | undefined, link: ChartLink): void {
  useEffect(() => {
    if (!element || !scene) return;
    const onWheel = (event: WheelEvent) => {
      const { whole, plot } = scene;
      const isZoom = event.ctrlKey || event.metaKey;
      if (!isZoom && (Math.abs(event.deltaX) <= Math.abs(event.deltaY) || !link.getState().view)) return;
      event.preventDefault();
      const at = scene.invert(pointerIn(element, event).x);
      if (isZoom) zoom(link, 1.002 ** event.deltaY, at, whole);
      else move(link, event.deltaX / (plot.right - plot.left), whole);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [element, scene, link]);
}

export const ChartBody = memo(function ChartBody(props: ChartBodyProps) {
  const { title, series, xUnit, unit, smoothing, xEnd, shows, logX, logY, height } = props;
  const { link, marks, best, emphasis, format, nameX } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const { cursor, view } = useStore(link);
  const [drag, setDrag] = useState<Drag>();
  const scene = useMemo(
    () =>
      width > 0
        ? layoutScene({ series, width, height, smoothing, xUnit, unit, xEnd, shows, logX, logY, view })
        : undefined,
    [series, width, height, smoothing, xUnit, unit, xEnd, shows, logX, logY, view],
  );
  useWheel(ref.current, scene, link);

  const [low, high] = scene?.domain ?? [0, 1];
  const isShown = cursor !== undefined && cursor >= low && cursor <= high && !drag;
  const readings =
    scene && isShown
      ? readAt(scene.curves, cursor, (high - low) * REACH)
          .filter(({ point }) => point.x >= low && point.x <= high)
          .sort((a, b) => b.point.y - a.point.y)
      : [];
  // The crosshair snaps to a point of a curve.
  const snapped =
    !isShown || readings.length === 0
      ? cursor
      : readings.reduce((a, b) => (Math.abs(b.point.x - cursor) < Math.abs(a.point.x - cursor) ? b : a)).point
          .x;

  const pixelOf = (event: PointerEvent<HTMLElement>) => pointerIn(event.currentTarget, event).x;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (!scene || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = pixelOf(event);
    link.setState({ cursor: undefined });
    setDrag({ from: at, to: at, isMove: event.shiftKey });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!scene) return;
    const at = pixelOf(event);
    if (!drag) {
      link.setState({ cursor: scene.invert(at) });
      return;
    }
    const { left, right } = scene.plot;
    if (drag.isMove) move(link, (drag.to - at) / (right - left), scene.whole);
    setDrag({ ...drag, to: at });
  };
  const onPointerUp = () => {
    if (scene && drag && !drag.isMove && Math.abs(drag.to - drag.from) >= LEAST_DRAG) {
      const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
      showPart(link, [scene.invert(from), scene.invert(to)], scene.whole);
    }
    setDrag(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!scene) return;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -5, PageUp: 5 };
    const step = steps[event.key];
    const middle = snapped ?? scene.invert((scene.plot.left + scene.plot.right) / 2);
    if (step !== undefined && event.shiftKey) move(link, step * KEY_MOVE, scene.whole);
    else if (step !== undefined) {
      const sign = step > 0 ? 1 : -1;
      const least = Math.abs(step) * KEY_STEP * (high - low);
      // From outside, the first step reaches the first or last point.
      const from = snapped ?? (sign > 0 ? low - (high - low) : high + (high - low));
      link.setState({ cursor: Math.min(high, Math.max(low, nextX(scene.curves, from, sign, least))) });
    } else if (event.key === 'Home') link.setState({ cursor: low });
    else if (event.key === 'End') link.setState({ cursor: high });
    else if (event.key === '+' || event.key === '=') zoom(link, 1 / KEY_ZOOM, middle, scene.whole);
    else if (event.key === '-') zoom(link, KEY_ZOOM, middle, scene.whole);
    else if (event.key === 'Escape' && drag) setDrag(undefined);
    else if (event.key === 'Escape' && view) showAll(link);
    else if (event.key === 'Escape' && cursor !== undefined) link.setState({ cursor: undefined });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = readings.map(
    ({ series: one, point }) => `${[one.label, one.kind].filter(Boolean).join(' ')} ${format(point.y)}`,
  );
  const selection = drag && !drag.isMove && Math.abs(drag.to - drag.from) >= LEAST_DRAG;

  return (
    <Box
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={t('train.chart.read', { chart: title })}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={snapped ?? high}
      aria-valuetext={snapped === undefined ? t('train.chart.keys') : [nameX(snapped), ...words].join(', ')}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
      onPointerLeave={() => !drag && link.setState({ cursor: undefined })}
      onDoubleClick={() => showAll(link)}
      onKeyDown={onKeyDown}
      onBlur={() => link.setState({ cursor: undefined })}
      sx={{
        position: 'relative',
        height,
        borderRadius: '7px',
        userSelect: 'none',
        touchAction: 'pan-y',
        cursor: drag?.isMove ? 'grabbing' : 'crosshair',
        '&:focus-visible': focusRing,
      }}
    >
      {scene && (
        <Plot
          {...{ scene, width, height, emphasis, marks, best }}
          cursor={isShown && snapped !== undefined ? { x: snapped, readings } : undefined}
          selection={selection ? [drag.from, drag.to] : undefined}
        />
      )}
      {scene?.beyond !== undefined && (
        <Box
          role="note"
          sx={{
            position: 'absolute',
            top: 0,
            right: 14,
            px: 1,
            fontSize: 11,
            color: token('muted'),
            backgroundColor: token('panel'),
          }}
        >
          {t('train.chart.beyond', { value: format(scene.beyond) })}
        </Box>
      )}
      {view && <ShowAll onClick={() => showAll(link)} />}
      {scene && isShown && snapped !== undefined && readings.length > 0 && (
        <Readings
          scene={scene}
          width={width}
          x={snapped}
          heading={nameX(snapped)}
          readings={readings}
          format={format}
        />
      )}
    </Box>
  );
});

/** Above the plot, at the end of the legend. */
const ShowAll = memo(function ShowAll({ onClick }: { onClick(): void }) {
  return (
    <Button
      variant="text"
      onClick={onClick}
      onPointerDown={(event) => event.stopPropagation()}
      title={t('train.chart.showAllHelp')}
      sx={{ position: 'absolute', top: -24, right: 0, minHeight: 20, px: '6px', py: 0, fontSize: 12 }}
    >
      {t('train.chart.showAll')}
    </Button>
  );
});
