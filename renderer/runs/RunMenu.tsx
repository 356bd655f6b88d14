import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { t } from '../../core/messages';
import { nameOf, type RunRecord } from '../../core/study/run';
import { inShell } from '../client/shell';
import { useTraining } from '../client/training';
import { hasEnded } from '../client/trainingState';
import { copyText } from '../layout/copy';
import { draftOf } from '../settings/draft';
import { datasetSettings, useTrainForm } from '../settings/form';
import { formatAddress } from '../state/address';
import { notify } from '../state/notices';
import { predictWith } from '../state/predicting';
import { MoreButton } from '../ui/MoreButton';
import { OnceOpen } from '../ui/OnceOpen';
import { token } from '../ui/theme/tokens';
import { endRun, resumeRuns, useEnding } from './actions';
import {
  canDelete,
  canExtend,
  checkpointOptions,
  endOptions,
  hasWeights,
  resumptionOf,
} from './allowedActions';
import { ExtendDialog } from './ExtendDialog';
import { RunLogDialog } from './log/RunLogDialog';
import { RestartDialog } from './RestartDialog';

/** Shows the run in Compare, in a browser that is signed in. */
const linkTo = ({ id }: RunRecord): string =>
  new URL(formatAddress({ view: 'compare', runs: [id] }), window.location.href).href;

/** Where a menu opens: at a button, or where the pointer is. */
export type MenuPlace = HTMLElement | { left: number; top: number };

/** What can be done with a run, after `first`. */
export function RunPopup({
  run,
  place,
  first = [],
  onClose,
  onDelete,
}: {
  run: RunRecord;
  /** Absent: closed. */
  place: MenuPlace | undefined;
  first?: readonly ReactNode[];
  onClose(): void;
  /** Absent if it cannot be deleted from here. */
  onDelete?: (() => void) | undefined;
}) {
  const [dialog, setDialog] = useState<'extend' | 'restart' | 'log'>();
  const active = useTraining((state) => state.active);
  const here = useTraining((state) => state.active && state.runs[run.id] !== undefined);
  const ending = useEnding((state) => state[run.id]);
  const name = nameOf(run);
  const wait = t('train.menu.wait');
  const item = (
    key: string,
    label: ReactNode,
    note: string | undefined,
    act: () => void,
    disabled = false,
  ) => (
    <MenuItem
      key={key}
      disabled={disabled || note === wait}
      onClick={() => {
        onClose();
        act();
      }}
      sx={{ display: 'block', lineHeight: '17px', py: '6px' }}
    >
      {label}
      {note && <span style={{ display: 'block', fontSize: 12, color: token('muted') }}>{note}</span>}
    </MenuItem>
  );
  const whenFree = (note?: string) => (active ? wait : note);
  const resumption = resumptionOf(run);
  const items = () => [
    ...endOptions(run, here, ending).map(({ as, label, note, disabled }) =>
      item(as, label, note, () => void endRun(run, as), disabled),
    ),
    resumption &&
      item(
        'resume',
        t('train.resume.resume'),
        active ? t('train.resume.behind', { from: resumption.from }) : resumption.from,
        () => void resumeRuns([run]),
      ),
    canExtend(run) && item('extend', t('train.menu.extend'), whenFree(), () => setDialog('extend')),
    hasEnded(run.state) &&
      checkpointOptions(run).length > 0 &&
      item('restart', t('train.menu.restart'), whenFree(t('train.menu.restartNote')), () =>
        setDialog('restart'),
      ),
    hasWeights(run) &&
      item('predict', t('train.menu.predict'), undefined, () => predictWith({ runIds: [run.id] })),
    item('log', t('train.log.open'), undefined, () => setDialog('log')),
    item('settings', t('train.menu.fillForm'), undefined, () => {
      useTrainForm.setState((form) => ({
        draft: draftOf(run.settings, form.draft),
        ofDatasets: datasetSettings(form),
        seeds: String(run.settings.seed),
      }));
      notify({ severity: 'success', text: t('train.menu.filled', { run: name }) });
    }),
    !inShell() &&
      item(
        'link',
        t('train.menu.copyLink'),
        undefined,
        () => void copyText(linkTo(run), t('train.menu.link')),
      ),
    onDelete && canDelete(run) && item('delete', t('train.menu.delete'), undefined, onDelete),
  ];
  return (
    <>
      <OnceOpen open={place !== undefined}>
        {() => (
          <Menu
            open={place !== undefined}
            {...(place === undefined || place instanceof HTMLElement
              ? { anchorEl: place ?? null }
              : { anchorReference: 'anchorPosition', anchorPosition: place })}
            onClose={onClose}
            onClick={(event) => event.stopPropagation()}
            slotProps={{ list: { 'aria-label': t('train.menu.open', { run: name }) } }}
          >
            {first}
            {items()}
          </Menu>
        )}
      </OnceOpen>
      {dialog === 'extend' && <ExtendDialog run={run} onClose={() => setDialog(undefined)} />}
      {dialog === 'log' && <RunLogDialog run={run} onClose={() => setDialog(undefined)} />}
      {dialog === 'restart' && <RestartDialog run={run} onClose={() => setDialog(undefined)} />}
    </>
  );
}

/** A button that opens it. A right click on the card around it, the menu key and Shift+F10 do, too. */
export function RunMenu({ run }: { run: RunRecord }) {
  const [place, setPlace] = useState<MenuPlace>();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const card = button.current?.closest('[role=group]');
    const onMenu = (event: Event) => {
      event.preventDefault();
      const { clientX, clientY } = event as MouseEvent;
      setPlace({ left: clientX, top: clientY });
    };
    card?.addEventListener('contextmenu', onMenu);
    return () => card?.removeEventListener('contextmenu', onMenu);
  }, []);
  return (
    <>
      <MoreButton
        ref={button}
        label={t('train.menu.open', { run: nameOf(run) })}
        isOpen={place !== undefined}
        onOpen={(from, event) => {
          event.stopPropagation();
          setPlace(from);
        }}
      />
      <RunPopup run={run} place={place} onClose={() => setPlace(undefined)} />
    </>
  );
}
