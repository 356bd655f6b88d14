/**
 * Bounds of one message from the window to the browser host, which refuses others before it looks at what they say. The
 * largest that is needed is a document with all its undo history: ResNet-152 has 0.2 MB and 7,000 values.
 */

export const MOST_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Objects and arrays in each other: a graph's parameters lie nine deep. */
export const DEEPEST_MESSAGE = 24;
/** Numbers, texts, objects and so on, names of fields included. */
export const MOST_MESSAGE_VALUES = 1_000_000;
