/** Messages between the page, the preload script and the main process. */

/** Page to preload: "connect"; preload to main, with main's port. */
export const CONNECT = 'skipwire:connect';
/** Preload to page, with the page's port. */
export const PORT = 'skipwire:port';
