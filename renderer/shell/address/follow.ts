/** The page's address follows the window, and the window its address: links, reload, back and forward. */
import { t } from '../../../core/messages';
import { openKept } from '../../client/documents';
import { useKept } from '../../client/kept';
import { isRunKnown, refreshRuns } from '../../client/runs';
import { inShell } from '../../client/shell';
import { useSelection } from '../../runs/selection';
import { useOpenStudy } from '../../settings/study/open';
import { type Address, formatAddress, isStep, readAddress } from '../../state/address';
import { readDataSelection, useDataSelection } from '../../state/dataSelection';
import { useDocuments } from '../../state/documents';
import { useNavigation } from '../../state/navigation';
import { notify } from '../../state/notices';
import { leaveStudy, openKeptStudy } from '../../studies/sync';

const openStudy = () => useOpenStudy.getState().open?.id;

function addressNow(): Address {
  const { id, tab } = useDataSelection.getState();
  const { chosen } = useSelection.getState();
  return {
    view: useNavigation.getState().view,
    graph: useDocuments.getState().activeId,
    set: id,
    tab: id === undefined ? undefined : tab,
    study: openStudy(),
    runs: chosen && [...chosen],
  };
}

/** What is not there is said, and the rest of the address still counts. */
async function show({ view, graph, set, tab, study, runs }: Address): Promise<void> {
  useNavigation.getState().go(view);
  if (set !== undefined) useDataSelection.setState(readDataSelection(set, tab));
  if (runs) {
    useSelection.setState({ chosen: new Set(runs) });
    await refreshRuns();
    const missing = runs.filter((id) => !isRunKnown(id)).length;
    if (missing > 0) notify({ severity: 'warning', text: t('shell.address.noRuns', { count: missing }) });
  }
  if (graph !== undefined && !(await openKept(graph))) {
    notify({ severity: 'warning', text: t('shell.address.noGraph') });
  }
  if (study !== undefined && study !== openStudy()) await openKeptStudy(study);
}

/** While addresses are being shown, changes are no steps of their own. */
let showing = 0;
let last: Address | undefined;

async function arrive(address: Address, then?: () => Promise<void>): Promise<void> {
  last = address;
  showing += 1;
  await show(address)
    .then(then)
    .finally(() => {
      showing -= 1;
    });
  write();
}

function write(): void {
  if (showing > 0) return;
  const now = addressNow();
  const hash = formatAddress(now);
  const isNew = last !== undefined && isStep(last, now);
  last = now;
  if (hash === window.location.hash) return;
  if (isNew) window.history.pushState(null, '', hash);
  else window.history.replaceState(null, '', hash);
}

/** Several stores change in one step. */
let due = false;
function writeSoon(): void {
  if (due) return;
  due = true;
  queueMicrotask(() => {
    due = false;
    write();
  });
}

function onPopState(): void {
  const address = readAddress(window.location.hash);
  if (!address) return;
  const wasBeforeStudy = address.view === 'train' && address.study === undefined;
  void arrive(address, wasBeforeStudy ? leaveStudy : undefined);
}

/** Browsers go back and forward by these buttons themselves. */
const BACK = 3;
const FORWARD = 4;
function onMouseUp({ button }: MouseEvent): void {
  if (button === BACK) window.history.back();
  else if (button === FORWARD) window.history.forward();
}

/** Resolves when `is` has become true. */
const once = (is: () => boolean, subscribe: (listener: () => void) => () => void): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (!is()) return;
      stop();
      resolve();
    };
    const stop = subscribe(look);
    look();
  });

/** At the start, the address takes precedence over what the host remembers of the last window. */
export async function followAddress(): Promise<void> {
  const begun = readAddress(window.location.hash);
  await once(() => useKept.getState().isThere, useKept.subscribe);
  if (begun) useNavigation.getState().go(begun.view);
  const { view } = useNavigation.getState();
  await once(() => useDocuments.getState().ready, useDocuments.subscribe);
  window.addEventListener('popstate', onPopState);
  // It may have changed meanwhile.
  const first = readAddress(window.location.hash);
  // So may the view: whoever has gone to another one stays there.
  const now = useNavigation.getState().view;
  if (first) await arrive(now === view ? first : { view: now, graph: first.graph, study: first.study });
  else write();
  for (const store of [useNavigation, useDocuments, useDataSelection, useOpenStudy, useSelection]) {
    store.subscribe(writeSoon);
  }
  if (inShell()) window.addEventListener('mouseup', onMouseUp);
}
