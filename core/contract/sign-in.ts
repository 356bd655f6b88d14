/**
 * How a page proves to the browser host that it was let in, and the host to the page that it is the same host.
 *
 * 1. A link carries a token behind "#", which browsers never send by themselves. The page posts it once (`EXCHANGE_PATH`)
 *    and gets the name of a session and its key.
 * 2. For each connection the page posts a nonce (`GREETING_PATH`). The host answers with its own nonce and a proof that it
 *    knows the key. The page opens the WebSocket with a proof of its own as a subprotocol.
 * 3. Uploads and downloads carry the pass of the connection, which both sides compute from the key and the nonces.
 * 4. A page names itself (`PAGE`) when it connects and when it begins an upload, so that its uploads end with it.
 *
 * The key is sent once, in the answer to 1, and never again, so another program that later listens on the same port learns
 * nothing that it could use. Proofs are HMAC-SHA-256 of `proofText`, base64url.
 */
import { z } from 'zod';

export const EXCHANGE_PATH = '/session';
export const GREETING_PATH = '/session/greeting';

export const LINK_HEADER = 'x-skipwire-link';
export const SESSION_HEADER = 'x-skipwire-session';
export const NONCE_HEADER = 'x-skipwire-nonce';
export const PASS_HEADER = 'x-skipwire-pass';

/** In the address of the connection and of an upload's beginning: drawn by the page when it loads. */
export const PAGE = 'page';
export const pageSchema = z.string().regex(/^[\w-]{16,64}$/);

/** The subprotocol that the host selects. The proof is offered as a second one. */
export const PROTOCOL = 'skipwire';

export type Prover = 'host' | 'page' | 'pass';

export const proofText = (prover: Prover, session: string, pageNonce: string, hostNonce: string): string =>
  `skipwire ${prover} ${session} ${pageNonce} ${hostNonce}`;

/** The second subprotocol. */
export const proofProtocol = (session: string, hostNonce: string, proof: string): string =>
  [session, hostNonce, proof].join('~');

/** The token in a pasted text: a whole link, or what follows its "#". */
export const tokenIn = (text: string): string | undefined =>
  text.trim().match(/^(?:.*#)?([\w.-]{20,200})$/)?.[1];

export const exchangedSchema = z.object({ session: z.string().max(100), key: z.string().max(100) });

export const greetingSchema = z.object({ nonce: z.string().max(100), proof: z.string().max(100) });

/** used, expired, unknown: the link; session: it ended, or belongs to another host. */
export const signInFaultSchema = z.enum(['used', 'expired', 'unknown', 'session']);
export type SignInFault = z.infer<typeof signInFaultSchema>;
