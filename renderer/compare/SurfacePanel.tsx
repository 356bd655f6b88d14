/** The loss around two trained networks, with the same axes, images, levels and colors. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { sameJson } from '../../core/basics/same-json';
import { slug } from '../../core/basics/slug';
import type { SurfaceRequest } from '../../core/contract/surface';
import { standalone } from '../../core/figures/standalone';
import { formatCount, formatRate } from '../../core/format/number';
import { join, t } from '../../core/messages';
import type { RunRecord } from '../../core/study/run';
import { surfacePicture } from '../../core/surface/pictures';
import { computedCount, surfaceSettingsSchema } from '../../core/surface/surface';
import { messageOf } from '../client/errors';
import { computeSurfaces, showSurfaces, stopSurfaces, useSurfaces } from '../client/surfaces';
import { notify } from '../state/notices';
import { Note, Panel } from '../ui';
import { Choice, Toggle } from '../ui/Choice';
import { ProgressLine } from '../ui/ProgressLine';
import { savePng, saveSvg, svgAddress } from '../ui/savePicture';
import { focusRing, useColorMode } from '../ui/theme/theme';
import { token } from '../ui/theme/tokens';
import { transferWords } from '../ui/transfer';
import { useWidth } from '../ui/useSize';
import { defaultPair } from './differences';
import { uniqueNameOf } from './uniqueNameOf';

const POINTS = [11, 25, 51];
const IMAGES = [200, 500, 2000, 10_000];
const RANGES = [0.25, 0.5, 1, 2];
/** Widest picture, and degrees of a key. */
const WIDEST = 1000;
const KEY_TURN = 15;

type Kind = 'contours' | 'relief';

export function SurfacePanel({ runs }: { runs: readonly RunRecord[] }) {
  const trained = runs.filter(({ checkpoints }) => checkpoints.length > 0);
  const [ids, setIds] = useState<readonly [string?, string?]>([]);
  const [settings, setSettings] = useState(() => surfaceSettingsSchema.parse({ points: 25, images: 500 }));
  const [kind, setKind] = useState<Kind>('contours');
  const state = useSurfaces();
  const usual = defaultPair(trained);
  const first = trained.find(({ id }) => id === ids[0]) ?? usual?.[0] ?? trained[0];
  const second = trained.find(({ id }) => id === ids[1]) ?? usual?.[1];
  const request = useMemo(
    (): SurfaceRequest | undefined =>
      first && {
        of: [...new Set([first.id, (second ?? first).id])].map((runId) => ({ runId })),
        settings,
      },
    [first, second, settings],
  );
  const isShown = request !== undefined && sameJson(request, state.request);
  useEffect(() => {
    if (request && !isShown && !state.running) void showSurfaces(request);
  }, [request, isShown, state.running]);
  if (!first || !request) {
    return (
      <Panel title={t('surface.view.title')} sx={{ flexShrink: 0 }}>
        <Box sx={{ color: token('muted') }}>{t('surface.view.select')}</Box>
      </Panel>
    );
  }
  const done = isShown ? state.surfaces.reduce((sum, one) => sum + computedCount(one), 0) : 0;
  const missing = settings.points ** 2 * request.of.length - done;
  const pick = {
    options: trained.map((run) => ({ value: run.id, label: uniqueNameOf(run, trained) })),
    disabled: state.running,
    sx: { flex: '1 1 160px', minWidth: 0 },
  };
  const name = (index: number) => uniqueNameOf([first, second ?? first][index]!, trained);
  const drawn = isShown ? state.surfaces.map((surface, index) => ({ name: name(index), surface })) : [];
  const sizes = { disabled: state.running, plain: true } as const;
  return (
    <Panel
      title={t('surface.view.title')}
      action={
        <Toggle
          small
          label={t('surface.view.picture')}
          value={kind}
          options={[
            { value: 'contours', label: t('surface.view.contours') },
            { value: 'relief', label: t('surface.view.relief') },
          ]}
          onChange={(next: Kind) => setKind(next)}
        />
      }
      sx={{ flexShrink: 0 }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 2 }}>
        <Choice
          {...pick}
          label={t('surface.view.first')}
          value={first.id}
          onChange={(id) => setIds([id, second?.id])}
        />
        {second && (
          <Choice
            {...pick}
            label={t('surface.view.second')}
            value={second.id}
            onChange={(id) => setIds([first.id, id])}
          />
        )}
        <Choice
          {...sizes}
          label={t('surface.view.points')}
          value={settings.points}
          options={POINTS.map((value) => ({ value, label: t('surface.view.grid', { count: value }) }))}
          onChange={(points) => setSettings({ ...settings, points })}
        />
        <Choice
          {...sizes}
          label={t('surface.view.images')}
          value={settings.images}
          options={IMAGES.map((value) => ({
            value,
            label: t('surface.view.imageCount', { count: value }),
          }))}
          onChange={(images) => setSettings({ ...settings, images })}
        />
        <Choice
          {...sizes}
          label={t('surface.view.range')}
          value={settings.range}
          options={RANGES.map((value) => ({ value, label: `±${formatRate(value)}` }))}
          onChange={(range) => setSettings({ ...settings, range })}
        />
        {state.running ? (
          <Button variant="outlined" onClick={stopSurfaces}>
            {t('surface.view.stop')}
          </Button>
        ) : (
          <Button variant="outlined" disabled={missing === 0} onClick={() => void computeSurfaces(request)}>
            {t(done > 0 && missing > 0 ? 'surface.view.continue' : 'surface.view.compute')}
          </Button>
        )}
      </Box>
      {state.running && state.progress && (
        <Box sx={{ mb: 3, fontSize: 12 }}>
          <ProgressLine label={t('surface.view.title')} progress={state.progress} />
          <Box sx={{ mt: 1, color: token('muted') }}>{transferWords(state.progress)}</Box>
        </Box>
      )}
      {state.error && (
        <Note tone="bad" sx={{ mb: 2 }}>
          {state.error}
        </Note>
      )}
      <Picture kind={kind} surfaces={drawn} />
      <Note sx={{ mt: 2 }}>
        {t('surface.view.help', {
          images: formatCount(drawn[0]?.surface.images ?? settings.images),
        })}
        {kind === 'relief' && ` ${t('surface.view.turnHelp')}`}
      </Note>
    </Panel>
  );
}

