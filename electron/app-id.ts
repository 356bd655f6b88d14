/** What Windows knows the app by: its shortcut, notifications and recent files have the same (electron/builder.config.cjs). */
export const APP_ID = 'org.skipwire.app';
