/** Closing the window and quitting: never without asking while something trains. Knows Electron by its options only. */
import type { Closing } from '../main/training/host/trainer';
import type { Question } from './ask';
import { type LeavingAnswer, leavingQuestion } from './leaving-question';

interface Preventable {
  preventDefault(): void;
}

export interface LeavingOptions {
  /** What trains, in a sentence; undefined where nothing does. */
  training(): string | undefined;
  /** A closed window does not end the app (macOS). */
  outlivesWindow: boolean;
  ask<Answer extends string>(question: Question<Answer>): Promise<Answer>;
  /** Hides the window and shows the tray icon. */
  toBackground(): void;
  /** Ends everything that Skipwire runs. */
  close(closing: Closing): Promise<void>;
  quit(): void;
  /** Ends the process, whatever is left. */
  exit(): void;
  wait?: (milliseconds: number) => Promise<void>;
}

/** Milliseconds that a shutdown leaves us, and those of it that the worker gets for its checkpoint. */
const SHUTDOWN = { all: 2800, worker: 2000 };

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export class Leaving {
  /** ending: the windows may close. ended: the services are closed. */
  private state: 'staying' | 'asking' | 'ending' | 'ended' = 'staying';
  private pause = false;
  private shuttingDown = false;

  constructor(private readonly options: LeavingOptions) {}

  /** The window's close button. */
  onWindowClose(event: Preventable): void {
    if (this.state === 'asking') event.preventDefault();
    if (this.state !== 'staying' || this.options.outlivesWindow) return;
    this.askFirst(event);
  }

  /** Quit, from a menu or the system: before the windows close. */
  onBeforeQuit(event: Preventable): void {
    if (this.state === 'asking') event.preventDefault();
    if (this.state === 'staying') this.askFirst(event);
  }

  /** The windows have closed. */
  onWillQuit(event: Preventable): void {
    if (this.state === 'ended') return;
    event.preventDefault();
    if (this.shuttingDown) return;
    this.state = 'ending';
    void this.options.close({ pause: this.pause }).finally(() => {
      this.state = 'ended';
      this.options.quit();
    });
  }

  /** The window stays open after all: its page has something that is not saved. */
  stay(): void {
    if (this.state === 'ending') this.state = 'staying';
    this.pause = false;
  }

  /** The tray's "pause and quit": the question has been answered. */
  pauseAndQuit(): void {
    this.pause = true;
    this.state = 'ending';
    this.options.quit();
  }

  /** The system shuts down: no question, and no longer than it takes. */
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
    // A shutdown came first.
    if (this.state !== 'asking') return;
    this.state = 'staying';
    if (answer === 'background') this.options.toBackground();
    if (answer === 'pause') this.pauseAndQuit();
  }
}
