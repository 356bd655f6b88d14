/** Signs this page in at the browser host (core/contract/sign-in.ts says how). Not used in the desktop shell. */

import { create } from 'zustand';
import {
  EXCHANGE_PATH,
  exchangedSchema,
  GREETING_PATH,
  greetingSchema,
  LINK_HEADER,
  NONCE_HEADER,
  PROTOCOL,
  proofProtocol,
  proofText,
  SESSION_HEADER,
  type SignInFault,
  signInFaultSchema,
  tokenIn,
} from '../../core/contract/sign-in';
import { t } from '../../core/messages';
import { forgetSession, keepSession, keptSession, randomNonce, type Session, sign } from './session';

/** stranger: the program at this address does not know our host's key. */
export type SignInTrouble = SignInFault | 'stranger';

export interface SignInState {
  /** The page waits for a link. */
  needed: boolean;
  trouble?: SignInTrouble | undefined;
}

export const useSignIn = create<SignInState>(() => ({ needed: false }));

/** @throws Error when the host does not answer. */
async function post(path: string, headers: Record<string, string>): Promise<Response> {
  return fetch(path, { method: 'POST', headers, cache: 'no-store' }).catch(() => {
    throw new Error(t('shell.client.noAnswer'));
  });
}

async function faultOf(answer: Response): Promise<SignInFault> {
  if (answer.status !== 403) throw new Error(t('shell.client.noAnswer'));
  const { fault } = (await answer.json()) as { fault?: unknown };
  return signInFaultSchema.parse(fault);
}

/** @returns why the token could not be exchanged for a session; undefined when signed in. */
async function signInWith(token: string): Promise<SignInFault | undefined> {
  const answer = await post(EXCHANGE_PATH, { [LINK_HEADER]: token });
  if (!answer.ok) return faultOf(answer);
  const { session, key } = exchangedSchema.parse(await answer.json());
  await keepSession(session, key);
  return undefined;
}

/** Takes the token out of the page's address. */
function takeToken(): string | undefined {
  const token = tokenIn(window.location.hash);
  if (token) window.history.replaceState(null, '', window.location.pathname);
  return token;
}

/** Waits for a pasted link, or for another tab that signs in. */
async function waitForSession(trouble: SignInTrouble | undefined): Promise<Session> {
  useSignIn.setState((before) => ({ needed: true, trouble: trouble ?? before.trouble }));
  for (;;) {
    const session = await keptSession();
    if (session) return session;
    await new Promise<void>((resolve) => {
      const end = () => {
        unsubscribe();
        window.removeEventListener('focus', end);
        resolve();
      };
      window.addEventListener('focus', end);
      const unsubscribe = useSignIn.subscribe(end);
    });
  }
}

/** @param token pasted by the person. */
export async function signInByHand(token: string): Promise<void> {
  try {
    // Always a new state, so that everyone who waits checks again.
    useSignIn.setState({ trouble: await signInWith(token) });
  } catch {
    // The host is away; the status bar shows it.
  }
}

/** The same until this page is left or loaded again. */
export const pageName = randomNonce();

let pass: string | undefined;
/** For uploads and downloads; undefined in the desktop shell and before the first connection. */
export const connectionPass = (): string | undefined => pass;

/** @returns the WebSocket's subprotocols. @throws Error when the host does not answer, or is another program. */
export async function admission(): Promise<string[]> {
  const token = takeToken();
  let trouble: SignInTrouble | undefined = token ? await signInWith(token) : undefined;
  for (;;) {
    const session = (await keptSession()) ?? (await waitForSession(trouble));
    const pageNonce = randomNonce();
    const answer = await post(GREETING_PATH, {
      [SESSION_HEADER]: session.session,
      [NONCE_HEADER]: pageNonce,
    });
    if (!answer.ok) {
      trouble = await faultOf(answer);
      await forgetSession();
      continue;
    }
    const { nonce, proof } = greetingSchema.parse(await answer.json());
    const signed = (prover: 'host' | 'page' | 'pass') =>
      sign(session, proofText(prover, session.session, pageNonce, nonce));
    if (proof !== (await signed('host'))) {
      useSignIn.setState({ needed: true, trouble: 'stranger' });
      throw new Error(t('shell.client.otherProgram'));
    }
    pass = await signed('pass');
    useSignIn.setState({ needed: false, trouble: undefined });
    return [PROTOCOL, proofProtocol(session.session, nonce, await signed('page'))];
  }
}

/** A link opened in a tab that already shows the app changes only what is behind "#". */
export function watchAddress(): void {
  window.addEventListener('hashchange', () => {
    const token = takeToken();
    if (token) void signInByHand(token);
  });
}
