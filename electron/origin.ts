/** The address under which the desktop shell serves the window. */
export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://skipwire`;
export const START_PAGE = `${ORIGIN}/`;

/** True for addresses of our own window and nothing that only begins alike. */
export function isOurs(address: string | undefined): boolean {
  if (address === undefined) return false;
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${SCHEME}:` && host === 'skipwire';
  } catch {
    return false;
  }
}
