/** Words between the page, the preload script and the main process. */

/** Page to preload: "open a line"; preload to main: "here is its other end". */
export const CONNECT = 'skipwire:connect';
/** Preload to page: "here is your end". */
export const PORT = 'skipwire:port';
