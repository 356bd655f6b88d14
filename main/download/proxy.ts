/**
 * Fetches through a proxy: the given one, or that of HTTP_PROXY, HTTPS_PROXY and NO_PROXY in either case. Plain HTTP asks the
 * proxy for the URL, HTTPS uses a tunnel (CONNECT).
 */
import { types } from 'node:util';
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { listOf, type Message, message } from '../../core/messages';
import { Refusal, refuse } from '../basics/refusal';
import { Final } from './http-part';
import { reasonOf } from './reason';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @param proxy "http://user:password@proxy.example:3128", or "none" to ignore the environment
 * @throws Refusal naming where an invalid address was set
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
      // Node's own fetch is from another undici release, which may not accept this dispatcher.
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

/** Like curl, takes a bare host and port for a plain HTTP proxy. */
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

/** For errors and logs. */
const withoutPassword = (text: string): string => text.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@');