/** A relief is turned by dragging it, or by the arrow keys. */
function Picture({ kind, surfaces }: { kind: Kind; surfaces: Parameters<typeof surfacePicture>[0] }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [turn, setTurn] = useState(30);
  const held = useRef<{ x: number; turn: number }>(undefined);
  const mode = useColorMode();
  const names = surfaces.map(({ name }) => name);
  const label = t(kind === 'contours' ? 'surface.view.contoursOf' : 'surface.view.reliefOf', {
    networks: join(names, 'and'),
  });
  const svg = useMemo(
    () =>
      width > 0 && surfaces.length > 0
        ? surfacePicture(surfaces, { kind, label, turn, width: Math.min(width, WIDEST) })
        : undefined,
    [surfaces, kind, label, turn, width],
  );
  const file = slug(['surface', kind, ...names].join(' '));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -KEY_TURN, ArrowRight: KEY_TURN }[event.key];
    if (by === undefined || kind !== 'relief') return;
    event.preventDefault();
    setTurn((before) => (before + by + 360) % 360);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (kind !== 'relief') return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = { x: event.clientX, turn };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (held.current) setTurn((held.current.turn + (event.clientX - held.current.x) / 2 + 360) % 360);
  };
  const onPointerUp = () => {
    held.current = undefined;
  };
  const save = (how: Promise<void>) =>
    void how.catch((error: unknown) => notify({ severity: 'error', text: messageOf(error) }));
  return (
    <Box ref={ref}>
      {svg && (
        <>
          <Box
            {...(kind === 'relief'
              ? {
                  ...{ role: 'slider', tabIndex: 0, 'aria-label': t('surface.view.turn') },
                  ...{ 'aria-valuemin': 0, 'aria-valuemax': 359, 'aria-valuenow': Math.round(turn) },
                }
              : {})}
            onKeyDown={onKeyDown}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={onPointerUp}
            sx={{
              cursor: kind === 'relief' ? 'ew-resize' : undefined,
              touchAction: 'pan-y',
              borderRadius: '7px',
              '&:focus-visible': focusRing,
            }}
          >
            <img
              src={svgAddress(standalone(svg, mode, 0))}
              alt={label}
              draggable={false}
              style={{ display: 'block', maxWidth: '100%' }}
            />
          </Box>
          <Box sx={{ display: 'flex', gap: 2, mt: 2 }}>
            <Button variant="text" onClick={() => saveSvg(svg, file)}>
              {t('surface.view.saveSvg')}
            </Button>
            <Button variant="text" onClick={() => save(savePng(svg, file))}>
              {t('surface.view.savePng')}
            </Button>
          </Box>
        </>
      )}
    </Box>
  );
}
