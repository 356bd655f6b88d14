/** Windows' id of the app, also in electron/builder.config.cjs. */
export const APP_ID = 'org.skipwire.app';
