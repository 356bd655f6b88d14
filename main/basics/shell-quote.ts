/** Quoted for a shell. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Quoted only if it needs that, for people to read. */
export const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : quote(text));
