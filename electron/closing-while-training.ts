/** Asks before the window closes or the app quits while something trains. Knows Electron only through its options. */

import { t } from '../core/messages';
import type { Closing } from '../main/training/host/trainer';
import type { Question } from './ask';

interface Preventable {
  preventDefault(): void;
}

export interface LeavingOptions {
  /** A sentence; undefined if nothing trains. */
  training(): string | undefined;
  /** Closing the window does not quit the app (macOS). */
  outlivesWindow: boolean;
  ask<Answer extends string>(question: Question<Answer>): Promise<Answer>;
  toBackground(): void;
  /** Ends the services. */
  close(closing: Closing): Promise<void>;
  quit(): void;
  exit(): void;
  wait?: (milliseconds: number) => Promise<void>;
}

/** Milliseconds until a shutdown must be over, and the worker's share for its checkpoint. */
const SHUTDOWN = { all: 2800, worker: 2000 };

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export type LeavingAnswer = 'background' | 'pause' | 'cancel';

const leavingQuestion = (training: string): Question<LeavingAnswer> => ({
  message: t('desktop.background.message'),
  detail: t('desktop.background.detail', { training }),
  buttons: [
    { answer: 'background', label: t('desktop.background.keep') },
    { answer: 'pause', label: t('desktop.pauseAndQuit') },
    { answer: 'cancel', label: t('common.cancel') },
  ],
  cancel: 'cancel',
});

export class Leaving {
  /** ending: windows may close. ended: the services are closed. */
  private state: 'staying' | 'asking' | 'ending' | 'ended' = 'staying';
  private pause = false;
  /** Not only the window closes. */
  private quitting = false;
  private closed: Promise<void> | undefined;
  private shuttingDown = false;

  constructor(private readonly options: LeavingOptions) {}

  onWindowClose(event: Preventable): void {
    if (this.state === 'asking') event.preventDefault();
    if (this.state !== 'staying' || this.options.outlivesWindow) return;
    this.askFirst(event);
  }

  /** Quit from a menu or the system, before the windows close. */
  onBeforeQuit(event: Preventable): void {
    if (this.state === 'asking') event.preventDefault();
    if (this.state === 'staying') this.askFirst(event);
    this.quitting = this.state !== 'asking';
  }

  /** The window could not close yet: what was asked for begins again. */
  again(close: () => void): void {
    if (this.quitting) this.options.quit();
    else close();
  }

  /** After the windows have closed. */
  onWillQuit(event: Preventable): void {
    if (this.state === 'ended') return;
    event.preventDefault();
    // A second request to quit, while the services close.
    if (this.shuttingDown || this.closed) return;
    this.state = 'ending';
    // Electron ignores a quit from within this event, and closing takes no longer than that.
    const eventIsOver = new Promise((resolve) => setImmediate(resolve));
    this.closed = Promise.allSettled([this.options.close({ pause: this.pause }), eventIsOver]).then(() => {
      this.state = 'ended';
      this.options.quit();
    });
  }

  /** The window stays open: its page has unsaved work. */
  stay(): void {
    if (this.state === 'ending') this.state = 'staying';
    this.pause = false;
    this.quitting = false;
  }

  pauseAndQuit(): void {
    this.pause = true;
    this.state = 'ending';
    this.options.quit();
  }

  /** The system is shutting down. */
  async atOnce(): Promise<void> {
    if (this.shuttingDown) return;
    this.shuttingDown = true;
    this.state = 'ending';
    const { close, exit, wait = sleep } = this.options;
    const closed = close({ pause: true, grace: SHUTDOWN.worker }).catch(() => undefined);
    await Promise.race([closed, wait(SHUTDOWN.all)]);
    this.state = 'ended';
    exit();
  }

  private askFirst(event: Preventable): void {
    const training = this.options.training();
    if (training === undefined) return;
    event.preventDefault();
    this.state = 'asking';
    void this.options.ask(leavingQuestion(training)).then((answer) => this.act(answer));
  }

  private act(answer: LeavingAnswer): void {
    // Too late: the system is shutting down.
    if (this.state !== 'asking') return;
    this.state = 'staying';
    if (answer === 'background') this.options.toBackground();
    if (answer === 'pause') this.pauseAndQuit();
  }
}
