/** Signs this page in at the browser host (core/contract/sign-in.ts says how). The desktop shell needs none of this. */

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

/** stranger: what answers at this address does not know the key that our host knows. */
export type SignInTrouble = SignInFault | 'stranger';

export interface SignInState {
  /** True while the page waits for a link. */
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

/**
 * Exchanges the token of a link for a session.
 * @returns why it could not; nothing when the page is signed in.
 */
export async function signInWith(token: string): Promise<SignInFault | undefined> {
  const answer = await post(EXCHANGE_PATH, { [LINK_HEADER]: token });
  if (!answer.ok) return faultOf(answer);
  const { session, key } = exchangedSchema.parse(await answer.json());
  await keepSession(session, key);
  return undefined;
}

/** The token in the page's address, which is taken out of it. */
function takeToken(): string | undefined {
  const token = tokenIn(window.location.hash);
  if (token) window.history.replaceState(null, '', window.location.pathname);
  return token;
}

/** Where no session is kept: shows what is needed and waits, for a pasted link or for another tab that signs in. */
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

/** As the person asks, with a link or its token. */
export async function signInByHand(token: string): Promise<void> {
  try {
    // A new state in any case: whoever waits looks again.
    useSignIn.setState({ trouble: await signInWith(token) });
  } catch {
    // The host is away; the status bar says so.
  }
}

let pass: string | undefined;
/** What uploads and downloads carry; undefined in the desktop shell and before the first connection. */
export const connectionPass = (): string | undefined => pass;

/** @returns the WebSocket's subprotocols. @throws Error when the host does not answer, or is none of ours. */
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

/** A link that is opened in a tab which shows the app already changes only what is behind "#". */
export function watchAddress(): void {
  window.addEventListener('hashchange', () => {
    const token = takeToken();
    if (token) void signInByHand(token);
  });
}
