/**
 * Fetching through a proxy: the one that the person gives, else that of the environment (HTTP_PROXY, HTTPS_PROXY, in
 * either case). Hosts of NO_PROXY are reached without one. Plain HTTP is asked of the proxy, HTTPS goes through a
 * tunnel (CONNECT).
 */

import { types } from 'node:util';
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { listOf, type Message, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { Final } from './http-part';
import { reasonOf } from './reason';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param proxy "http://user:password@proxy.example:3128"; "none" for no proxy, whatever the environment says.
 * @throws Refusal naming where it was set, for an address that is none.
 */
export function fetchThrough(proxy?: string, environment: Environment = process.env): typeof fetch {
  const given = proxy === undefined || proxy.trim() === '' ? undefined : proxy.trim();
  const of = (scheme: 'HTTP' | 'HTTPS'): string => {
    if (given !== undefined)
      return given === 'none' ? '' : address(given, message('datasets.download.proxy'));
    const name = `${scheme}_PROXY`;
    const value = environment[name.toLowerCase()] || environment[name];
    return value ? address(value, message('datasets.download.proxyVariable', { name })) : '';
  };
  const http = of('HTTP');
  const https = of('HTTPS');
  if (http === '' && https === '') return (...args) => fetch(...args);
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: http,
    httpsProxy: https,
    noProxy: environment.no_proxy || environment.NO_PROXY || '',
    proxyTunnel: false,
  });
  const used = new Set([http, https].filter((one) => one !== ''));
  const shown = listOf([...used].map(withoutPassword));
  const through = async (url: string, init?: Parameters<typeof undiciFetch>[1]) => {
    try {
      // Node's own fetch is of another release of undici than the dispatcher, and need not take it.
      return await undiciFetch(url, { ...init, dispatcher });
    } catch (error) {
      if (init?.signal?.aborted || !types.isNativeError(error)) throw error;
      const why = types.isNativeError(error.cause) ? error.cause.message : error.message;
      if (/\b407\b/.test(why)) {
        throw new Final(message('datasets.download.proxyAuth', { error: why }));
      }
      const said = message('datasets.download.withProxy', { error: reasonOf(error), proxy: shown });
      throw Object.assign(new Refusal(said), { cause: error.cause });
    }
  };
  return through as unknown as typeof fetch;
}

/** As curl does, a host and port alone are taken for a plain HTTP proxy. */
function address(text: string, what: Message): string {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const isProxy =
    url !== undefined &&
    ['http:', 'https:'].includes(url.protocol) &&
    url.hostname !== '' &&
    url.pathname === '/';
  if (isProxy) return whole;
  refuse('datasets.download.proxyAddress', { what, text: withoutPassword(text) });
}

/** Errors are shown and logged: passwords are not. */
const withoutPassword = (text: string): string => text.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@');
