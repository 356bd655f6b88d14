export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://skipwire`;
export const START_PAGE = `${ORIGIN}/`;

export function isOurs(address: string | undefined): boolean {
  if (address === undefined) return false;
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${SCHEME}:` && host === 'skipwire';
  } catch {
    return false;
  }
}
